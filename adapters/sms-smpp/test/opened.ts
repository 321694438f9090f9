/** The adapter, opened outside of Effect for a test. */
import type { Notice } from "@intendant/core"
import * as Sms from "@intendant/sms-smpp"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { account } from "./server.ts"

export const auth = { user: account.user, password: Redacted.make(account.password) }

/** A texter of this machine. */
export const openTexter = async (
  more: Partial<Sms.SmppOptions> & { readonly port: number }
): Promise<{ readonly texter: Notice.Texter["Service"]; readonly close: () => Promise<void> }> => {
  const scope = Scope.makeUnsafe()
  const texter = await Effect.runPromise(Scope.provide(
    Sms.make({ host: "127.0.0.1", security: "none", auth, from: "Intendant", ...more }), scope))
  return { texter, close: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}
