/** The journal: lines are numbered as they are committed, since one writer at a time holds the file. */
import {
  type Act, cut, type Entry, type Key, type Line, type Outcome, type Page, type PageRequest
} from "@intendant/core"
import { type Database, integer, json, jsonOf, text } from "./database.ts"
import type { Row } from "./driver.ts"

/** Writes one line about a record. */
export const append = (database: Database, act: Act, { concept, id }: Key, outcome: Outcome): void => {
  database.run(
    `insert into journal (concept, id, by, at, reason, command, grants, happened, refused)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    concept, id, act.by, act.at, act.reason, jsonOf(act.command), jsonOf(act.grants),
    "happened" in outcome ? jsonOf(outcome.happened) : null,
    "refused" in outcome ? jsonOf(outcome.refused) : null
  )
}

export const historyOf = (database: Database, { concept, id }: Key): ReadonlyArray<Line> =>
  database.all("select * from journal where concept = ? and id = ? order by seq", concept, id).map(lineOf)

export const pageOfJournal = (database: Database, { after, limit }: PageRequest): Page<Entry> => {
  const from = after === undefined ? 0 : Number(after)
  const rows = database.all("select * from journal where seq > ? order by seq limit ?", from, limit + 1)
  return cut(rows.map(entryOf), ({ cursor }) => cursor, limit)
}

const entryOf = (row: Row): Entry =>
  ({ ...lineOf(row), concept: text(row, "concept"), id: text(row, "id"), cursor: String(integer(row, "seq")) })

const lineOf = (row: Row): Line => ({
  by: text(row, "by"), at: text(row, "at"), reason: text(row, "reason"), command: json(row, "command"),
  // Only `append` writes this column, from the grants of an act.
  grants: json(row, "grants") as Act["grants"],
  ...(row["refused"] === null ? { happened: json(row, "happened") } : { refused: json(row, "refused") })
})
