/** What was granted to somebody over resources, beside the powers of their role: read where it is needed. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Contract from "../contract/index.ts"
import { isBelow, isWithin, lineage, type Path } from "../kernel/path.ts"
import type { Actor } from "../kernel/permit.ts"
import { read } from "../kernel/run.ts"
import * as Resource from "../resource/index.ts"
import type { Door } from "./people-door.ts"
import type { SignedIn } from "./sign-in.ts"

/** The client at whose place, or below it, something stands: the nearest with a contract. There may be none. */
export const clientOf = ({ ports: { records } }: Door, place: Path) => {
  const places = lineage(place)
  return Effect.map(records.loadMany(Contract.concept.name, places), (kept) =>
    places.find((one) => read(Contract.concept, Option.fromUndefinedOr(kept.get(one))).state._tag === "Signed"))
}

/** What stands between a client and a place of theirs. */
const below = (client: Path, place: Path): ReadonlyArray<string> =>
  isBelow(place, client) ? place.slice(client.length + 1).split(">") : []

/** The resources on the way to each of these places, the client's own node among them. */
export const leadingTo = Effect.fnUntraced(function*(
  { ports: { records } }: Door, client: Contract.Contract, places: ReadonlyArray<Path>
) {
  if (client._tag === "Unsigned") return []
  const ids = new Set([client.enterpriseId, ...places.flatMap((place) => below(client.enterprise, place))])
  const kept = yield* records.loadMany(Resource.concept.name, [...ids])
  return [...kept.values()].map((one) => read(Resource.concept, Option.some(one)).state)
})

/**
 * Whoever is signed in, with everything that was granted to them over the resources on the way to a place: directly,
 * through their role, or with everyone else.
 *
 * @rule ROL-4
 * @source 002, Permissions granulaires: registers and records inherit from their company
 */
export const withShares = Effect.fnUntraced(function*(door: Door, { actor, user: who }: SignedIn, place: Path) {
  if (who === undefined || !isWithin(place, who.user.enterprise)) return actor
  const { userId, role, enterprise } = who.user
  const { state } = yield* Contract.find(door.ports.records, enterprise)
  if (state._tag !== "Signed") return actor
  const subject = { userId, roles: [role], clientId: state.enterpriseId }
  const granted = Resource.grantsFor(subject, yield* leadingTo(door, state, [place]))
  const whole: Actor = { ...actor, grants: [...actor.grants, ...granted] }
  return whole
})
