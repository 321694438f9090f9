/** Says at the end of a run what no server could be had for: nothing is left out in silence. */
import { findPgbouncer } from "./pgbouncer.ts"
import { dumpPrograms } from "./postgres-binaries.ts"
import { hasRedis } from "./redis.ts"

/** Nothing begins with this. */
export const setup = (): void => {}

export const teardown = (): void => {
  const missing = [
    ...(hasRedis() ? [] : ["Redis: no redis-server is installed, and REDIS_URL names none"]),
    ...(dumpPrograms() !== undefined ? [] : ["pg_dump: PostgreSQL is not installed, only brought by npm"]),
    ...(findPgbouncer() !== undefined ? [] : ["PgBouncer: it is not installed"])
  ]
  for (const what of missing) console.log(`left out: ${what}`)
}
