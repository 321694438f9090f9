/** The front door: everything that can be asked of a portal, built from its blueprint and its ports. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import type { Locale } from "../kernel/locale.ts"
import { access } from "./access.ts"
import { orders, screens } from "./accounts.ts"
import { dispatcher } from "./dispatch.ts"
import { enterprises } from "./enterprises.ts"
import { checkFit, withReachableFactors } from "./fit.ts"
import type { Blueprint } from "./model.ts"
import { peopleOrders } from "./people.ts"
import { peopleAccess } from "./people-access.ts"
import { type Door, doorOf } from "./people-door.ts"
import { directory } from "./people-directory.ts"
import { peopleImport } from "./people-import.ts"
import { peopleEntry } from "./people-entry.ts"
import { peopleOwn } from "./people-own.ts"
import { peopleRecovery } from "./people-recovery.ts"
import { signUp } from "./people-sign-up.ts"
import { peopleSignIn } from "./people-sign-in.ts"
import { peopleStatistics } from "./people-statistics.ts"
import { peopleScreens } from "./people-views.ts"
import type { Ports } from "./ports.ts"
import { watching } from "./remembered.ts"
import { resources } from "./resources.ts"
import { sealedKeyData } from "./sealed-key.ts"
import { signIn, type SignedIn } from "./sign-in.ts"
import { tokens } from "./tokens.ts"
import { readings, room } from "./usage.ts"
import { worker } from "./worker.ts"

/** Builds a portal. Every way in asks for an actor's permission itself; none trusts that another did. */
export const makePortal = (given: Ports, wished: Blueprint) => {
  checkFit(given, wished)
  const { ports, recall } = watching<SignedIn, Ports>(given)
  const blueprint = withReachableFactors(ports, wished)
  const credentials = Credential.credentials(ports, blueprint)
  const accounts = orders(ports, blueprint, credentials)
  const sealed = sealedKeyData(ports.records, credentials)
  const destroy = (ownerId: string) =>
    Effect.andThen(ports.accountData?.destroy(ownerId) ?? Effect.void, sealed.destroy(ownerId))
  const door = doorOf(ports, blueprint, credentials)
  const entry = signIn(ports, blueprint, credentials, recall)
  return {
    ...accounts,
    ...screens(ports, blueprint),
    ...entry,
    ...tokens(ports, blueprint),
    ...room(ports, blueprint),
    ...readings(ports),
    ...peopleOf(door),
    ...peopleScreens(door, entry),
    advise: adviser(ports, blueprint),

    /** Carries out everything that has fallen due. */
    work: worker(ports, blueprint, { account: accounts.submit, user: (submission) => door.submit(submission) }, {
      destroy, release: credentials.release
    }),

    /** Tells people everything that they have not been told yet, and tries again what could not leave before. */
    dispatch: dispatcher(door),

    /** Whether the storage answers. */
    ready: ports.records.ready
  }
}

/** Everything about enterprises and their people. */
const peopleOf = (door: Door) => ({
  ...enterprises(door),
  ...peopleOrders(door),
  ...peopleSignIn(door),
  ...peopleEntry(door),
  ...peopleOwn(door),
  ...peopleRecovery(door),
  directory: directory(door),
  signUp: signUp(door),
  ...peopleImport(door),
  ...resources(door),
  ...access(door),
  ...peopleAccess(door),
  ...peopleStatistics(door)
})

/** Advice on a password. It never blocks anything, and the password goes no further. */
const adviser = ({ strength }: Ports, { password: { policy } }: Blueprint) =>
  Effect.fnUntraced(function*(password: Redacted.Redacted<string>, locale: Locale) {
    const text = Redacted.value(password)
    const isCommon = yield* strength?.isCommon(password) ?? Effect.succeed(false)
    const compatible = Object.fromEntries(Object.entries(policy.shown).map(([name, rule]) =>
      [name, Credential.weaknessesOf(text, rule, { isCommon, personal: [] }).length === 0]))
    const assessed = yield* strength?.assess(password, locale) ?? Effect.succeed({ score: 0, suggestions: [] })
    const advice: Credential.PasswordAdvice = { ...assessed, compatible }
    return advice
  })

/** A portal as a service, for those who know Effect. */
export class Portal extends Context.Service<Portal, ReturnType<typeof makePortal>>()("@intendant/core/Portal") {
  static readonly layer = <Failure, Needs>(
    ports: Effect.Effect<Ports, Failure, Needs>, blueprint: Blueprint
  ) => Layer.effect(Portal, Effect.map(ports, (opened) => makePortal(opened, blueprint)))
}
