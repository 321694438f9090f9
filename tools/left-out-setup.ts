/** Says at the end of a run what no server could be had for: nothing is left out in silence. */
import { findPgbouncer } from "./pgbouncer.ts"
import { hasRedis } from "./redis.ts"

/** Nothing begins with this. */
export const setup = (): void => {}

export const teardown = (): void => {
  const missing = [
    ...(hasRedis() ? [] : ["Redis: no redis-server is installed, and REDIS_URL names none"]),
    ...(findPgbouncer() !== undefined ? [] : ["PgBouncer: it is not installed"])
  ]
  for (const what of missing) console.log(`left out: ${what}`)
}
