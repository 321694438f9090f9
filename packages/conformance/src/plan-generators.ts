/** Generators of acts and plans, for property tests of storages and of what is built on them. */
import type { Act, Change, Key, Plan } from "@intendant/core"
import * as fc from "fast-check"
import { paths, segments } from "./accounts.ts"
import { answerTo, at, planOf } from "./plans.ts"

/** JSON of any shape, as it is after it was written and read once. U+0000 is in no text. */
export const jsonValues: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 3 })
  .map((value): unknown => JSON.parse(JSON.stringify(value).replaceAll("\\u0000", "")))

/** Who ordered what, when, why, and by which grants. */
export const acts: fc.Arbitrary<Act> = fc.record({
  by: segments, at: fc.nat(1_000_000).map(at), reason: segments, command: jsonValues,
  grants: fc.array(fc.record({
    permission: fc.constantFrom("account.open" as const, "account.see" as const), reach: fc.constant("below" as const),
    place: paths
  }), { maxLength: 2 })
})

const changes = (key: Key): fc.Arbitrary<Change> => fc.oneof(
  fc.record({ basedOn: fc.nat(2), next: jsonValues, events: fc.array(jsonValues, { maxLength: 3 }) })
    .map((change) => ({ ...key, ...change })),
  fc.record({ basedOn: fc.nat(2), events: fc.constant([]) }).map((change) => ({ ...key, ...change }))
)

/** Plans about some of these records: some fit, some are based on other versions, some were answered before. */
export const plansAbout = (keys: ReadonlyArray<Key>): fc.Arbitrary<Plan> =>
  fc.record({
    act: acts, about: fc.subarray([...keys]), answered: fc.option(fc.constantFrom("k1", "k2"), { freq: 2 })
  }).chain(({ act, about, answered }) =>
    fc.tuple(...about.map(changes)).map((all) => planOf(all, {
      act, once: answered === null ? [] : [answerTo(answered, { answer: act.reason, expiresAt: at(500_000) })]
    })))
