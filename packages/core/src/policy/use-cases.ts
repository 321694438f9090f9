/** The ways into the policy concept. All that is decided is decided in `decide.ts`. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { codec, type Concept } from "../kernel/concept.ts"
import { Denial } from "../kernel/permit.ts"
import type { Path } from "../kernel/path.ts"
import type { Change } from "../kernel/plan.ts"
import type { Records, Unavailable } from "../kernel/records.ts"
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
  refusal: codec(Schema.Union([Refusal, Denial]))
}

/** Who bears a name now, and the version of the record that says so. */
export interface Owner {
  readonly ownerId: string | undefined
  readonly guard: Change
}

/** Makes the way in for commands on policies; `ownerOf` tells who bears the owner's name. */
export const submitter = (
  records: Records["Service"], blueprint: Blueprint, ownerOf: (owner: Path) => Effect.Effect<Owner, Unavailable>
) => {
  const run = runner(concept, records)
  return (submission: Submission<Command>, remember: ReadonlyArray<Remember<Policy, Refusal>> = []) =>
    run(submission, () =>
      Effect.map(ownerOf(submission.command.owner), ({ ownerId, guard }) =>
        ({ facts: { ...blueprint, ownerId }, along: () => [guard] })), remember)
}
