/** Brings a database to the tables of this version, and tells one that is not there yet. */
import { type Driver, inSchema, only, type Statement } from "./driver.ts"
import { codeOf } from "./failures.ts"
import { migrations, schemaVersion } from "./migrations/list.ts"
import { isRestored, nextEra } from "./migrations/people-eras.ts"

/** Whoever comes second waits until the first has ended, and finds nothing left to do. */
const prepare = `
select pg_advisory_xact_lock(hashtextextended('intendant migration {schema}', 0));
do $block$ begin
  if to_regnamespace('{schema}') is null then create schema {schema}; end if;
end $block$;
create table if not exists {schema}.migration (
  number int primary key, applied_at timestamptz not null default now()
);
`

const reached: Statement = {
  name: "migration_reached", text: "select coalesce(max(number), 0)::int as number from {schema}.migration"
}
const restored: Statement = { name: "migration_restored", text: `select ${isRestored} as restored` }
const applied: Statement = {
  name: "migration_applied", text: "insert into {schema}.migration (number) values ($1)"
}

/**
 * Applies what is missing, all of it or nothing, and gives the numbers of what was applied. What was restored from
 * another cluster begins a new era of the journal.
 */
export const migrateBy = (driver: Driver, schema: string): Promise<ReadonlyArray<number>> =>
  driver.transaction(async ({ ask, script }) => {
    await script(inSchema(prepare, schema))
    const before = Number(only(await ask(reached, []), "number"))
    refuseNewer(before)
    const missing = migrations.filter(({ number }) => number > before)
    for (const migration of missing) {
      await script(inSchema(migration.script, schema))
      await ask(applied, [migration.number])
    }
    await script(inSchema(nextEra, schema))
    return missing.map(({ number }) => number)
  })

/** Fails unless the database is exactly where this version needs it. */
export const checkVersion = async (driver: Driver, schema: string): Promise<void> => {
  const found = await driver.ask(reached, []).then(
    (rows) => Number(only(rows, "number")),
    (cause: unknown) => {
      if (["42P01", "3F000"].includes(codeOf(cause))) return 0
      throw cause
    }
  )
  refuseNewer(found)
  if (found < schemaVersion) {
    throw new Error(`the schema "${schema}" is at migration ${found}, and ${schemaVersion} is needed: migrate it first`)
  }
  if (only(await driver.ask(restored, []), "restored") === true) {
    throw new Error(`the schema "${schema}" was restored from another cluster: migrate it first`)
  }
}

const refuseNewer = (found: number): void => {
  if (found > schemaVersion) {
    throw new Error(`the schema is at migration ${found}, which is newer than this version knows: ${schemaVersion}`)
  }
}
