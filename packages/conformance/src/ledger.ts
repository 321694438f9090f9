/** The promises of `Ledger` to one caller at a time: it is the rule, and nothing but the rule. */
import { Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import {
  apart, bytes, emptyCounter, life, machines, nodes, referenceLedger, scripts, type Taken
} from "./ledger-scripts.ts"
import { at, instant, longName, lookalikes } from "./plans.ts"
import { type Opened, promise, suite } from "./promise.ts"
import { ask, atOnce, failureOf, holds, same } from "./same.ts"

const now = instant(0)
const asker: Quota.Asker = { by: "ada", now }
const hard = (amount: number, thresholds: ReadonlyArray<number> = []): Quota.Limit =>
  ({ amount, mode: "hard", thresholds })
const limiting = (node: string, limit: Quota.Limit | null, resource = bytes) =>
  Quota.SetLimit.make({ node, resource, limit })
const reserving = (id: string, node: string, amount: number, until = instant(60), holder = "h1") =>
  Quota.Reserve.make({ holder, id, node, resource: bytes, amount, until })
const committing = (id: string, holder = "h1") => Quota.Commit.make({ holder, id })
const releasing = (id: string, holder = "h1") => Quota.Release.make({ holder, id })

/** Takes steps one after the other, and gives the name of each answer. */
const takeAll = ({ storage: { ledger } }: Opened, steps: ReadonlyArray<Quota.Step>, when = asker) =>
  Effect.forEach(steps, (step) =>
    Effect.map(Effect.result(ledger.take(step, when)), (answer) => failureOf(answer)?._tag ?? "taken"))

/** What is held and reserved at a node and below, as told. */
const groupAt = ({ storage: { ledger } }: Opened, node: string, when = now, resource = bytes) =>
  Effect.map(ledger.counter(node, resource, when), ({ group }) => [group.held, group.reserved])

/** Plays a script below a root of its own, and compares every answer, every count and every line with the rule's. */
const playing = (opened: Opened, script: ReadonlyArray<Taken>, prefix: string) =>
  Effect.gen(function*() {
    const { storage: { ledger }, witness } = opened
    const reference = referenceLedger()
    const crossed: Array<Quota.Event> = []
    const places = [...nodes, "acme>c", "acme>c>x", "acme>m", "acme2>c>b"].map((name) => `${prefix}${name}`)
    for (const [index, { seconds, step: drawn }] of script.entries()) {
      const step = apart(drawn, prefix)
      const expected = reference.take(step, instant(seconds))
      const answer = yield* Effect.result(ledger.take(step, { by: "ada", now: instant(seconds) }))
      same(`the answer to step ${index}, ${step._tag}`, failureOf(answer), failureOf(expected))
      crossed.push(...Result.getOrElse(expected, () => []))
      const told = yield* atOnce(places.flatMap((node) =>
        [bytes, machines].map((resource) => ledger.counter(node, resource, instant(seconds)))))
      const hoped = places.flatMap((node) =>
        [bytes, machines].map((resource) => reference.counter(node, resource, instant(seconds))))
      same(`the counts after step ${index}, ${step._tag}`, told, hoped)
    }
    const lines = (yield* ask(witness.lines)).filter(({ id }) => id.startsWith(prefix))
    for (const node of places) {
      same(`what was crossed at ${node}`,
        lines.filter(({ id }) => id === node).map((line) => "happened" in line && line.happened),
        crossed.filter((event) => event.node === node))
    }
  })

export const ledgerSuite = suite([
  promise("Q-1 law: any steps give the answers, the counts and the lines of the rule", (opened) =>
    Effect.tryPromise({
      try: () => {
        let runs = 0
        return fc.assert(fc.asyncProperty(scripts(14), (script) => {
          runs += 1
          return Effect.runPromise(playing(opened, script, `r${runs}-`))
        }), { numRuns: 25, examples: [[life]] })
      },
      catch: (failure) => failure
    })),

  promise("Q-2 a whole life: promised, used, given back, refused, too late, moved, passed, and over", (opened) =>
    playing(opened, life, "")),

  promise("Q-3 room is set aside in every group above, or nowhere, and the nearest that is too small is named",
    (opened) =>
    Effect.gen(function*() {
      yield* takeAll(opened, [limiting("acme", hard(10)), limiting("acme>a", hard(12)),
        limiting("acme>a>x", hard(100))])
      const refusal = yield* Effect.flip(opened.storage.ledger.take(reserving("big", "acme>a>x", 11), asker))
      same("the refusal", refusal, Quota.QuotaExceeded.make({
        node: "acme", resource: bytes, limitAmount: 10, usedAmount: 0, askedAmount: 11, missingAmount: 1
      }))
      const places = ["acme", "acme>a", "acme>a>x"]
      for (const node of places) same(`nothing at ${node}`, yield* groupAt(opened, node), [0, 0])
      yield* takeAll(opened, [reserving("fits", "acme>a>x", 10)])
      for (const node of places) {
        same(`ten at ${node}`, yield* groupAt(opened, node), [0, 10])
        same(`ten kept at ${node}`, (yield* ask(() => opened.witness.counter(node, "bytes")))?.group,
          { held: 0, reserved: 10 })
      }
    })),

  promise("Q-4 asking, using and giving back twice is doing it once; an id stands for one thing for good", (opened) =>
    Effect.gen(function*() {
      const twice = (step: Quota.Step) => takeAll(opened, [step, step])
      same("reserved twice", yield* twice(reserving("r", "acme>a", 5)), ["taken", "taken"])
      same("the count", yield* groupAt(opened, "acme"), [0, 5])
      const others = [reserving("r", "acme>a", 6), reserving("r", "acme>b", 5),
        { ...reserving("r", "acme>a", 5), resource: machines }]
      same("reserved as something else", yield* takeAll(opened, others), others.map(() => "ReservationDiffers"))
      same("used twice", yield* twice(committing("r")), ["taken", "taken"])
      same("the count", yield* groupAt(opened, "acme"), [5, 0])
      same("given back twice", yield* twice(releasing("r")), ["taken", "taken"])
      same("the count", yield* groupAt(opened, "acme"), [0, 0])
      const over = [reserving("r", "acme>a", 5), committing("r"), committing("unknown"), releasing("unknown")]
      same("afterwards", yield* takeAll(opened, over),
        ["ReservationOver", "ReservationOver", "NoSuchReservation", "taken"])
    })),

  promise("Q-5 what ran out takes no room and is not used any more, though nobody tidied up", (opened) =>
    Effect.gen(function*() {
      const { ledger } = opened.storage
      yield* takeAll(opened, [
        limiting("acme", hard(10)), reserving("old", "acme>a", 6, instant(10)),
        reserving("new", "acme>b", 4, instant(90))
      ])
      same("just before", yield* groupAt(opened, "acme", instant(9)), [0, 10])
      same("the moment it runs out", yield* groupAt(opened, "acme", instant(10)), [0, 4])
      same("who uses most then", (yield* ledger.heaviest("acme", bytes, 9, instant(10))).map(({ node }) => node),
        ["acme>b"])
      same("just before, once more", yield* groupAt(opened, "acme>a", instant(9)), [0, 6])
      const late = { by: "ada", now: instant(10) }
      const steps = [committing("old"), reserving("next", "acme>a>x", 7), reserving("next", "acme>a>x", 6),
        reserving("old", "acme>a", 6)]
      same("from then on", yield* takeAll(opened, steps, late),
        ["ReservationOver", "QuotaExceeded", "taken", "ReservationOver"])
      same("the count", yield* groupAt(opened, "acme", instant(10)), [0, 10])
      same("the count that is kept", (yield* ask(() => opened.witness.counter("acme", "bytes")))?.group,
        { held: 0, reserved: 10 })
    })),

  promise("Q-6 those who use most themselves, the largest first, at and below a node and nowhere else", (opened) =>
    Effect.gen(function*() {
      const { ledger } = opened.storage
      const uses: ReadonlyArray<readonly [string, number]> = [
        ["acme", 2], ["acme>a", 9], ["acme>a>x", 5], ["acme>b", 7], ["acme2", 99], ["acme 2>a", 98], ["Acme>a", 97],
        ["acme>gone", 50]
      ]
      yield* takeAll(opened, uses.map(([node, amount]) => reserving(node, node, amount)))
      yield* takeAll(opened, [committing("acme>a"), releasing("acme>gone"), limiting("acme>idle", hard(5)),
        { ...reserving("m", "acme>b", 100), resource: machines }])
      const told = yield* ledger.heaviest("acme", bytes, 9, now)
      same("all of them", told.map(({ node, own }) => [node, own.held + own.reserved]),
        [["acme>a", 9], ["acme>b", 7], ["acme>a>x", 5], ["acme", 2]])
      same("the first", told[0], {
        ...emptyCounter("acme>a", bytes), own: { held: 9, reserved: 0 }, group: { held: 9, reserved: 5 }
      })
      same("two of them", (yield* ledger.heaviest("acme", bytes, 2, now)).map(({ node }) => node), ["acme>a", "acme>b"])
      same("of a leaf", (yield* ledger.heaviest("acme>a>x", bytes, 2, now)).map(({ node }) => node), ["acme>a>x"])
      same("of nobody", yield* ledger.heaviest("nobody", bytes, 2, now), [])
    })),

  promise("Q-7 a limit that comes later finds what its members use; one below that takes nothing and refuses more",
    (opened) =>
    Effect.gen(function*() {
      yield* takeAll(opened, [reserving("a", "acme>a", 4), reserving("b", "acme>b", 4), committing("a"),
        limiting("acme", hard(9))])
      const steps = [reserving("c", "acme>c", 2), reserving("c", "acme>c", 1), limiting("acme", hard(3)),
        reserving("d", "acme>d", 1)]
      same("what is let through", yield* takeAll(opened, steps), ["QuotaExceeded", "taken", "taken", "QuotaExceeded"])
      same("what is used", yield* groupAt(opened, "acme"), [4, 5])
      const freed = [releasing("a"), releasing("b"), reserving("e", "acme>e", 2), limiting("acme", null),
        reserving("f", "acme>f", 99)]
      same("once it is freed, and lifted", yield* takeAll(opened, freed), freed.map(() => "taken"))
      same("what is used in the end", yield* groupAt(opened, "acme"), [0, 102])
    })),

  promise("Q-8 a move counts all that is below at its new place, limits included, if there is room, or not at all",
    (opened) =>
    Effect.gen(function*() {
      yield* takeAll(opened, [
        reserving("x", "acme>a>x", 3), reserving("a", "acme>a", 2), committing("a"), limiting("acme>a", hard(5)),
        reserving("like", "acme>ab", 7), limiting("acme2", hard(4)), limiting("acme", hard(12)), releasing("none")
      ])
      same("without room", yield* takeAll(opened, [Quota.Move.make({ from: "acme>a", to: "acme2>a" })]),
        ["QuotaExceeded"])
      same("where it stayed", yield* groupAt(opened, "acme>a"), [2, 3])
      same("where it did not go", yield* groupAt(opened, "acme2>a"), [0, 0])
      const moves = [Quota.Move.make({ from: "acme>a", to: "acme>c" }), limiting("acme2", hard(5)),
        Quota.Move.make({ from: "acme>c", to: "acme2>c" })]
      same("within the group, then with room", yield* takeAll(opened, moves), ["taken", "taken", "taken"])
      const places = ["acme", "acme>a", "acme>a>x", "acme>c", "acme2", "acme2>c", "acme2>c>x", "acme>ab"]
      const counts = yield* Effect.forEach(places, (node) => groupAt(opened, node))
      same("everywhere", counts, [[0, 7], [0, 0], [0, 0], [0, 0], [2, 3], [2, 3], [0, 3], [0, 7]])
      const along = [limiting("acme2", null), reserving("y", "acme2>c>y", 1)]
      same("the limit that went along", yield* takeAll(opened, along), ["taken", "QuotaExceeded"])
      same("the limit left behind", yield* takeAll(opened, [reserving("z", "acme>a", 5)]), ["taken"])
      same("what moved is the same", yield* takeAll(opened, [committing("x"), releasing("a")]), ["taken", "taken"])
      same("in the end", yield* groupAt(opened, "acme2"), [3, 0])
    })),

  promise("Q-9 a soft limit lets through, once with a line about it", (opened) =>
    Effect.gen(function*() {
      yield* takeAll(opened, [limiting("acme", { amount: 5, mode: "soft", thresholds: [] })])
      const steps = [reserving("a", "acme>a", 5), reserving("b", "acme>a", 5), reserving("c", "acme>b", 1)]
      same("all are let through", yield* takeAll(opened, steps), ["taken", "taken", "taken"])
      const lines = yield* opened.storage.records.history({ concept: "quota", id: "acme" })
      const happened = Quota.OverrunStarted.make({ node: "acme", resource: bytes, usedAmount: 10, limitAmount: 5 })
      same("the lines", lines.map((line) => "happened" in line && line.happened), [happened])
    })),

  promise("Q-10 a threshold is told once when it is reached from below, with who asked, when, and for what", (opened) =>
    Effect.gen(function*() {
      const asked = reserving("b", "acme>a", 1)
      yield* takeAll(opened, [limiting("acme", hard(10, [50, 80])), reserving("a", "acme>a", 4), asked, asked,
        reserving("c", "acme>a", 1)])
      yield* takeAll(opened, [releasing("b"), releasing("c"), reserving("d", "acme>b", 6)])
      const lines = yield* opened.storage.records.history({ concept: "quota", id: "acme" })
      const happened = (usedAmount: number, percent: number) =>
        Quota.ThresholdCrossed.make({ node: "acme", resource: bytes, usedAmount, limitAmount: 10, percent })
      same("what happened", lines.map((line) => "happened" in line && line.happened),
        [happened(5, 50), happened(10, 50), happened(10, 80)])
      const command = { ...asked, until: DateTime.formatIso(asked.until) }
      const first = { by: "ada", at: at(0), reason: "", command, grants: [], happened: happened(5, 50) }
      same("the first line, in full", lines[0], first)
      same("the first line that is kept", (yield* ask(opened.witness.lines))[0],
        { ...first, concept: "quota", id: "acme" })
    })),

  promise("Q-11 what a holder gives back is all of its own, whatever stands where, and nobody else's", (opened) =>
    Effect.gen(function*() {
      yield* takeAll(opened, [
        reserving("a", "acme>a", 1), reserving("b", "acme>b", 2), committing("b"),
        reserving("a", "acme>a", 4, instant(60), "H1"),
        reserving("a", "acme2", 8, instant(60), "h1 "), Quota.ReleaseHolder.make({ holder: "h1" })
      ])
      same("what others have", [yield* groupAt(opened, "acme"), yield* groupAt(opened, "acme2")], [[0, 4], [0, 8]])
      same("what is over", yield* takeAll(opened, [committing("a"), committing("a", "H1")]),
        ["ReservationOver", "taken"])
    })),

  promise("Q-12 names apart by a case, an accent, a blank or a composition are counted apart", (opened) =>
    Effect.gen(function*() {
      const names = [...lookalikes.filter((name) => !name.endsWith(">") && name !== ""), longName]
      yield* atOnce(names.map((name, index) => opened.storage.ledger.take(
        Quota.Take.make({ holder: name, id: name, node: `${name}>leaf`, resource: bytes, amount: index + 1 }), asker)))
      for (const place of ["", ">leaf"]) {
        const amounts = yield* Effect.forEach(names, (name) => groupAt(opened, `${name}${place}`))
        same("each place", amounts, names.map((_, index) => [index + 1, 0]))
      }
      yield* takeAll(opened, [Quota.ReleaseHolder.make({ holder: "i" })])
      const left = yield* Effect.forEach(names, (name) => groupAt(opened, name))
      same("once one holder gave back", left, names.map((name, index) => [name === "i" ? 0 : index + 1, 0]))
      const kept = yield* ask(() => opened.witness.counter(`${longName}>leaf`, "bytes"))
      same("the longest name", kept?.own, { held: names.length, reserved: 0 })
    })),

  promise("Q-13 counts are exact up to 2^53 − 1, which none ever passes; what was never counted is nothing", (opened) =>
    Effect.gen(function*() {
      const most = Quota.amountMax
      same("nothing", yield* opened.storage.ledger.counter("acme", bytes, now), emptyCounter("acme", bytes))
      const steps = [reserving("a", "acme>a", most - 1), reserving("b", "acme>b", 1), reserving("c", "acme>c", 1),
        reserving("c", "other", most)]
      same("as much as can be counted", yield* takeAll(opened, steps), ["taken", "taken", "QuotaExceeded", "taken"])
      same("all of it", yield* groupAt(opened, "acme"), [0, most])
      yield* takeAll(opened, [committing("a"), releasing("b")])
      same("one less", yield* groupAt(opened, "acme"), [most - 1, 0])
      const limit = hard(most, [1, 1000])
      yield* takeAll(opened, [limiting("acme", limit)])
      same("the limit", (yield* opened.storage.ledger.counter("acme", bytes, now)).limit, limit)
      same("another resource", yield* opened.storage.ledger.counter("acme", machines, now),
        emptyCounter("acme", machines))
      holds("the witness counts as exactly",
        (yield* ask(() => opened.witness.counter("acme", "bytes")))?.group.held === most - 1)
    }))
])
