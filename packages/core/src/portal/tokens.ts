/** API tokens: made for who is signed in, or for a role by the operator; shown once, and revocable. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import { later } from "../kernel/moment.ts"
import { onceGuard } from "../kernel/once.ts"
import { type Actor, StepUpNeeded } from "../kernel/permit.ts"
import type { Change } from "../kernel/plan.ts"
import { type Remember, runner } from "../kernel/run.ts"
import * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import type { Ports } from "./ports.ts"
import { missingPower, powersOf } from "./rules.ts"
import { notHolding } from "./usage.ts"

/** A token just made. It is shown here and nowhere else: who asks again under the same key is told its id alone. */
export interface IssuedToken {
  readonly tokenId: Credential.TokenId
  readonly token?: Redacted.Redacted<string>
}

/** What is asked for: whose rights it gives, what it is called, and for how long it holds; for good where unsaid. */
export interface TokenWish {
  readonly owner: Credential.TokenOwner
  readonly label: string
  readonly seconds?: number
}

type Remembered = ReadonlyArray<Remember<Credential.Token, Credential.TokenRefusal>>

const prepare = Effect.fnUntraced(function*({ secrets }: Ports, { owner, label, seconds }: TokenWish) {
  const now = yield* DateTime.now
  const tokenId = Credential.TokenId.make(yield* secrets.newId("tok"))
  const token = `${tokenId}.${Redacted.value(yield* secrets.newToken)}`
  const expiry = seconds === undefined ? {} : { expiresAt: later(now, seconds) }
  const command = Credential.IssueToken.make({ tokenId, owner, label, ...expiry })
  const issued: IssuedToken = { tokenId, token: Redacted.make(token) }
  return { command, issued, digest: yield* secrets.digest(token) }
})

/**
 * Whoever is locked goes on in the sessions and tokens they have, and gets no other way in: the record that says how
 * they stand is checked with the token that is made.
 *
 * @rule AUT-5
 * @source ours: tokens never give more than their owner has
 */
const openingFor = Effect.fnUntraced(function*({ records }: Ports, owner: Credential.TokenOwner) {
  const none: ReadonlyArray<Change> = []
  if (owner._tag !== "UserOwner") return none
  const { enterprise } = owner
  const userId = User.UserId.make(owner.userId)
  const { state: user, basedOn } = yield* User.load(records, userId)
  if (!User.isKnown(user)) return yield* Effect.fail(Credential.NotSignedIn.make({}))
  if (user._tag !== "Active") {
    return yield* Effect.fail(User.WrongStatus.make({ enterprise, userId, status: user._tag, fits: ["Active"] }))
  }
  const guards: ReadonlyArray<Change> = [{ concept: User.concept.name, id: userId, basedOn, events: [] }]
  return guards
})

/** A token reaches as far as the session in which it is made, whatever its owner could prove in another. */
const reached = ({ level = 1 }: Actor, owner: Credential.TokenOwner) =>
  owner._tag === "UserOwner" && owner.level > level
    ? Effect.fail(StepUpNeeded.make({
      rule: "AUT-1", permission: "token.issue", proof: { level: owner.level, fresh: false }
    }))
    : Effect.void

export const tokens = (ports: Ports, blueprint: Blueprint) => {
  const run = runner(Credential.tokens, ports.records)
  const once = onceGuard(ports, "token", Credential.tokens)

  return {
    /**
     * Makes a token that gives its owner's rights and no others. Asked for again under the same key, it is the same
     * token, and its secret is not told a second time.
     *
     * @rule AUT-5
     * @source 000, Comptes
     */
    issueToken: Effect.fnUntraced(function*(actor: Actor, wish: TokenWish, key?: string) {
      const { owner } = wish
      const powers = owner._tag === "RoleOwner" ? powersOf(blueprint, owner.role) : []
      const missing = missingPower(actor, powers, undefined)
      if (missing !== undefined) return yield* Effect.fail(notHolding(actor, missing))
      const { command, issued, digest } = yield* prepare(ports, wish)
      const issue = (remember: Remembered) => run({ actor, command, reason: "" }, (now) =>
        Effect.map(Effect.andThen(reached(actor, owner), openingFor(ports, owner)), (guards) =>
          ({ facts: { now, digest }, along: () => guards })), remember)
      const kept = yield* once({ actor, asked: () => wish, key }, issue)
      const isFirst = kept._tag === "Unissued" || kept.tokenId === issued.tokenId
      const told: IssuedToken = isFirst ? issued : { tokenId: kept.tokenId }
      return told
    }),

    /** From the next request on, the token is nobody's. */
    revokeToken: (actor: Actor, owner: Credential.TokenOwner, tokenId: Credential.TokenId) =>
      Effect.asVoid(run({ actor, command: Credential.RevokeToken.make({ tokenId, owner }), reason: "" }, (now) =>
        Effect.succeed({ facts: { now, digest: "" }, along: () => [] })))
  }
}
