/** How room is promised, used and given back: an example for every rule of the ledger. */
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import {
  accepted, after, blank, bytes, commit, counterOf, limit, noon, post, release, releaseHolder, reserve, roomAt, take,
  usedIn
} from "../../test/books.ts"
import {
  amountMax, NoSuchReservation, OverrunStarted, QuotaExceeded, ReservationDiffers, ReservationOver, ThresholdCrossed
} from "./model.ts"
import { usageOf } from "./rules.ts"

const gigabyte = 1_000_000_000
const full = (node: string, limitAmount: number, usedAmount: number, askedAmount: number) =>
  QuotaExceeded.make({
    node, resource: bytes, limitAmount, usedAmount, askedAmount, missingAmount: askedAmount - limitAmount + usedAmount
  })
const answerTo = (books: typeof blank, step: Parameters<typeof post>[1][number], now = noon) =>
  Result.getOrElse(Result.flip(post(books, [step], now).answers[0] ?? Result.succeed([])), () => "accepted")

describe("ACC-16 space allocated to a group", () => {
  const group = accepted(blank, [
    limit("company>client", 100 * gigabyte), take("nas", "company>client>nas", 90 * gigabyte)
  ])

  it("is shared by everything below it", () => {
    expect(roomAt(group, "company>client>mail")).toBe(10 * gigabyte)
    expect(answerTo(group, reserve("mail", "company>client>mail", 11 * gigabyte)))
      .toEqual(full("company>client", 100 * gigabyte, 90 * gigabyte, 11 * gigabyte))
    expect(answerTo(group, reserve("mail", "company>client>mail", 10 * gigabyte))).toBe("accepted")
  })

  it("binds the group itself, and nobody beside or above it", () => {
    expect(answerTo(group, reserve("own", "company>client", 11 * gigabyte))).toMatchObject({ node: "company>client" })
    expect(answerTo(group, reserve("beside", "company>client2", 11 * gigabyte))).toBe("accepted")
    expect(answerTo(group, reserve("above", "company", 11 * gigabyte))).toBe("accepted")
  })

  it("is told with its percentage, rounded down", () => {
    expect(usageOf(counterOf(group, "company>client"))).toEqual({
      node: "company>client", resource: "bytes", ownAmount: 0, groupAmount: 90 * gigabyte, reservedAmount: 0,
      limitAmount: 100 * gigabyte, percent: 90, overrun: false
    })
    expect(usageOf(counterOf(group, "company>client>nas"))).toEqual({
      node: "company>client>nas", resource: "bytes", ownAmount: 90 * gigabyte, groupAmount: 90 * gigabyte,
      reservedAmount: 0, overrun: false
    })
  })

  it("set later than its members grew takes nothing away, and refuses more until use is below", () => {
    const late = accepted(group, [limit("company", 50 * gigabyte)])
    expect(usageOf(counterOf(late, "company"))).toMatchObject({ percent: 180, overrun: true })
    expect(answerTo(late, reserve("one", "company>client>nas", 1))).toMatchObject({
      node: "company", missingAmount: 40 * gigabyte + 1
    })
    const below = accepted(late, [release("nas")])
    expect(answerTo(below, reserve("one", "company>client>nas", 50 * gigabyte))).toBe("accepted")
  })

  it("lifted, binds nobody", () => {
    const free = accepted(group, [limit("company>client", null)])
    expect(answerTo(free, reserve("big", "company>client>mail", amountMax - 90 * gigabyte))).toBe("accepted")
  })
})

it("QTA-2 the nearest group that is too small is the one named, and nothing is set aside anywhere", () => {
  const books = accepted(blank, [limit("a", 5), limit("a>b", 7), limit("a>b>c", 9)])
  expect(answerTo(books, reserve("x", "a>b>c", 10))).toMatchObject({ node: "a>b>c", missingAmount: 1 })
  expect(answerTo(books, reserve("x", "a>b>c", 8))).toMatchObject({ node: "a>b", missingAmount: 1 })
  const { books: refused, answers } = post(books, [reserve("x", "a>b>c", 6)])
  expect(answers).toEqual([Result.fail(full("a", 5, 0, 6))])
  expect(["a", "a>b", "a>b>c"].map((node) => usedIn(refused, node))).toEqual([0, 0, 0])
})

describe("QTA-3 hard and soft", () => {
  it("a limit of 0 lets nothing in", () => {
    expect(answerTo(accepted(blank, [limit("a", 0)]), reserve("x", "a>b", 1))).toEqual(full("a", 0, 0, 1))
  })

  it("a soft limit lets through and marks the overrun once", () => {
    const { books, answers } = post(accepted(blank, [limit("a", 10, "soft")]), [
      reserve("x", "a", 10), reserve("y", "a", 1), reserve("z", "a", 1)
    ])
    const overrun = OverrunStarted.make({ node: "a", resource: bytes, usedAmount: 11, limitAmount: 10 })
    expect(answers).toEqual([Result.succeed([]), Result.succeed([overrun]), Result.succeed([])])
    expect(usageOf(counterOf(books, "a"))).toMatchObject({ overrun: true, percent: 120 })
  })

  it("a soft limit below a hard one lets through what the hard one lets through", () => {
    const books = accepted(blank, [limit("a", 20), limit("a>b", 10, "soft"), take("x", "a>b", 15)])
    expect(answerTo(books, reserve("y", "a>b", 6))).toEqual(full("a", 20, 15, 6))
  })

  it("an overrun that ended and came back is marked again", () => {
    const soft = accepted(blank, [limit("a", 10, "soft")])
    const { answers } = post(soft, [take("x", "a", 11), release("x"), take("y", "a", 11)])
    expect(answers.map((answer) => Result.getOrThrow(answer).map(({ _tag }) => _tag)))
      .toEqual([["OverrunStarted"], [], ["OverrunStarted"]])
  })
})

describe("QTA-4 reserve, commit, release", () => {
  const books = accepted(blank, [limit("a", 10), reserve("x", "a>b", 6)])

  it("asking again for the same under the same id changes nothing", () => {
    const { books: again, answers } = post(books, [reserve("x", "a>b", 6, after(7_200))])
    expect(answers).toEqual([Result.succeed([])])
    expect([...again.entries.values()]).toEqual([...books.entries.values()])
    expect(usedIn(again, "a")).toBe(6)
  })

  it.each([["amount", reserve("x", "a>b", 5)], ["place", reserve("x", "a>c", 6)]])(
    "asking for another %s under the same id is refused", (_what, step) => {
      expect(answerTo(books, step)).toEqual(ReservationDiffers.make({ id: "x" }))
    }
  )

  it("the same id of another holder is another reservation", () => {
    expect(answerTo(books, take("x", "a>c", 4, "other"))).toBe("accepted")
  })

  it("using what was promised makes no room and takes none, and is done once however often it is said", () => {
    const held = accepted(books, [commit("x"), commit("x")])
    expect(counterOf(held, "a").group).toEqual({ held: 6, reserved: 0 })
  })

  it("giving back twice is giving back once, and what is unknown needs none", () => {
    const given = accepted(books, [release("x"), release("x"), release("unheard of")])
    expect([usedIn(given, "a"), usedIn(given, "a>b")]).toEqual([0, 0])
  })

  it("what was given back can be neither used nor asked for again", () => {
    const given = accepted(books, [release("x")])
    const over = ReservationOver.make({ id: "x", phase: "released" })
    expect([answerTo(given, commit("x")), answerTo(given, reserve("x", "a>b", 6))]).toEqual([over, over])
  })

  it("what was never asked for cannot be used", () => {
    expect(answerTo(books, commit("y"))).toEqual(NoSuchReservation.make({ id: "y" }))
  })

  it("SEC-28 a promise runs out at its very instant, with nobody to tidy up", () => {
    const justBefore = after(3_599.999)
    expect(answerTo(books, commit("x"), justBefore)).toBe("accepted")
    expect(answerTo(books, reserve("y", "a", 5), justBefore)).toMatchObject({ _tag: "QuotaExceeded" })
    expect(answerTo(books, commit("x"), after(3_600))).toEqual(ReservationOver.make({ id: "x", phase: "lapsed" }))
    expect(answerTo(books, reserve("y", "a", 10), after(3_600))).toBe("accepted")
  })

  it("what is used does not run out", () => {
    const later = accepted(accepted(books, [commit("x")]), [], after(999_999))
    expect(counterOf(later, "a").group).toEqual({ held: 6, reserved: 0 })
  })

  it("a promise that has run out when it is asked for takes no room from those behind it", () => {
    const steps = [reserve("x", "a", 10, noon), reserve("y", "a", 10), commit("x")]
    const { answers } = post(accepted(blank, [limit("a", 10)]), steps)
    expect(answers.map(Result.isSuccess)).toEqual([true, true, false])
  })

  it("ACC-15 everything that a holder holds or was promised is given back at once, and nobody else's", () => {
    const several = accepted(books, [
      take("y", "a>c", 2), take("x", "a>b", 1, "other"), releaseHolder("acc"), releaseHolder("acc")
    ])
    expect(["a", "a>b", "a>c"].map((node) => usedIn(several, node))).toEqual([1, 1, 0])
    expect(answerTo(several, commit("y"))).toEqual(ReservationOver.make({ id: "y", phase: "released" }))
  })
})

describe("QTA-6 thresholds", () => {
  const told = (...[books, steps, now]: Parameters<typeof post>) =>
    post(books, steps, now).answers.map((answer) => Result.getOrThrow(answer).map((event) =>
      event._tag === "ThresholdCrossed" ? event.percent : event._tag))
  const watched = (amount: number) => limit("a", amount, "soft", [80, 100])

  it("each is told once per crossing from below, also when several are crossed at once", () => {
    expect(told(blank, [watched(100), take("x", "a>b", 79), take("y", "a", 1), take("z", "a", 5), take("w", "a", 16)]))
      .toEqual([[], [], [80], [], [100, "OverrunStarted"]])
    expect(told(blank, [watched(100), take("x", "a", 100)])).toEqual([[], [80, 100]])
  })

  it("one that use fell below is told again", () => {
    expect(told(blank, [watched(100), take("x", "a", 80), release("x"), take("y", "a", 79), take("z", "a", 1)]))
      .toEqual([[], [80], [], [], [80]])
  })

  it("one that a promise which ran out fell below is told again", () => {
    const books = accepted(blank, [watched(100), reserve("x", "a", 80)])
    expect(told(books, [take("y", "a", 80)], after(3_600))).toEqual([[80]])
  })

  it("the facts of the crossing are told with it", () => {
    const { answers } = post(accepted(blank, [watched(100)]), [take("x", "a>b", 81)])
    expect(answers).toEqual([Result.succeed([
      ThresholdCrossed.make({ node: "a", resource: bytes, usedAmount: 81, limitAmount: 100, percent: 80 })
    ])])
  })

  it("of a limit of 0 anything is all of it, and told once", () => {
    expect(told(blank, [watched(0), take("x", "a", 1), take("y", "a", 1)]))
      .toEqual([[], [80, 100, "OverrunStarted"], []])
  })

  it("a limit lowered onto what is used crosses, raised above it re-arms", () => {
    expect(told(blank, [take("x", "a", 50), watched(100), watched(60), watched(50), watched(100), watched(40)]))
      .toEqual([[], [], [80], [100], [], [80, 100, "OverrunStarted"]])
  })

  it("what was refused crossed nothing", () => {
    const watching = accepted(blank, [limit("a", 10), limit("a>b", 5, "soft", [80])])
    const { answers } = post(watching, [take("x", "a>b", 11), take("y", "a>b", 3)])
    expect(answers.map(Result.isSuccess)).toEqual([false, true])
    expect(answers[1]).toEqual(Result.succeed([]))
  })
})

describe("near 2^53 every unit counts", () => {
  const most = amountMax
  it("a hard limit of all that can be counted is filled to the last unit, and not one further", () => {
    const books = accepted(blank, [limit("a", most), take("x", "a", most - 1), take("y", "a>b", 1)])
    expect(usedIn(books, "a")).toBe(most)
    expect(answerTo(books, take("z", "a", 1))).toEqual(full("a", most, most, 1))
  })

  it("without any limit, what can be counted exactly is one", () => {
    const books = accepted(blank, [take("x", "a>b", most)])
    expect(answerTo(books, take("y", "a>c", 1))).toEqual(full("a", most, most, 1))
    expect(answerTo(books, take("y", "a>c", most))).toMatchObject({ node: "a", missingAmount: most })
  })

  it("percentages stay exact", () => {
    const books = accepted(blank, [limit("a", most, "hard", [100]), take("x", "a", most - 1)])
    expect(usageOf(counterOf(books, "a")).percent).toBe(99)
    expect(post(books, [take("y", "a", 1)]).answers[0]).toMatchObject({ success: [{ percent: 100 }] })
  })
})
