/** The first start of a portal of people: one enterprise with a contract, and an admin who is invited by mail. */
import { MailAddress, MailDomain, Path, type Portals } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

type Portal = Portals.Portal["Service"]

/** The enterprise that is there from the start, and its first admin. */
export const enterprise = Path.make("acme")
export const firstAdmin = "ada@acme.example"

const mail = Schema.decodeSync(MailAddress)
const contact = { name: "Support", mail: mail("support@portal.example") }

/** Whether somebody was invited already: a start that broke off after the contract was signed is gone on with. */
export const isPeopled = (portal: Portal) => {
  const { actor } = portal.roleDesk("operator")
  return Effect.gen(function*() {
    const found = yield* Effect.result(portal.contract(actor, enterprise))
    if (Result.isFailure(found)) return found.failure._tag !== "NoContract"
    return Object.values(yield* portal.usersByStatus(actor, enterprise)).some((count) => count > 0)
  })
}

/** Signs the contract, and invites the admin. Another process may have been faster: then that is who is there. */
export const signFirst = Effect.fnUntraced(function*(portal: Portal) {
  const { actor } = portal.roleDesk("operator")
  const terms = {
    domains: [Schema.decodeSync(MailDomain)("acme.example")], usersMax: 2_000, storageBytesMax: 1_000_000_000_000,
    accountManager: { ...contact, name: "Account manager" }, support: contact
  }
  const signed = portal.submitContract({
    actor, reason: "first start", command: { _tag: "SignContract", enterprise, terms }
  })
  yield* Effect.catchIf(signed, (failure) => failure._tag === "AlreadySigned", () => Effect.void)
  const invited = portal.createUser(actor, {
    enterprise, lastName: "Lovelace", firstName: "Ada", mail: mail(firstAdmin), language: "en", role: "admin"
  }, "first start")
  yield* Effect.catchIf(invited, (failure) => failure._tag === "MailTaken", () => Effect.void)
})
