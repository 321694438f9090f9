/** The front door: everything that can be asked of a portal, built from its blueprint and its ports. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Account from "../account/index.ts"
import * as Credential from "../credential/index.ts"
import type { Locale } from "../kernel/locale.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, type Permission, permit } from "../kernel/permit.ts"
import { orders, screens } from "./accounts.ts"
import type { Blueprint } from "./model.ts"
import type { Ports } from "./ports.ts"
import { sealedKeyData } from "./sealed-key.ts"
import { signIn } from "./sign-in.ts"
import { tokens } from "./tokens.ts"
import { readings, room } from "./usage.ts"
import { worker } from "./worker.ts"

/** Builds a portal. Every way in asks for an actor's permission itself; none trusts that another did. */
export const makePortal = (ports: Ports, blueprint: Blueprint) => {
  const credentials = Credential.credentials(ports, blueprint)
  const given = orders(ports, blueprint, credentials)
  const sealed = sealedKeyData(ports.records, credentials)
  const destroy = (accountId: Account.AccountId) =>
    Effect.andThen(ports.accountData?.destroy(accountId) ?? Effect.void, sealed.destroy(accountId))
  return {
    ...given,
    ...screens(ports, blueprint),
    ...signIn(ports, blueprint, credentials),
    ...tokens(ports, blueprint),
    ...room(ports, blueprint),
    ...readings(ports),

    /** Whether an actor may do something somewhere, by which grant, or what is missing. */
    explain: (actor: Actor, permission: Permission, path: Path) => Result.match(permit(actor, permission, path), {
      onSuccess: (grant) => ({ allowed: true as const, grant }),
      onFailure: (refusal) => ({ allowed: false as const, refusal })
    }),

    /** Advice on a password. It never blocks anything, and the password goes no further. */
    advise: Effect.fnUntraced(function*(password: Redacted.Redacted<string>, locale: Locale) {
      const shown = Object.entries(blueprint.password.policy.shown)
      const text = Redacted.value(password)
      const compatible = Object.fromEntries(shown.map(([name, rule]) => [name, Credential.isCompatible(text, rule)]))
      const strength = yield* ports.strength?.assess(password, locale) ?? Effect.succeed({ score: 0, suggestions: [] })
      const advice: Credential.PasswordAdvice = { ...strength, compatible }
      return advice
    }),

    /** Carries out everything that has fallen due. */
    work: worker(ports, blueprint, given.submit, { destroy, release: credentials.release }),

    /** Whether the storage answers. */
    ready: ports.records.ready
  }
}

/** A portal as a service, for those who know Effect. */
export class Portal extends Context.Service<Portal, ReturnType<typeof makePortal>>()("@intendant/core/Portal") {
  static readonly layer = <Failure, Needs>(
    ports: Effect.Effect<Ports, Failure, Needs>, blueprint: Blueprint
  ) => Layer.effect(Portal, Effect.map(ports, (opened) => makePortal(opened, blueprint)))
}
