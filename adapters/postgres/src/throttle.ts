/** Counts attempts in PostgreSQL: the row of a key is locked while its attempts are looked at and written. */
import type { Throttle } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { type Driver, only, type Statement } from "./driver.ts"
import { answering } from "./failures.ts"

const attempt: Statement = {
  name: "throttle_attempt", text: "select * from {schema}.throttle_attempt($1, $2, $3, $4)"
}
const reset: Statement = { name: "throttle_reset", text: "delete from {schema}.throttle where key = $1" }
const count: Statement = {
  name: "throttle_count",
  text: `select count(*)::int as attempts from {schema}.throttle, unnest(forgotten_at) f where key = $1 and f > $2`
}

/** The end of an attempt that is remembered for good: the largest bigint, as text, since no number holds it. */
const never = "9223372036854775807"

export const makeThrottle = ({ ask }: Driver): Throttle["Service"] => ({
  attempt: (key, { attemptsMax, rememberSeconds }, { epochMilliseconds: nowMillis }) =>
    answering(async () => {
      const forgetAt = rememberSeconds === undefined ? never : nowMillis + rememberSeconds * 1000
      const [row] = await ask(attempt, [key, attemptsMax, forgetAt, nowMillis])
      const retryAt = row?.["retry_at"]
      return {
        admitted: row?.["admitted"] === true,
        count: Number(row?.["attempts"]),
        ...(retryAt === null || String(retryAt) === never
          ? {}
          : { retryAt: DateTime.makeUnsafe(Number(retryAt)) })
      }
    }),

  reset: (key) => answering(async () => void await ask(reset, [key])),

  count: (key, { epochMilliseconds }) =>
    answering(async () => Number(only(await ask(count, [key, epochMilliseconds]), "attempts")))
})
