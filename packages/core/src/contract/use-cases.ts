/** The ways into the contract concept. All that is decided is decided in `decide.ts`. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { codec, type Concept } from "../kernel/concept.ts"
import { Resource } from "../kernel/ledger-moves.ts"
import { ownOf } from "../kernel/own.ts"
import type { Path } from "../kernel/path.ts"
import { Denial } from "../kernel/permit.ts"
import type { Aside, Change } from "../kernel/plan.ts"
import type { Records } from "../kernel/records.ts"
import { type Found, read, type Remember, runner, type Submission } from "../kernel/run.ts"
import type { Secrets } from "../kernel/secrets.ts"
import type { Blueprint as QuotaBlueprint } from "../quota/model.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { Command, Contract, Event, type Facts, Refusal, type RosterEvent } from "./model.ts"
import { permissions } from "./permissions.ts"

const bytes = Resource.make("bytes")

/** What all of an enterprise may store is the limit of its place, which binds everybody below it. */
const asideOf = (
  events: ReadonlyArray<Event>, next: Contract, { quota: { thresholds }, limits }: QuotaBlueprint
): Aside => ({
  due: [],
  ledger: next._tag === "Unsigned" ? [] : events.flatMap((event): Aside["ledger"] =>
    event._tag === "ContractSigned" || event._tag === "TermsChanged"
      ? [{
        _tag: "SetLimit", node: next.enterprise, resource: bytes,
        limit: { amount: event.terms.storageBytesMax, mode: ownOf(limits.mode, bytes) ?? "hard", thresholds }
      }]
      : [])
})

type AllFacts = Facts & QuotaBlueprint

export const concept: Concept<Contract, Command, Event, Refusal, AllFacts> = {
  name: "contract", initial, decide, evolve, permissions,
  place: ({ enterprise }) => enterprise, key: ({ enterprise }) => enterprise,
  aside: asideOf,
  state: codec(Contract), command: codec(Command), event: codec(Event),
  refusal: codec(Schema.Union([Refusal, Denial]))
}

/** The contract of an enterprise as it is now, and the version that a decision about it is based on. */
export const find = (records: Records["Service"], enterprise: Path) =>
  Effect.map(records.load({ concept: concept.name, id: enterprise }), (kept) => read(concept, kept))

/** What becomes of a contract's roster in somebody else's plan; with no events, only its version is checked. */
export const rosterChange = (
  enterprise: Path, { state, basedOn }: Found<Contract>, events: ReadonlyArray<RosterEvent>
): Change => {
  const key = { concept: concept.name, id: enterprise, basedOn }
  if (events.length === 0) return { ...key, events: [] }
  const next = events.reduce<Contract>(evolve, state)
  return { ...key, next: concept.state.write(next), events: events.map(concept.event.write) }
}

/** Makes the way in for commands on contracts. */
export const submitter = (
  ports: { readonly records: Records["Service"]; readonly secrets: Secrets["Service"] }, blueprint: QuotaBlueprint
) => {
  const run = runner(concept, ports.records)
  return (submission: Submission<Command>, remember: ReadonlyArray<Remember<Contract, Refusal>> = []) =>
    Effect.flatMap(ports.secrets.newId("ent"), (newId) =>
      run(submission, (now) =>
        Effect.succeed({
          facts: { now, newId, quota: blueprint.quota, limits: blueprint.limits }, along: () => []
        }), remember))
}
