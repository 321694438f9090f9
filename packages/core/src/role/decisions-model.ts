/** The words of compiled decisions: what is compiled, and how each answer explains itself. */
import * as Schema from "effect/Schema"
import { Path } from "../kernel/path.ts"
import { type Actor, type Denial, type Grant, Permission } from "../kernel/permit.ts"
import { refusal } from "../kernel/refusal.ts"

/** What a status takes away: these powers, over the place that has the status and over everything below it. */
export interface Bar {
  readonly place: Path
  readonly permissions: ReadonlyArray<Permission>
}

/** Everything that decisions are compiled from. Compiled decisions know nothing of what changes afterwards. */
export interface World {
  /** The places that lists show. Others may be asked about too, and are decided by the same grants. */
  readonly places: ReadonlyArray<Path>
  /** Each id once. */
  readonly actors: ReadonlyArray<Actor>
  readonly barred?: ReadonlyArray<Bar>
}

/** Yes: by this grant, which comes from this place; one over the whole installation comes from none. */
export interface Allowed {
  readonly _tag: "Allowed"
  readonly grant: Grant
  readonly through: Path | undefined
}

/**
 * The actor holds the power there, and the status of a place above, or of the place itself, takes it away. The nearest
 * such place is named. Who does not hold the power is told that, and nothing of any status.
 *
 * @rule ROL-7
 * @source ours: a no that is not for want of a power names what stands in its way
 */
export const Barred = refusal("Barred", "ROL-7", {
  actor: Schema.String, permission: Permission, path: Path, by: Path
})
export type Barred = typeof Barred.Type

/** The answer to one question. Every no is the one that `permit` gives, or names the bar. */
export type Decision = Allowed | Denial | Barred

/** Someone who holds a power, and why. */
export interface Holding {
  readonly actorId: string
  readonly allowed: Allowed
}

/** A place over which a power is held, and why. */
export interface Held {
  readonly place: Path
  readonly allowed: Allowed
}
