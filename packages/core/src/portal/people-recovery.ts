/** How administrators help who cannot sign in any more: a password is handed over, and lost factors are given up. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import { later, type Moment } from "../kernel/moment.ts"
import type { Path } from "../kernel/path.ts"
import type { Actor } from "../kernel/permit.ts"
import { Conflict } from "../kernel/records.ts"
import * as User from "../user/index.ts"
import { codeDigest, type Door, handedOver } from "./people-door.ts"
import { withoutConflict } from "./without-conflict.ts"
import { lettersOf } from "./typed-codes.ts"

/** A password to hand over by a safe channel. It is shown here and nowhere else, and works once. */
export interface HandedOver {
  readonly password: Redacted.Redacted<string>
  readonly expiresAt: Moment
}

/** Somebody else may have written the credential meanwhile: it is read again, and written again. */
const again = <Value, Failure>(attempt: Effect.Effect<Value, Failure>) =>
  withoutConflict(Effect.retry(attempt, { times: 3, while: (failure) => failure instanceof Conflict }))

const reset = Effect.fnUntraced(function*(
  door: Door, actor: Actor, whom: { readonly enterprise: Path; readonly userId: User.UserId }, reason: string
) {
  const { credentials, submit } = door
  const change = credentials.withoutPassword(whom.userId, yield* credentials.find(whom.userId))
  return yield* submit(
    { actor, command: User.ResetPassword.make(whom), reason }, { ...User.nothingProven, along: [change] })
})

/**
 * Takes a user's password away, and gives the administrator another to hand over: whoever signs in with it is given a
 * ticket to choose their own. It is mailed to nobody.
 *
 * @rule USR-14
 * @source 002, Gestion des utilisateurs: a password is generated, and handed over by a safe channel
 */
const resetUserPassword = (door: Door) => Effect.fnUntraced(function*(
  actor: Actor, enterprise: Path, userId: User.UserId, reason: string
) {
  const { ports: { oneTime, secrets }, blueprint: { codes, recovery } } = door
  const user = yield* again(reset(door, actor, { enterprise, userId }, reason))
  const now = yield* DateTime.now
  const [text, expiresAt] = [lettersOf(Redacted.value(yield* secrets.newToken)), later(now, recovery.seconds)]
  yield* oneTime.revokeAll(userId)
  if (User.isKnown(user)) {
    yield* oneTime.issue({
      ...handedOver(user), digest: yield* codeDigest(secrets, text), expiresAt, triesMax: codes.triesMax
    })
  }
  const handed: HandedOver = { password: Redacted.make(text), expiresAt }
  return handed
})

/** What an order about a user writes along: whoever gives lost factors up forgets their secrets too. */
export const alongOrder = Effect.fnUntraced(function*({ credentials }: Door, { _tag, userId }: User.AdminCommand) {
  if (_tag !== "ResetFactors") return User.nothingProven
  const found = yield* credentials.find(userId)
  if (found.credential === undefined) return User.nothingProven
  const change = credentials.withFactors(userId, found, { totp: null, offered: null, recovery: [] })
  const { totp, recovery } = Credential.personalOf(found.credential)
  const hasAuthenticator = totp !== null || recovery.length > 0
  const proven: User.Proven = { ...User.nothingProven, hasAuthenticator, along: [change] }
  return proven
})

export const peopleRecovery = (door: Door) => ({ resetUserPassword: resetUserPassword(door) })
