/** The laws of the ledger: whatever is asked, in whatever order, of whatever tree. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import {
  accepted, after, blank, type Books, commit, counterOf, limit, move, post, postEach, recount, release, releaseHolder,
  reserve, roomAt, take, usedIn
} from "../../test/books.ts"
import { isWithin, lineage } from "../kernel/path.ts"
import { amountMax, type Entry, Resource, type Step } from "./model.ts"

/** A small tree, in which a usual mistake shows: a name that only begins like another is nowhere below it. */
const nodes = ["a", "a>b", "a>b>c", "a>b>d", "a>bc", "a2", "A", "a2>b"]
const node = fc.constantFrom(...nodes)
const id = fc.constantFrom("1", "2", "3", "4")
const holder = fc.constantFrom("acc", "other")
const amount = fc.integer({ min: 1, max: 30 })
const until = fc.constantFrom(...[0, 1, 60, 3_600].map(after))
const limiting = fc.tuple(node, fc.option(fc.nat(60)), fc.constantFrom("hard", "soft"), fc.subarray([50, 80, 100]))
  .map((fields) => limit(...fields))

const counting = fc.oneof(
  fc.tuple(id, node, amount, until, holder).map((fields) => reserve(...fields)),
  fc.tuple(id, node, amount, holder).map((fields) => take(...fields)),
  id.map(commit), id.map(release), holder.map(releaseHolder)
)
const anything = fc.oneof({ arbitrary: counting, weight: 6 }, { arbitrary: limiting, weight: 2 },
  { arbitrary: fc.tuple(node, node).map((fields) => move(...fields)), weight: 1 })
const steps = fc.array(anything, { maxLength: 25 })
const books = fc.tuple(fc.array(limiting, { maxLength: 5 }), fc.array(counting, { maxLength: 12 }))
  .map(([limits, asked]) => post(blank, [...limits, ...asked]).books)

const told = ({ counters, entries }: Books) => ({
  counters: [...counters].filter(([, { limit, group }]) => limit !== null || group.held + group.reserved > 0).sort(),
  entries: [...entries].sort()
})
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const over = (ledger: Books) => nodes.filter((node) => roomAt(ledger, node) < 0)

describe("QTA-3", () => {
  it("a batch of many callers is exactly the same callers one after the other", () =>
    fc.assert(fc.property(books, steps, until, (before, asked, now) => {
      const [batch, each] = [post(before, asked, now), postEach(accepted(before, [], now), asked, now)]
      expect(plain(batch.answers)).toEqual(plain(each.answers))
      expect(plain(told(batch.books))).toEqual(plain(told(each.books)))
    })))

  it("use never comes to be above a hard limit, but by a limit that was lowered", () =>
    fc.assert(fc.property(books, fc.array(counting), (before, asked) => {
      const { books: ledger } = post(before, asked)
      for (const place of over(ledger)) expect(usedIn(ledger, place)).toBeLessThanOrEqual(usedIn(before, place))
    })))

  it("what is refused changes nothing", () =>
    fc.assert(fc.property(books, anything, (before, asked) => {
      const { answers: [answer], books: ledger } = post(before, [asked])
      if (answer === undefined || Result.isSuccess(answer)) return
      expect(plain(told(ledger))).toEqual(plain(told(accepted(before, []))))
    })))
})

describe("QTA-2", () => {
  it("what fits is what remains, neither more nor less", () =>
    fc.assert(fc.property(books, node, amount, (before, place, asked) => {
      const { answers: [answer] } = post(before, [reserve("new", place, asked)])
      expect(answer !== undefined && Result.isSuccess(answer)).toBe(asked <= roomAt(accepted(before, []), place))
    })))

  it("the room that is said to be missing is exactly what is missing", () =>
    fc.assert(fc.property(books, node, amount, (before, place, asked) => {
      const { answers: [answer] } = post(before, [reserve("new", place, asked)])
      if (answer === undefined || Result.isSuccess(answer)) return
      if (answer.failure._tag !== "QuotaExceeded") throw new Error(answer.failure._tag)
      const { node: at, limitAmount, missingAmount } = answer.failure
      const stillNamed = (more: number) => {
        const raised = accepted(before, [limit(at, limitAmount + more)])
        const { answers: [again] } = post(raised, [reserve("new", place, asked)])
        return again !== undefined && Result.isFailure(again) && "node" in again.failure && again.failure.node === at
      }
      expect([stillNamed(missingAmount - 1), stillNamed(missingAmount)]).toEqual([true, false])
    })))
})

describe("QTA-4", () => {
  it("reserving and giving back leaves as much room as before", () =>
    fc.assert(fc.property(books, node, amount, node, (before, place, asked, anywhere) => {
      const { books: ledger } = post(before, [reserve("new", place, asked), release("new")])
      expect(roomAt(ledger, anywhere)).toBe(roomAt(accepted(before, []), anywhere))
    })))

  it("using what was promised leaves as much room as before", () =>
    fc.assert(fc.property(books, node, amount, node, (before, place, asked, anywhere) => {
      const { books: reserved } = post(before, [reserve("new", place, asked)])
      expect(roomAt(post(reserved, [commit("new")]).books, anywhere)).toBe(roomAt(reserved, anywhere))
    })))

  it("asked for twice is asked for once", () =>
    fc.assert(fc.property(books, counting, (before, asked) => {
      const once = post(before, [asked]).books
      expect(plain(told(post(once, [asked]).books))).toEqual(plain(told(once)))
    })))

  it("a holder who gave everything back holds nothing, and others what they held", () =>
    fc.assert(fc.property(books, holder, (before, who) => {
      const live = (ledger: Books, holds: (entry: Entry) => boolean) =>
        [...ledger.entries.values()].filter((entry) => /held|reserved/.test(entry.phase) && holds(entry)).length
      const ledger = accepted(before, [releaseHolder(who)])
      expect(live(ledger, (entry) => entry.holder === who)).toBe(0)
      const others = (entry: Entry) => entry.holder !== who
      expect(live(ledger, others)).toBe(live(accepted(before, []), others))
    })))

  it("once every promise has run out, only what is used is counted", () =>
    fc.assert(fc.property(books, (before) => {
      const ledger = accepted(before, [], after(999_999))
      for (const place of nodes) expect(counterOf(ledger, place).group.reserved).toBe(0)
    })))
})

it("QTA-5 every counter is the sum of its entries, whatever was done", () =>
  fc.assert(fc.property(books, steps, until, (before, asked, now) => {
    const { books: ledger } = post(before, asked, now)
    for (const { node, own, group } of ledger.counters.values()) expect({ own, group }).toEqual(recount(ledger, node))
  })))

it("QTA-6 a threshold is told exactly when use reaches it from below", () =>
  fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.array(counting, { maxLength: 30 }), (most, asked) => {
    const watched = ["a", "a>b"].map((place) => limit(place, most, "soft", [50, 80, 100]))
    let ledger = accepted(blank, watched)
    for (const step of asked) {
      const { answers: [answer], books: next } = post(ledger, [step])
      const events = answer === undefined || Result.isFailure(answer) ? [] : answer.success
      for (const place of ["a", "a>b"]) {
        for (const percent of [50, 80, 100]) {
          const [was, is] = [ledger, next].map((one) => usedIn(one, place) * 100 >= most * percent)
          const crossed = events.filter((event) =>
            event._tag === "ThresholdCrossed" && event.node === place && event.percent === percent)
          expect(crossed.length).toBe(was === false && is === true ? 1 : 0)
        }
      }
      ledger = next
    }
  })))

it("near 2^53 nothing is ever counted twice, lost or rounded", () =>
  fc.assert(fc.property(fc.array(fc.tuple(node, fc.integer({ min: 1, max: amountMax })), { maxLength: 8 }), (asked) => {
    const sums = new Map<string, bigint>()
    let ledger = blank
    for (const [index, [place, size]] of asked.entries()) {
      const { answers: [answer], books: next } = post(ledger, [take(`n${index}`, place, size)])
      const fits = lineage(place).every((one) => (sums.get(one) ?? 0n) + BigInt(size) <= BigInt(amountMax))
      expect(answer !== undefined && Result.isSuccess(answer)).toBe(fits)
      if (fits) for (const one of lineage(place)) sums.set(one, (sums.get(one) ?? 0n) + BigInt(size))
      ledger = next
    }
    for (const [place, sum] of sums) expect(BigInt(usedIn(ledger, place))).toBe(sum)
  })))

describe("Move", () => {
  const roots = nodes.filter((node) => !node.includes(">"))
  const total = (ledger: Books) => roots.reduce((sum, root) => sum + usedIn(ledger, root), 0)

  it("keeps what is used in all, and counts it at the new place", () =>
    fc.assert(fc.property(books, node, node, (before, from, to) => {
      const ledger = accepted(before, [])
      const { answers: [answer], books: moved } = post(ledger, [move(from, to)])
      expect(total(moved)).toBe(total(ledger))
      if (answer === undefined || Result.isFailure(answer) || isWithin(from, to) || isWithin(to, from)) return
      expect(usedIn(moved, from)).toBe(0)
      expect(usedIn(moved, to)).toBe(usedIn(ledger, from) + usedIn(ledger, to))
    })))

  it("brings no place that was in use above its limit", () =>
    fc.assert(fc.property(books, node, node, (before, from, to) => {
      const ledger = accepted(before, [])
      const { books: moved } = post(ledger, [move(from, to)])
      for (const place of over(moved).filter((one) => usedIn(ledger, one) > 0 && !isWithin(one, to))) {
        expect(usedIn(moved, place)).toBeLessThanOrEqual(usedIn(ledger, place))
      }
    })))

  const full = accepted(blank, [
    limit("a", 100), limit("a>b", 60), limit("a>b>c", 40), take("1", "a>b>c", 40), take("2", "a>b", 20), limit("x", 50)
  ])

  it("asks no group that holds it before and after", () => {
    const tight = accepted(full, [limit("a", 60)])
    const moved = accepted(tight, [move("a>b>c", "a>c")])
    expect(["a", "a>b", "a>c"].map((place) => usedIn(moved, place))).toEqual([60, 20, 40])
  })

  it("is refused where the new groups have no room, and changes nothing then", () => {
    const { answers, books: same } = post(full, [move("a>b", "x>b")])
    expect(answers[0]).toMatchObject({ failure: { _tag: "QuotaExceeded", node: "x", limitAmount: 50 } })
    expect(plain(told(same))).toEqual(plain(told(full)))
  })

  it("is refused where what is there already leaves no room", () => {
    const taken = accepted(full, [take("3", "x>c", 10), limit("x>c", 20)])
    expect(post(taken, [move("a>b>c", "x>c")]).answers[0]).toMatchObject({ failure: { node: "x>c" } })
  })

  it("takes its limits along, and leaves none behind", () => {
    const moved = accepted(full, [move("a>b>c", "x>c")])
    expect(counterOf(moved, "x>c").limit).toMatchObject({ amount: 40 })
    expect(counterOf(moved, "a>b>c").limit).toBe(null)
    expect(roomAt(moved, "a>b>c")).toBe(40)
  })

  it("into what is below itself takes the limits of both levels along", () => {
    const moved = accepted(full, [move("a>b", "a>b>c")])
    const limits = ["a>b", "a>b>c", "a>b>c>c"].map((place) => counterOf(moved, place).limit?.amount)
    expect(limits).toEqual([undefined, 60, 40])
    expect(usedIn(moved, "a>b>c>c")).toBe(40)
  })

  it("of what is over its limit goes to an empty place, where nothing more fits", () => {
    const overrun = accepted(full, [limit("a>b>c", 10)])
    const moved = accepted(overrun, [move("a>b>c", "x>c")])
    expect(roomAt(moved, "x>c")).toBe(-30)
  })

  it("leaves promises as they are: they are used, given back and run out at the new place", () => {
    const promised = accepted(accepted(blank, [reserve("1", "a>b", 5), reserve("2", "a>b", 6)]), [move("a", "x")])
    expect(counterOf(accepted(promised, [commit("1"), release("2")]), "x").group).toEqual({ held: 5, reserved: 0 })
    expect(usedIn(accepted(promised, [], after(3_600)), "x")).toBe(0)
  })
})

it("QTA-1 resources never meet", () => {
  const machines = Resource.make("machines")
  const step: Step = { _tag: "Take", holder: "acc", id: "m", node: "a>b", resource: machines, amount: 7 }
  const ledger = accepted(blank, [limit("a", 1), step])
  expect([counterOf(ledger, "a", machines).group.held, usedIn(ledger, "a"), roomAt(ledger, "a")]).toEqual([7, 0, 1])
})
