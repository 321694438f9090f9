/** Counters and entries of the ledger as rows, and the questions that are asked about them. */
import type { Moment, Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { type Bound, type Database, integer, json, jsonOf, text, textOrNull } from "./database.ts"
import type { Row } from "./driver.ts"

export const counterAt = (database: Database, node: string, resource: string): Quota.Counter | undefined => {
  const row = database.one("select * from ledger_counter where node = ? and resource = ?", node, resource)
  return row && counterOf(row)
}

export const entryAt = (database: Database, holder: string, id: string): Quota.Entry | undefined => {
  const row = database.one("select * from ledger_entry where holder = ? and id = ?", holder, id)
  return row && entryOf(row)
}

export const entriesOf = (database: Database, holder: string): ReadonlyArray<Quota.Entry> =>
  database.all("select * from ledger_entry where holder = ?", holder).map(entryOf)

/** Everything at and below a node. `?` follows `>`, so that nothing else stands between the two. */
const within = "(node = ? or (node > ? and node < ?))"
const bounds = (node: string): ReadonlyArray<Bound> => [node, `${node}>`, `${node}?`]

export const countersWithin = (database: Database, node: string): ReadonlyArray<Quota.Counter> =>
  database.all(`select * from ledger_counter where ${within}`, ...bounds(node)).map(counterOf)

export const entriesWithin = (database: Database, node: string): ReadonlyArray<Quota.Entry> =>
  database.all(`select * from ledger_entry where ${within}`, ...bounds(node)).map(entryOf)

/** The counters at and below a node with the largest own use, as it is kept; those that use nothing are left out. */
export const heaviestKept = (
  database: Database, node: string, resource: string, limit: number
): ReadonlyArray<Quota.Counter> =>
  database.all(
    `select * from ledger_counter where ${within} and resource = ? and own_held + own_reserved > 0
     order by own_held + own_reserved desc, node limit ?`,
    ...bounds(node), resource, limit
  ).map(counterOf)

/** The tree that a node stands in: what stands before the first `>`. */
export const rootOf = (node: string): string => node.split(">", 1)[0] ?? node

/** Promises in one tree that have run out by `now` and are still counted. */
export const lapsedIn = (
  database: Database, root: string, resource: string, now: Moment
): ReadonlyArray<Quota.Entry> =>
  database.all(
    "select * from ledger_entry where root = ? and resource = ? and phase = 'reserved' and until <= ?",
    root, resource, DateTime.formatIso(now)
  ).map(entryOf)

const counterOf = (row: Row): Quota.Counter => ({
  node: text(row, "node"), resource: resourceOf(row), limit: limitOf(row),
  own: { held: integer(row, "own_held"), reserved: integer(row, "own_reserved") },
  group: { held: integer(row, "group_held"), reserved: integer(row, "group_reserved") }
})

const limitOf = (row: Row): Quota.Limit | null => {
  const mode = textOrNull(row, "limit_mode")
  if (mode === null) return null
  return {
    amount: integer(row, "limit_amount"), mode: mode === "hard" ? mode : "soft",
    // Only `keepCounter` writes this column, from a limit.
    thresholds: json(row, "limit_thresholds") as Quota.Limit["thresholds"]
  }
}

const entryOf = (row: Row): Quota.Entry => ({
  holder: text(row, "holder"), id: text(row, "id"), node: text(row, "node"), resource: resourceOf(row),
  amount: integer(row, "amount"), until: DateTime.makeUnsafe(text(row, "until")),
  // The table takes no other phase.
  phase: text(row, "phase") as Quota.Phase
})

// Only steps that name a resource write this column.
const resourceOf = (row: Row): Quota.Resource => text(row, "resource") as Quota.Resource

export const keepCounter = (database: Database, { node, resource, limit, own, group }: Quota.Counter): void => {
  database.run(
    "insert or replace into ledger_counter values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    node, resource, limit && limit.amount, limit && limit.mode, limit && jsonOf(limit.thresholds),
    own.held, own.reserved, group.held, group.reserved
  )
}

export const keepEntry = (database: Database, entry: Quota.Entry): void => {
  const { holder, id, node, resource, amount, phase, until } = entry
  database.run(
    `insert or replace into ledger_entry (holder, id, node, resource, amount, phase, until)
     values (?, ?, ?, ?, ?, ?, ?)`,
    holder, id, node, resource, amount, phase, DateTime.formatIso(until)
  )
}
