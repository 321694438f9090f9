/** Where a portal keeps its data, as it is named on the command line, and how it is opened. */
import { existsSync } from "node:fs"
import type { Storage } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Sqlite from "@intendant/sqlite"

/** A database that was named. */
export type Place =
  | { readonly _tag: "Postgres"; readonly connectionString: string }
  | { readonly _tag: "Sqlite"; readonly file: string }

/** Reads `postgres://…` and `sqlite:…`; nothing else is a place. */
export const placeOf = (database: string): Place | undefined => {
  if (/^postgres(ql)?:\/\//.test(database)) return { _tag: "Postgres", connectionString: database }
  const [, file = ""] = /^sqlite:(.+)$/s.exec(database) ?? []
  return file === "" ? undefined : { _tag: "Sqlite", file }
}

/** Brings the tables up to date, and gives the numbers of the migrations that were missing. */
export const migrate = (place: Place): Promise<ReadonlyArray<number>> => {
  switch (place._tag) {
    case "Postgres": return Postgres.migrate({ connection: { connectionString: place.connectionString } })
    case "Sqlite": return Sqlite.migrate({ file: place.file })
  }
}

/** Opens what is there already. A file that is missing is a slip of the pen, and is not made here. */
export const open = async (place: Place): Promise<Storage & { readonly close: () => Promise<void> }> => {
  switch (place._tag) {
    case "Postgres": return Postgres.open({ connection: { connectionString: place.connectionString } })
    case "Sqlite": {
      if (!existsSync(place.file)) throw new Error(`there is no file ${place.file}`)
      return Sqlite.open({ file: place.file })
    }
  }
}
