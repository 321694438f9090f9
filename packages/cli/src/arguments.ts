/** What can be asked on the command line, and how it is read. */
import { parseArgs } from "node:util"
import type { Place } from "./place.ts"
import { placeOf } from "./place.ts"

/** What was asked for, or what is wrong with it. */
export type Request =
  | { readonly _tag: "Migrate"; readonly place: Place }
  | { readonly _tag: "Verify"; readonly place: Place }
  | { readonly _tag: "Help" }
  | { readonly _tag: "Mistaken"; readonly why: string }

export const usage = `Usage: intendant <command> --database <where>

Commands:
  migrate   Brings the tables up to date, and says which migrations were missing.
  verify    Folds the journal of every account, policy and token, and compares it with what is kept.
            Says which records differ, and exits with 1 if any does.

Where:
  postgres://user@server:5432/name   a PostgreSQL database
  sqlite:portal.db                   a SQLite file

Exit codes: 0 done and right, 1 records differ, 2 not done.`

/** Reads the words behind the name of the program. */
export const requestOf = (words: ReadonlyArray<string>): Request => {
  try {
    const { positionals: [command, ...rest], values } = parseArgs({
      args: [...words], allowPositionals: true,
      options: { database: { type: "string", short: "d" }, help: { type: "boolean", short: "h" } }
    })
    if (values.help === true) return { _tag: "Help" }
    if (command === undefined) return mistaken("a command is missing")
    if (command !== "migrate" && command !== "verify") return mistaken(`there is no command "${command}"`)
    if (rest.length > 0) return mistaken(`"${rest.join(" ")}" is one word too many`)
    if (values.database === undefined) return mistaken("--database is missing")
    const place = placeOf(values.database)
    if (place === undefined) return mistaken("--database begins with postgres:// or sqlite:")
    return { _tag: command === "migrate" ? "Migrate" : "Verify", place }
  } catch (mistake) {
    return mistaken(mistake instanceof Error ? mistake.message : String(mistake))
  }
}

const mistaken = (why: string): Request => ({ _tag: "Mistaken", why })
