/** What a role may do in this portal, once the parameters that give and take powers are read. */
import { ownOf } from "../kernel/own.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, grantOf, type Permission } from "../kernel/permit.ts"
import type { Power, Role } from "../role/model.ts"
import type { Blueprint } from "./model.ts"

const recall: Permission = "account.recall"

/**
 * The powers of a role. Once whoever asked may no longer undo a deletion, only those may recall it whom the portal
 * names; the operator always may, unless nobody does.
 *
 * @rule ACC-14
 * @source 003, Disable or Delete Accounts; 004, Deleting a backup account
 */
export const powersOf = ({ powers, deletion: { undo } }: Blueprint, role: Role): ReadonlyArray<Power> => {
  const recalls = role === "operator" || (undo.then === "admin" ? role === "account" : role === undo.then)
  const held = ownOf(powers, role) ?? []
  return recalls ? held : held.filter(({ permission }) => permission !== recall)
}

/**
 * The first power of a role that an actor does not hold everywhere, if any: nobody gives what they do not have.
 *
 * @rule ROL-6
 * @source ours: nobody grants what they do not hold
 */
export const missingPower = (actor: Actor, powers: ReadonlyArray<Power>, place: Path | undefined) =>
  powers.find(({ permission }) => grantOf(actor, permission, place) === undefined)?.permission
