/** Carries out a whole plan within a transaction, or says why not: judged first, and written only then. */
import { type Change, Conflict, type DueChange, type Plan, type Quota, Repeated, twiceIn } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Exit from "effect/Exit"
import { answeredBefore, keepAnswers } from "./answers.ts"
import { type Database, integer, jsonOf } from "./database.ts"
import { append } from "./journal.ts"
import { firstRefusal, keepSettlement, settleOn } from "./settlement.ts"
import { tableOf } from "./tables.ts"

type Refused = Conflict | Quota.QuotaExceeded | Repeated

/** Judges in this order: what was answered before, what was written since, what has no room. */
export const commitPlan = (database: Database, plan: Plan): Exit.Exit<void, Refused> => {
  const { act, changes, due, ledger, once } = plan
  const twice = twiceIn(plan)
  if (twice !== undefined) throw new Error(twice)
  const before = answeredBefore(database, once, act.at)
  if (before !== undefined) return Exit.fail(new Repeated({ first: before }))
  const late = changes.find((change) => change.basedOn !== versionOf(database, change))
  if (late !== undefined) return Exit.fail(new Conflict({ key: { concept: late.concept, id: late.id } }))
  const settlement = ledger.length === 0 ? undefined : settleOn(database, ledger, DateTime.makeUnsafe(act.at))
  const refusal = settlement && firstRefusal(settlement)
  if (refusal?._tag === "QuotaExceeded") return Exit.fail(refusal)
  if (refusal !== undefined) throw new Error(`the plan cannot move the ledger: ${refusal._tag}`)
  for (const change of changes) {
    keepRecord(database, change)
    for (const happened of change.events) append(database, act, change, { happened })
  }
  if (settlement !== undefined) keepSettlement(database, settlement, () => act)
  for (const change of due) planDue(database, change)
  keepAnswers(database, once, act.at)
  return Exit.void
}

const versionOf = (database: Database, { concept, id }: Change): number => {
  const row = database.one(`select version from ${tableOf(concept)} where id = ?`, id)
  return row === undefined ? 0 : integer(row, "version")
}

const keepRecord = (database: Database, change: Change): void => {
  if (!("next" in change)) return
  database.run(
    `insert into ${tableOf(change.concept)} (id, version, state) values (?, ?, ?)
     on conflict (id) do update set version = excluded.version, state = excluded.state`,
    change.id, change.basedOn + 1, jsonOf(change.next)
  )
}

/** What is planned anew is nobody's: whoever held it before can no longer end it. */
const planDue = (database: Database, { kind, id, at }: DueChange): void => {
  if (at === undefined) database.run("delete from due where kind = ? and id = ?", kind, id)
  else database.run("insert or replace into due (kind, id, at) values (?, ?, ?)", kind, id, at)
}
