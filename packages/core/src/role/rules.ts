/** From a role to what an actor of that role may do, and where. */
import type { Grant } from "../kernel/permit.ts"
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
  powers.flatMap(({ permission, reach }): ReadonlyArray<Grant> => {
    if (!administers && reach !== "itself") return []
    if (reach === "everywhere") return [{ permission, reach }]
    return place === undefined ? [] : [{ permission, reach, place }]
  })
