/** The first start of a portal: its root account, whose password is kept beside the file, and tokens for two roles. */
import { Account, type Portals, Path, Segment } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { randomBytes } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"

type Portal = Portals.Portal["Service"]

export const rootName = "integrator"

/** What was made, to be told once. */
export interface Seeded {
  readonly isFirstStart: boolean
  /** By role. They are kept nowhere in this form. */
  readonly tokens: Readonly<Record<string, string>>
}

const passwordBytes = 18

/** The password in this file. Where there is none, it is made for its owner's eyes alone: only one process does. */
const passwordIn = async (file: string): Promise<string> => {
  const made = randomBytes(passwordBytes).toString("base64url")
  await writeFile(file, `${made}\n`, { mode: 0o600, flag: "wx" }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EEXIST") throw cause
  })
  return (await readFile(file, "utf8")).trim()
}

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

/**
 * Makes what is missing. The root account comes last: a start that breaks off before is the first one again. Another
 * process may be first as well; then the account is the one that either of them opened, with the one password.
 */
export const seed = (portal: Portal, passwordFile: string, makesTokens: boolean) =>
  Effect.gen(function*() {
    const isFirstStart = !(yield* isKnown(portal))
    const made = isFirstStart || makesTokens ? yield* tokens(portal) : {}
    if (isFirstStart) {
      const password = Redacted.make(yield* Effect.promise(() => passwordIn(passwordFile)))
      const command = Account.OpenRootAccount.make({ name: Segment.make(rootName), password })
      const { actor } = portal.roleDesk("operator")
      yield* Effect.catchIf(
        portal.submit({ actor, command, reason: "first start" }),
        (failure) => failure._tag === "NameTaken",
        () => Effect.void)
    }
    const seeded: Seeded = { isFirstStart, tokens: made }
    return seeded
  })
