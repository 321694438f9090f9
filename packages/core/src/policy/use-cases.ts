/** The ways into the policy concept. All that is decided is decided in `decide.ts`. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { codec, type Concept } from "../kernel/concept.ts"
import { NoSuchAccount, NotPermitted } from "../kernel/permit.ts"
import type { Records } from "../kernel/records.ts"
import { type Remember, runner, type Submission } from "../kernel/run.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { type Blueprint, Command, Event, type Facts, Policy, type PolicyRef, Refusal } from "./model.ts"
import { permissions } from "./permissions.ts"

/** The key of a policy's record: names hold no `>`, so that no two policies share one. */
export const keyOf = ({ owner, name }: PolicyRef): string => `${owner}>>${name}`

export const concept: Concept<Policy, Command, Event, Refusal, Facts> = {
  name: "policy", initial, decide, evolve, permissions,
  place: ({ owner }) => owner, key: keyOf, aside: () => ({ ledger: [], due: [] }),
  state: codec(Policy), command: codec(Command), event: codec(Event),
  refusal: codec(Schema.Union([Refusal, NotPermitted, NoSuchAccount]))
}

/** Makes the way in for commands on policies. */
export const submitter = (records: Records["Service"], blueprint: Blueprint) => {
  const run = runner(concept, records)
  return (submission: Submission<Command>, remember: ReadonlyArray<Remember<Policy, Refusal>> = []) =>
    run(submission, () => Effect.succeed({ facts: blueprint, along: () => [] }), remember)
}
