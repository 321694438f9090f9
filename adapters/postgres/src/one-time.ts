/** Secrets that work once, in PostgreSQL: the row is locked while an answer is compared, and gone when it was right. */
import type { OneTime, Redemption } from "@intendant/core"
import { type Driver, only, type Statement } from "./driver.ts"
import { answering } from "./failures.ts"

const issue: Statement = {
  name: "one_time_issue",
  text: `insert into {schema}.one_time (subject, kind, purpose, digest, expires_at, tries_max)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (subject, kind, purpose) do update
      set digest = excluded.digest, expires_at = excluded.expires_at, tries_max = excluded.tries_max, tries = 0`
}
const redeem: Statement = {
  name: "one_time_redeem", text: "select {schema}.one_time_redeem($1, $2, $3, $4, $5) as redemption"
}
const revokeAll: Statement = { name: "one_time_revoke_all", text: "delete from {schema}.one_time where subject = $1" }

export const makeOneTime = ({ ask }: Driver): OneTime["Service"] => ({
  issue: ({ subject, kind, purpose, digest, expiresAt, triesMax }) =>
    answering(async () =>
      void await ask(issue, [subject, kind, purpose, digest, expiresAt.epochMilliseconds, triesMax])),

  redeem: ({ subject, kind, purpose }, digest, { epochMilliseconds }) =>
    answering(async () =>
      asRedemption(only(await ask(redeem, [subject, kind, purpose, digest, epochMilliseconds]), "redemption"))),

  revokeAll: (subject) => answering(async () => void await ask(revokeAll, [subject]))
})

const asRedemption = (told: unknown): Redemption => told === "accepted" || told === "wrong" ? told : "gone"
