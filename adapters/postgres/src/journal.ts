/** Reads the journal in PostgreSQL: of one record, or of all in the order in which they were committed. */
import {
  type Act, type Entry, type Key, type Line, type Page, type PageRequest, type Records, Unavailable
} from "@intendant/core"
import type { Driver, Row, Statement } from "./driver.ts"
import { answering } from "./failures.ts"
import { isRestored, lastLine, presentEra } from "./migrations/people-eras.ts"

const columns = "by, at, reason, command, grants, is_refusal, outcome"

const history: Statement = {
  name: "journal_history",
  text: `select ${columns} from {schema}.journal where concept = $1 and id = $2 order by seq`
}

/**
 * Numbers are given before transactions end. Below the horizon all have ended, so nothing can appear there any more;
 * lines above it wait, and a sign tells whether there are any. Lines of earlier eras have long been there.
 */
const page: Statement = {
  name: "journal_page",
  text: `with present as materialized (
      select ${presentEra} as era, pg_snapshot_xmin(pg_current_snapshot()) as horizon
    )
    select case era when 0 then '' else era || '.' end || xid::text || '.' || seq as cursor, concept, id, ${columns},
      null as sign
    from (
      select * from {schema}.journal
      where (era, xid, seq) > ($1::int, $2::text::xid8, $3::bigint)
        and (era, xid) < ((select era from present), (select horizon from present))
      order by era, xid, seq limit $4
    ) told
    union all
    select null, null, null, null, null, null, null, null, null, null,
      case when ${isRestored} then 'restored' else 'held' end
    where exists (
      select 1 from ${lastLine} where (era, xid) >= ((select era from present), (select horizon from present))
    )`
}

/** Someone else's transaction ends in a moment: whoever has just written is not told that there is nothing yet. */
const patience = { triesMax: 20, pauseMillis: 5 }

const pause = (millis: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, millis))

export const historyOf = ({ ask }: Driver): Records["Service"]["history"] => ({ concept, id }) =>
  answering(async () => (await ask(history, [concept, id])).map(lineOf))

export const journalPage = (driver: Driver): Records["Service"]["journal"] => (request) =>
  answering(async () => {
    for (let tries = 1;; tries++) {
      const { rows, isHeld } = await readPage(driver, request)
      if (!isHeld || rows.length > request.limit || tries === patience.triesMax) return pageOf(rows, request)
      await pause(patience.pauseMillis)
    }
  })

const readPage = async ({ ask }: Driver, { after, limit }: PageRequest) => {
  const rows = await ask(page, [...placeOf(after), limit + 1])
  // Lines are being written beside those of another cluster: whatever came next would be out of its order.
  if (rows.some(({ sign }) => sign === "restored")) throw new Unavailable({ cause: "restored, and not yet migrated" })
  return { rows: rows.filter(({ sign }) => sign === null), isHeld: rows.some(({ sign }) => sign === "held") }
}

/** The first era is not written, as it was not before there were others. */
const cursorPattern = /^(?:(\d{1,9})\.)?(\d{1,20})\.(\d{1,19})$/

const placeOf = (after: string | undefined): readonly [era: string, xid: string, seq: string] => {
  if (after === undefined) return ["0", "0", "0"]
  const [, era = "0", xid, seq] = cursorPattern.exec(after) ?? []
  if (xid === undefined || seq === undefined) throw new Unavailable({ cause: "this is no cursor of the journal" })
  return [era, xid, seq]
}

/** A line that follows is told of by the cursor; at the end the cursor stays, so that a reader can go on later. */
const pageOf = (rows: ReadonlyArray<Row>, { limit }: PageRequest): Page<Entry> => {
  const items = rows.slice(0, limit)
    .map((row): Entry => ({ ...lineOf(row), ...keyOf(row), cursor: String(row["cursor"]) }))
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: last.cursor } : { items }
}

const keyOf = ({ concept, id }: Row): Key => ({ concept: String(concept), id: String(id) })

const lineOf = (row: Row): Line => {
  const { by, at, reason, command, grants, is_refusal: isRefusal, outcome } = row
  const act: Act = {
    by: String(by), at: String(at), reason: String(reason), command,
    // Written by this adapter from an `Act`, and from nothing else.
    grants: grants as Act["grants"]
  }
  return isRefusal === true ? { ...act, refused: outcome } : { ...act, happened: outcome }
}
