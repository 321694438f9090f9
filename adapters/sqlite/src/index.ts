/** Every port of storage in one durable SQLite file. */
import { storageLayer } from "@intendant/core"
import * as Effect from "effect/Effect"
import { unavailable } from "./lane.ts"
import { open, type SqliteOptions } from "./open.ts"

export type { Connection, Driver, Row, SqlValue, Statement } from "./driver.ts"
export { migrate, open, type SqliteOptions, type SqliteStorage } from "./open.ts"

/** Every port of one file, which is closed with its scope. */
export const layer = (options: SqliteOptions) =>
  storageLayer(Effect.acquireRelease(
    Effect.tryPromise({ try: () => open(options), catch: unavailable }),
    ({ close }) => Effect.promise(close)
  ))
