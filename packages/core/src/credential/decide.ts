/** What may happen to an API token. First the list of commands, then one rule each, a line per status. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import * as Credential from "./model.ts"
import { sameOwner } from "./rules.ts"

type Verdict = Decision<Credential.Event, Credential.TokenRefusal>

export const decide = (command: Credential.Command, token: Credential.Token, facts: Credential.Facts): Verdict =>
  Match.valueTags(command, {
    IssueToken: (asked) => issue(asked, token, facts),
    RevokeToken: (asked) => revoke(asked, token)
  })

/**
 * A token is shown once, when it is made; only its digest is kept. It gives its owner's rights and no others.
 *
 * @rule AUT-5
 * @source 000, Comptes
 */
const issue = (
  { tokenId, owner, label, expiresAt }: typeof Credential.IssueToken.Type, token: Credential.Token,
  { now, digest }: Credential.Facts
): Verdict => {
  const expiry = expiresAt === undefined ? {} : { expiresAt }
  return Match.valueTags(token, {
    Unissued: () => accept(Credential.TokenIssued.make({ tokenId, owner, label, digest, issuedAt: now, ...expiry })),
    Active: () => nothing,
    Revoked: () => refuse(Credential.NoSuchToken.make({ tokenId }))
  })
}

/** Only under its own owner is a token known at all: who names another's is told what is told of any made-up id. */
const revoke = ({ tokenId, owner }: typeof Credential.RevokeToken.Type, token: Credential.Token): Verdict => {
  const unknown = refuse(Credential.NoSuchToken.make({ tokenId }))
  return Match.valueTags(token, {
    Unissued: () => unknown,
    Active: (active) => sameOwner(active.owner, owner) ? accept(Credential.TokenRevoked.make({})) : unknown,
    Revoked: (revoked) => sameOwner(revoked.owner, owner) ? nothing : unknown
  })
}
