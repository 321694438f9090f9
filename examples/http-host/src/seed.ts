/** The first start of a portal: its root account, whose password is kept beside the file, and tokens for two roles. */
import { Account, type Portals, Path, Segment } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { keptIn } from "./key-file.ts"
import { isPeopled, signFirst } from "./seed-workspace.ts"

type Portal = Portals.Portal["Service"]

export const rootName = "integrator"

/** What was made, to be told once. */
export interface Seeded {
  readonly isFirstStart: boolean
  /** By role. They are kept nowhere in this form. */
  readonly tokens: Readonly<Record<string, string>>
}

const passwordBytes = 18

const tokenOf = (portal: Portal, role: "operator" | "support") => {
  const { actor, owner } = portal.roleDesk(role)
  // Support may make no token: the operator makes its one, as for any other role.
  const maker = role === "operator" ? actor : portal.roleDesk("operator").actor
  return Effect.map(portal.issueToken(maker, { owner, label: `${role} of this host` }), ({ token }) =>
    token === undefined ? "" : Redacted.value(token))
}

const tokens = (portal: Portal) =>
  Effect.all({ operator: tokenOf(portal, "operator"), support: tokenOf(portal, "support") })

const isKnown = (portal: Portal) =>
  Effect.map(
    Effect.result(portal.account(portal.roleDesk("operator").actor, Path.make(rootName))),
    (found) => Result.isSuccess(found) || found.failure._tag !== "NoSuchAccount")

/** Opens the first account of a portal of accounts, with the password that is kept beside the file. */
const openRoot = Effect.fnUntraced(function*(portal: Portal, passwordFile: string) {
  const password = Redacted.make(yield* Effect.promise(() => keptIn(passwordFile, passwordBytes)))
  const command = Account.OpenRootAccount.make({ name: Segment.make(rootName), password })
  const { actor } = portal.roleDesk("operator")
  yield* Effect.catchIf(
    portal.submit({ actor, command, reason: "first start" }),
    (failure) => failure._tag === "NameTaken",
    () => Effect.void)
})

/**
 * Makes what is missing. The root account, or the enterprise, comes last: a start that breaks off before is the first
 * one again. Another process may be first as well; then it is the one that either of them made.
 */
export const seed = (
  portal: Portal, { passwordFile, makesTokens, hasUsers }: {
    readonly passwordFile: string; readonly makesTokens: boolean; readonly hasUsers: boolean
  }
) =>
  Effect.gen(function*() {
    const isFirstStart = !(yield* hasUsers ? isPeopled(portal) : isKnown(portal))
    const made = isFirstStart || makesTokens ? yield* tokens(portal) : {}
    if (isFirstStart) yield* hasUsers ? signFirst(portal) : openRoot(portal, passwordFile)
    const seeded: Seeded = { isFirstStart, tokens: made }
    return seeded
  })
