/** The promises of `Records` about one caller at a time: what is written, what is told of it, and in which order. */
import { byCodePoint } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import {
  act, answerTo, at, checking, lineOf, longName, lookalikes, mail, nas, planOf, policy, times, writing
} from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { ask, atOnce, holds, outcome, same } from "./same.ts"

/** JSON of every kind, with numbers and texts that are easily lost. */
const opaque = {
  text: "é e\u0301 \u{1f600} \ufffd \\ \" ' \n", empty: "", zero: 0, less: -1.5, most: Number.MAX_SAFE_INTEGER,
  small: 1e-9, yes: true, none: null, list: [1, [2, []], {}], deep: { _tag: "x", a: { b: { c: [null] } } }, "": 1,
  "a b>c": "\u2028"
}

export const recordsSuite = suite([
  promise("R-1 what was never written is none", ({ storage: { records }, witness }) =>
    Effect.gen(function*() {
      same("the record", yield* records.load(nas), Option.none())
      same("its lines", yield* records.history(nas), [])
      same("the journal", yield* records.journal({ limit: 10 }), { items: [] })
      same("the keys", yield* records.keys("policy", { limit: 10 }), { items: [] })
      same("an answer", yield* records.answer("ada", "k", at(0)), Option.none())
      same("the journal that is kept", yield* ask(witness.lines), [])
    })),

  promise("R-2 what was written is read back, whatever JSON it is, one version later",
    ({ storage: { records }, witness }) =>
    Effect.gen(function*() {
      yield* records.commit(planOf([writing(nas, 0, opaque)]))
      same("the record", yield* records.load(nas), Option.some({ state: opaque, version: 1 }))
      same("the record that is kept", yield* ask(() => witness.record(nas)), { state: opaque, version: 1 })
      yield* records.commit(planOf([writing(nas, 1, [opaque])]))
      same("the record, changed", yield* records.load(nas), Option.some({ state: [opaque], version: 2 }))
      same("the changed record that is kept", yield* ask(() => witness.record(nas)), { state: [opaque], version: 2 })
    })),

  promise("R-3 each event is a line that says who, when, why, by what order and by which grants",
    ({ storage: { records }, witness }) =>
      Effect.gen(function*() {
        const events = [{ _tag: "Opened", opaque }, { _tag: "Named" }]
        yield* records.commit(planOf([{ ...writing(nas), events }]))
        const later = { ...act, by: "bob", at: at(1), reason: "", command: opaque, grants: [] }
        yield* records.commit(planOf([writing(nas, 1)], { act: later }))
        const lines = [...events.map((happened) => ({ ...act, happened })), lineOf(2, later)]
        same("the lines, oldest first", yield* records.history(nas), lines)
        same("the lines that are kept", yield* ask(witness.lines), lines.map((line) => ({ ...line, ...nas })))
        same("the lines of another record", yield* records.history(mail), [])
      })),

  promise("R-4 a change without a next state only checks the version", ({ storage: { records }, witness }) =>
    Effect.gen(function*() {
      yield* records.commit(planOf([checking(nas, 0), writing(mail)]))
      same("what was only checked", yield* records.load(nas), Option.none())
      yield* records.commit(planOf([checking(mail, 1)]))
      same("the version", yield* ask(() => witness.record(mail)), { state: writing(mail).next, version: 1 })
      same("a late check", yield* outcome(records.commit(planOf([checking(mail, 0), writing(nas)]))), "Conflict")
      same("a check of what is not there", yield* outcome(records.commit(planOf([checking(nas, 1)]))), "Conflict")
    })),

  promise("R-5 a record with secrets is written without a line", ({ storage: { records }, witness }) =>
    Effect.gen(function*() {
      const credential = { concept: "credential", id: "acc_1" }
      yield* records.commit(planOf([{ ...writing(credential), events: [] }]))
      yield* records.commit(planOf([{ ...writing(credential, 1, { hash: "h" }), events: [] }]))
      same("the record", yield* records.load(credential), Option.some({ state: { hash: "h" }, version: 2 }))
      same("the lines that are kept", yield* ask(witness.lines), [])
    })),

  promise("R-6 a refusal leaves a line in its place among the others, and no record",
    ({ storage: { records }, witness }) =>
    Effect.gen(function*() {
      const refused = { _tag: "NoSuchAccount", rule: "ACC-1", path: "acme>nas" }
      yield* records.note(act, nas, refused, [])
      same("the record", yield* ask(() => witness.record(nas)), undefined)
      yield* records.commit(planOf([writing(nas)]))
      yield* records.note(act, nas, { ...refused, _tag: "NameTaken" }, [])
      const lines = [{ ...act, refused }, lineOf(1), { ...act, refused: { ...refused, _tag: "NameTaken" } }]
      same("the lines", yield* records.history(nas), lines)
      same("the lines that are kept", yield* ask(witness.lines), lines.map((line) => ({ ...line, ...nas })))
      same("the record", yield* ask(() => witness.record(nas)), { state: writing(nas).next, version: 1 })
    })),

  promise("R-7 names apart by a case, an accent, a blank or a composition are names apart",
    ({ storage: { records }, witness }) =>
      Effect.gen(function*() {
        const names = [...lookalikes, longName]
        yield* atOnce(names.map((name) => records.commit(planOf([writing(policy(name))], { once: [answerTo(name)] }))))
        for (const name of names) {
          const kept = { state: writing(policy(name)).next, version: 1 }
          same(`the record ${name}`, yield* records.load(policy(name)), Option.some(kept))
          same(`the record ${name} that is kept`, yield* ask(() => witness.record(policy(name))), kept)
          same(`the lines of ${name}`, yield* records.history(policy(name)), [lineOf(1)])
          same(`the answer ${name}`, yield* records.answer(answerTo(name).scope, name, at(0)),
            Option.some(answerTo(name)))
        }
      })),

  promise("R-8 each concept keeps its own records, and one that was never declared keeps none",
    ({ storage: { records }, witness }) =>
      Effect.gen(function*() {
        for (const concept of ["policy", "token", "credential"]) {
          yield* records.commit(planOf([writing({ concept, id: "one" }, 0, { of: concept })]))
        }
        for (const concept of ["policy", "token", "credential"]) {
          const kept = { state: { of: concept }, version: 1 }
          same(`the ${concept}`, yield* records.load({ concept, id: "one" }), Option.some(kept))
          same(`the ${concept} that is kept`, yield* ask(() => witness.record({ concept, id: "one" })), kept)
          same(`the lines of the ${concept}`, (yield* records.history({ concept, id: "one" })).length, 1)
        }
        const stranger = { concept: "stranger", id: "one" }
        same("a stranger read", yield* outcome(records.load(stranger)), "Unavailable")
        same("a stranger written", yield* outcome(records.commit(planOf([writing(mail), writing(stranger)]))),
          "Unavailable")
        same("a stranger listed", yield* outcome(records.keys("stranger", { limit: 1 })), "Unavailable")
        same("what was written with it", yield* ask(() => witness.record(mail)), undefined)
      })),

  promise("R-9 the keys of a concept, page by page, in the order of code points", ({ storage: { records } }) =>
    Effect.gen(function*() {
      const sorted = [...lookalikes].sort(byCodePoint)
      yield* atOnce(lookalikes.map((name) => records.commit(planOf([writing(policy(name))]))))
      yield* records.commit(planOf([writing({ concept: "token", id: "b" })]))
      same("all keys", yield* records.keys("policy", { limit: sorted.length }), { items: sorted })
      for (const [index, after] of sorted.entries()) {
        const items = sorted.slice(index + 1, index + 4)
        const next = index + 4 < sorted.length ? { next: items[2] } : {}
        same(`three keys after ${after}`, yield* records.keys("policy", { after, limit: 3 }), { items, ...next })
      }
      same("the keys after one that is gone", (yield* records.keys("policy", { after: "ac", limit: 1 })).items,
        ["acme> nas"])
    })),

  promise("R-10 the journal is every line of every record, page by page, in the order of the commits",
    ({ storage: { records } }) =>
      Effect.gen(function*() {
        yield* records.commit(planOf([writing(nas), { ...writing(mail), events: [{ n: 1 }, { n: 2 }] }]))
        yield* records.note(act, nas, { _tag: "No" }, [])
        yield* records.commit(planOf([writing(nas, 1)]))
        const expected = [
          { ...lineOf(1), ...nas }, { ...act, happened: { n: 1 }, ...mail }, { ...act, happened: { n: 2 }, ...mail },
          { ...act, refused: { _tag: "No" }, ...nas }, { ...lineOf(2), ...nas }
        ]
        const seen: Array<unknown> = []
        let after: string | undefined
        for (let attempts = 0; seen.length < expected.length && attempts < 3_000; attempts++) {
          const page = yield* records.journal({ ...(after === undefined ? {} : { after }), limit: 2 })
          holds("a page holds no more than asked for", page.items.length <= 2)
          if (page.next !== undefined) same("where the next page begins", page.next, page.items.at(-1)?.cursor)
          for (const { cursor, ...line } of page.items) {
            seen.push(line)
            after = cursor
          }
        }
        same("the journal", seen, expected)
        same("what is behind its end", yield* records.journal({ ...(after === undefined ? {} : { after }), limit: 2 }),
          { items: [] })
      })),

  promise("R-29 what is kept is nobody's: whoever changes what they gave, or got, changes nothing",
    ({ storage: { records }, witness }) =>
      Effect.gen(function*() {
        const [state, answer] = [{ list: [1] }, { list: [1] }]
        yield* records.commit(planOf([writing(nas, 0, state)], { once: [answerTo("k", { answer })] }))
        state.list.push(2)
        answer.list.push(2)
        const kept = { state: { list: [1] }, version: 1 }
        const got = yield* records.load(nas)
        same("after the giver changed it", got, Option.some(kept))
        // The promise itself tells what it is: the list that was written above.
        Option.map(got, (record) => (record.state as typeof state).list.push(3))
        same("after the taker changed it", yield* records.load(nas), Option.some(kept))
        same("the record that is kept", yield* ask(() => witness.record(nas)), kept)
        const given = yield* records.answer("ada/accounts", "k", at(0))
        same("the answer", given, Option.some(answerTo("k", { answer: { list: [1] } })))
      })),

  promise("R-30 many records are answered together: each as it is, whatever its name, and none that is not there",
    ({ storage: { records } }) =>
      Effect.gen(function*() {
        const names = [...lookalikes, longName, "{a,\"b\\"]
        yield* atOnce(names.map((name) => records.commit(planOf([writing(policy(name), 0, { name, opaque })]))))
        yield* records.commit(planOf([writing(nas, 1, null), writing({ concept: "token", id: "gone" })]))
        const kept = (name: string) =>
          name === nas.id ? { state: null, version: 2 } : { state: { name, opaque }, version: 1 }
        const found = yield* records.loadMany("policy", [...names, "gone", names[0] ?? ""])
        same("how many are found", found.size, names.length)
        for (const name of names) same(`the record ${name}`, found.get(name), kept(name))
        same("nobody asked for", (yield* records.loadMany("policy", [])).size, 0)
        same("one that is not there", (yield* records.loadMany("policy", ["gone"])).size, 0)
        same("of a stranger", yield* outcome(records.loadMany("stranger", ["one", "two"])), "Unavailable")
      })),

  promise("R-32 what is asked for is told whole: thousands of records, of keys, and of lines",
    ({ storage: { records } }) =>
      Effect.gen(function*() {
        const names = times(3_000, (index) => `p${String(index).padStart(4, "0")}`)
        const events = times(3_000, (n) => ({ n }))
        yield* records.commit(planOf([...names.map((name) => writing(policy(name))), { ...writing(nas), events }]))
        same("the records", (yield* records.loadMany("policy", names)).size, names.length)
        same("the keys", yield* records.keys("policy", { after: nas.id, limit: 5_000 }), { items: names })
        same("the lines", yield* records.history(nas), events.map((happened) => ({ ...act, happened })))
      }))
])
