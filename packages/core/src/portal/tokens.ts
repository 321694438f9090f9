/** API tokens: made for who is signed in, or for a role by the operator; shown once, and revocable. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import { later } from "../kernel/moment.ts"
import type { Actor } from "../kernel/permit.ts"
import { runner } from "../kernel/run.ts"
import type { Ports } from "./ports.ts"

/** A token just made. It is shown here and nowhere else. */
export interface IssuedToken {
  readonly tokenId: Credential.TokenId
  readonly token: Redacted.Redacted<string>
}

/** What is asked for: whose rights it gives, what it is called, and for how long it holds; for good where unsaid. */
export interface TokenWish {
  readonly owner: Credential.TokenOwner
  readonly label: string
  readonly seconds?: number
}

export const tokens = ({ records, secrets }: Ports) => {
  const run = runner(Credential.tokens, records)
  const submit = (actor: Actor, command: Credential.Command, digest: string) =>
    run({ actor, command, reason: "" }, (now) => Effect.succeed({ facts: { now, digest }, along: () => [] }))

  return {
    /**
     * Makes a token that gives its owner's rights and no others.
     *
     * @rule AUT-5
     * @source 000, Comptes
     */
    issueToken: Effect.fnUntraced(function*(actor: Actor, { owner, label, seconds }: TokenWish) {
      const now = yield* DateTime.now
      const tokenId = Credential.TokenId.make(yield* secrets.newId("tok"))
      const token = `${tokenId}.${Redacted.value(yield* secrets.newToken)}`
      const expiry = seconds === undefined ? {} : { expiresAt: later(now, seconds) }
      const command = Credential.IssueToken.make({ tokenId, owner, label, ...expiry })
      yield* submit(actor, command, yield* secrets.digest(token))
      const issued: IssuedToken = { tokenId, token: Redacted.make(token) }
      return issued
    }),

    /** From the next request on, the token is nobody's. */
    revokeToken: (actor: Actor, owner: Credential.TokenOwner, tokenId: Credential.TokenId) =>
      Effect.asVoid(submit(actor, Credential.RevokeToken.make({ tokenId, owner }), ""))
  }
}
