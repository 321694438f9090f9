/** The ways into the concept of settings. All that is decided is decided in `decide.ts`. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { codec, type Concept } from "../kernel/concept.ts"
import { descend, lineage, Path, type Segment } from "../kernel/path.ts"
import { Denial, NoSuchAccount } from "../kernel/permit.ts"
import type { Change } from "../kernel/plan.ts"
import type { Records, Unavailable } from "../kernel/records.ts"
import { type Found as Kept, read, type Remember, runner, type Submission } from "../kernel/run.ts"
import type { Owner } from "../policy/index.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import {
  type Blueprint, Command, Event, type Facts, OwnSettingsErased, OwnSettingsSaved, Refusal, Saved, type SettingsView
} from "./model.ts"
import { enterpriseOf, revisionOf, userOf } from "./ownership.ts"
import { permissions } from "./permissions.ts"
import { resolve } from "./rules.ts"

export const concept: Concept<Saved, Command, Event, Refusal, Facts> = {
  name: "setting", initial, decide, evolve, permissions,
  place: ({ owner }) => owner, key: ({ owner }) => owner, aside: () => ({ ledger: [], due: [] }),
  state: codec(Saved), command: codec(Command), event: codec(Event),
  refusal: codec(Schema.Union([Refusal, Denial]))
}

/** Who bears a name now: as an enterprise, and as a user at a place directly below one. */
export interface Bearers {
  readonly enterprise: (place: Path) => Effect.Effect<Owner, Unavailable>
  readonly user: (place: Path) => Effect.Effect<Owner, Unavailable>
}

const load = (records: Records["Service"], place: Path) =>
  Effect.map(records.load({ concept: concept.name, id: place }), (kept) => read(concept, kept))

/** What an enterprise has saved, and the records that say so. */
const enterpriseAt = Effect.fnUntraced(function*(records: Records["Service"], bearers: Bearers, place: Path) {
  const { ownerId, guard } = yield* bearers.enterprise(place)
  const { state, basedOn } = yield* load(records, place)
  const own: Change = { concept: concept.name, id: place, basedOn, events: [] }
  return { ownerId, saved: state, values: enterpriseOf(state, ownerId), guard, guards: [guard, own] }
})

interface Found {
  readonly facts: Pick<Facts, "ownerId" | "enterprise">
  /** What must still be so when it is written. */
  readonly guards: ReadonlyArray<Change>
}

const nobody = { ownerId: undefined, enterprise: enterpriseOf(initial, undefined) }

const finder = (records: Records["Service"], bearers: Bearers) =>
  Effect.fnUntraced(function*({ _tag, owner }: Command) {
    if (_tag !== "SaveOwnSettings") {
      const { ownerId, guard } = yield* bearers.enterprise(owner)
      return { facts: { ...nobody, ownerId }, guards: [guard] } satisfies Found
    }
    const [, place] = lineage(owner)
    if (place === undefined) return { facts: nobody, guards: [] } satisfies Found
    const user = yield* bearers.user(owner)
    const enterprise = yield* enterpriseAt(records, bearers, place)
    const ownerId = enterprise.ownerId === undefined ? undefined : user.ownerId
    const found: Found = {
      facts: { ownerId, enterprise: enterprise.values }, guards: [user.guard, ...enterprise.guards]
    }
    return found
  })

/**
 * Makes the way in for commands on settings. What a user may save depends on their enterprise: whoever is faster
 * there has it decided again.
 */
export const submitter = (records: Records["Service"], blueprint: Blueprint, bearers: Bearers) => {
  const run = runner(concept, records)
  const find = finder(records, bearers)
  return (submission: Submission<Command>, remember: ReadonlyArray<Remember<Saved, Refusal>> = []) =>
    run(submission, () =>
      Effect.map(find(submission.command), ({ facts, guards }) => ({
        facts: { settings: blueprint.settings, ...facts }, along: (events) => events.length === 0 ? [] : guards
      })), remember)
}

/**
 * What becomes of a user's own settings in the plan by which they leave their place: they go along where there is
 * another one, and are erased where there is none.
 *
 * @rule USR-7
 * @source ours: nothing that a user chose outlives them, nor stays where they are no longer
 */
export const leaving = Effect.fnUntraced(function*(
  records: Records["Service"], ownerId: string, from: Path, to?: Path
) {
  const left = yield* load(records, from)
  if (left.state._tag !== "OfUser" || left.state.ownerId !== ownerId) return []
  const gone = changeOf(from, left, OwnSettingsErased.make({ owner: from, ownerId }))
  const { values } = left.state
  if (to === undefined || Object.keys(values).length === 0) return [gone]
  const found = yield* load(records, to)
  return [gone, changeOf(to, found, OwnSettingsSaved.make({ owner: to, ownerId, changes: values }))]
})

const changeOf = (owner: Path, { state, basedOn }: Kept<Saved>, event: Event): Change => ({
  concept: concept.name, id: owner, basedOn, next: concept.state.write(evolve(state, event)),
  events: [concept.event.write(event)]
})

/** Makes the way to every setting as it holds for an enterprise, or for one of its users. */
export const resolver = (records: Records["Service"], blueprint: Blueprint, bearers: Bearers) =>
  Effect.fnUntraced(function*(place: Path, user?: Segment) {
    const enterprise = yield* enterpriseAt(records, bearers, place)
    if (enterprise.ownerId === undefined) return yield* Effect.fail(NoSuchAccount.make({ path: place }))
    const view = (saved: Saved, settings: SettingsView["settings"]): SettingsView =>
      ({ revision: revisionOf(saved), settings })
    if (user === undefined) return view(enterprise.saved, resolve(blueprint, enterprise.values))
    const own = descend(place, Path.make(user))
    const { ownerId } = yield* bearers.user(own)
    if (ownerId === undefined) return yield* Effect.fail(NoSuchAccount.make({ path: own }))
    const { state } = yield* load(records, own)
    return view(state, resolve(blueprint, enterprise.values, userOf(state, ownerId)))
  })
