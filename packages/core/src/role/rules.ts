/** From a role to what an actor of that role may do, and where. */
import type { Grant, Withheld } from "../kernel/permit.ts"
import type { Path } from "../kernel/path.ts"
import type { Power } from "./model.ts"

/**
 * The grants that a role's powers give from a place; a power that needs a place gives nothing without one. With
 * `administers` false only the powers over itself alone are left.
 *
 * @rule ACC-4
 * @source 004, Backup account creation: accounts descend from the one in use
 */
export const grantsOf = (
  powers: ReadonlyArray<Power>, place: Path | undefined, administers = true
): ReadonlyArray<Grant> =>
  powers.flatMap((power) => administers || power.reach === "itself" ? grantOf(power, place, place) : [])

/**
 * The grants of a member of an enterprise: over themselves at their own place, over others from the enterprise's; each
 * with what its holder must have proved.
 *
 * @rule ROL-1
 * @source 001, Profils des utilisateurs
 */
export const membersGrants = (
  powers: ReadonlyArray<Power>, enterprise: Path, own: Path
): ReadonlyArray<Withheld> =>
  powers.flatMap((power) =>
    grantOf(power, enterprise, own).map((grant) =>
      ({ grant, proof: { level: power.level ?? 1, fresh: power.fresh ?? false } })))

const grantOf = (
  { permission, reach }: Power, place: Path | undefined, own: Path | undefined
): ReadonlyArray<Grant> => {
  if (reach === "everywhere") return [{ permission, reach }]
  const from = reach === "itself" ? own : place
  return from === undefined ? [] : [{ permission, reach, place: from }]
}
