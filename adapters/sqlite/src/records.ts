/** Records in a table of their concept, with their journal in the same transaction. */
import { cut, type Kept, type Page, type PageRequest, type Records, Repeated } from "@intendant/core"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Access } from "./access.ts"
import { answeredBefore, answerOf, keepAnswers } from "./answers.ts"
import { commitPlan } from "./commit.ts"
import { type Database, integer, json, text } from "./database.ts"
import { append, historyOf, pageOfJournal } from "./journal.ts"
import { tableOf } from "./tables.ts"

export const makeRecords = ({ read, write }: Access): Records["Service"] => ({
  load: ({ concept, id }) => read((database) => Option.fromUndefinedOr(keptAt(database, concept, id))),

  // Each id is a question of its own to the engine, which is in this process; all are answered as of one instant.
  loadMany: (concept, ids) =>
    read((database) =>
      new Map(ids.flatMap((id) => {
        const kept = keptAt(database, concept, id)
        return kept === undefined ? [] : [[id, kept] as const]
      }))),

  commit: (plan) => write((database) => commitPlan(database, plan)),

  note: (act, key, refused, once) =>
    write((database) => {
      const before = answeredBefore(database, once, act.at)
      if (before !== undefined) return Exit.fail(new Repeated({ first: before }))
      append(database, act, key, { refused })
      keepAnswers(database, once, act.at)
      return Exit.void
    }),

  answer: (scope, key, at) => read((database) => Option.fromUndefinedOr(answerOf(database, scope, key, at))),

  history: (key) => read((database) => historyOf(database, key)),

  journal: (page) => read((database) => pageOfJournal(database, page)),

  keys: (concept, page) => read((database) => pageOfKeys(database, concept, page)),

  ready: read((database) => { database.one("select version from account limit 1") })
})

const keptAt = (database: Database, concept: string, id: string): Kept | undefined => {
  const row = database.one(`select state, version from ${tableOf(concept)} where id = ?`, id)
  return row && { state: json(row, "state"), version: integer(row, "version") }
}

const pageOfKeys = (database: Database, concept: string, { after, limit }: PageRequest): Page<string> => {
  const [further, from] = after === undefined ? ["", []] : ["where id > ?", [after]]
  const rows = database.all(`select id from ${tableOf(concept)} ${further} order by id limit ?`, ...from, limit + 1)
  return cut(rows.map((row) => text(row, "id")), (id) => id, limit)
}
