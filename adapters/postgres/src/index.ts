/** Every port of storage in PostgreSQL, on a server or in PGlite. */
export type { PgliteDatabase } from "./driver-pglite.ts"
export { layer, migrate, open, type Options, type Place, type PostgresStorage, type Settings } from "./open.ts"
