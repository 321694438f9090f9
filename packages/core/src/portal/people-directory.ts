/** The directory: whom of their colleagues people find, and at which address, as far as both sides want it. */
import * as Effect from "effect/Effect"
import * as Contract from "../contract/index.ts"
import type { MailAddress } from "../kernel/mail.ts"
import type { PageRequest } from "../kernel/page.ts"
import { permit } from "../kernel/permit.ts"
import * as Setting from "../setting/index.ts"
import * as User from "../user/index.ts"
import { notHolding } from "./usage.ts"
import type { Door } from "./people-door.ts"
import { usersSettings } from "./people-settings.ts"
import type { SignedIn } from "./sign-in.ts"

/** A colleague as everybody of the enterprise may find them. */
export interface Colleague {
  readonly userId: User.UserId
  readonly lastName: string
  readonly firstName: string
  /** None where it is hidden. */
  readonly mail: MailAddress | null
}

/** Where the directory is hidden, people find nobody in it but those whom they know already. */
export interface Directory {
  readonly isHidden: boolean
  readonly items: ReadonlyArray<Colleague>
  readonly next?: string
}

const colleagueOf = ({ userId, lastName, firstName, mail }: User.Known, isShown: boolean): Colleague =>
  ({ userId, lastName, firstName, mail: isShown ? mail : null })

/**
 * The people of one's own enterprise who can be written to, by name. The enterprise may hide all of them; an address is
 * hidden where its holder, or the enterprise for everybody, does not show it.
 *
 * @rule USR-12, POL-7
 * @source 001, Options globales: Masquer l'annuaire; Afficher les adresses mail aux autres utilisateurs
 */
export const directory = (door: Door) => Effect.fnUntraced(function*(
  { actor, user: who }: SignedIn, page: PageRequest
) {
  if (who === undefined) return yield* Effect.fail(notHolding(actor, "directory.see"))
  const { ports: { records, userLists }, blueprint, settingsOf } = door
  const { enterprise, userId } = who.user
  yield* Effect.fromResult(permit(actor, "directory.see", User.placeOf(enterprise, userId)))
  const { state: contract } = yield* Contract.find(records, enterprise)
  const { resolved } = yield* settingsOf(contract)
  const hidden: Directory = { isHidden: true, items: [] }
  if (contract._tag === "Unsigned" || Setting.valueOf(resolved, "directory.hidden") === true) return hidden
  const { items, ...rest } = yield* userLists.list({
    enterprise, statuses: ["Active", "Locked"], sort: "lastName", descending: false
  })(page)
  const settingsFor = yield* usersSettings(records, blueprint, contract, items)
  const isShown = (one: User.Known) => Setting.valueOf(settingsFor(one), "mail.shown") === true
  const shown: Directory = { isHidden: false, items: items.map((one) => colleagueOf(one, isShown(one))), ...rest }
  return shown
})
