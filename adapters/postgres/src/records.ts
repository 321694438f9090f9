/** Keeps records and their journal in PostgreSQL. Who comes while a statement is under way goes with the next. */
import {
  type Conflict, cut, gather, type Key, type Kept, type Once, type PageRequest, type Quota, type Records,
  type Repeated, storedConcepts, Unavailable
} from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { textArray } from "./array-literal.ts"
import { committer } from "./commit.ts"
import type { Driver, Row, Statement } from "./driver.ts"
import { answering } from "./failures.ts"
import { historyOf, journalPage } from "./journal.ts"
import type { LedgerDesk } from "./ledger-desk.ts"
import { storedConcept, type WrittenPlan, writeNote, writePlan } from "./plan-rows.ts"

type Failure = Conflict | Quota.QuotaExceeded | Repeated | Unavailable

/** The same question to the table of each concept. */
const ofConcepts = (name: string, text: string): ReadonlyMap<string, Statement> =>
  new Map(storedConcepts.map((concept) =>
    [concept, { name: `${concept}_${name}`, text: text.replaceAll("{concept}", concept) }]))

const loadOne = ofConcepts("load", "select version, state from {schema}.{concept} where id = $1")
const loadSome = ofConcepts("load_many",
  "select id, version, state from {schema}.{concept} where id = any($1::text[])")
const keys = ofConcepts("keys", "select id from {schema}.{concept} where id > $1 order by id limit $2")
const firstKeys = ofConcepts("first_keys", "select id from {schema}.{concept} order by id limit $1")

const answer: Statement = {
  name: "answer",
  text: `select scope, key, digest, answer, expires_at from {schema}.answer
    where scope = $1 and key = $2 and expires_at > $3`
}
const ready: Statement = { name: "ready", text: "select 1" }

export const makeRecords = (driver: Driver, desk: LedgerDesk): Records["Service"] => {
  const broken = (cause: unknown) => new Unavailable({ cause })
  const commit = gather<() => WrittenPlan, void, Failure>(committer(driver, desk), broken)
  const load = gather<Key, Option.Option<Kept>, Unavailable>(loader(driver), broken)
  return {
    load,
    loadMany: (concept, ids) => answering(() => loadFrom(driver, concept, ids)),
    commit: (plan) => commit(() => writePlan(plan)),
    // A note changes no record and moves no ledger: it fails in no other way.
    note: (act, key, refusal, once) =>
      commit(() => writeNote(act, key, refusal, once)) as Effect.Effect<void, Repeated | Unavailable>,
    answer: (scope, key, at) =>
      answering(async () => Option.fromUndefinedOr((await driver.ask(answer, [scope, key, at])).map(onceOf)[0])),
    history: historyOf(driver),
    journal: journalPage(driver),
    keys: (concept, page) => answering(() => keysOf(driver, concept, page)),
    ready: answering(async () => void await driver.ask(ready, []))
  }
}

const onceOf = (row: Row): Once => ({
  scope: String(row["scope"]), key: String(row["key"]), digest: String(row["digest"]), answer: row["answer"],
  expiresAt: String(row["expires_at"])
})

const keptOf = ({ version, state }: Row): Kept => ({ version: Number(version), state })

const named = (statements: ReadonlyMap<string, Statement>, concept: string): Statement => {
  const statement = statements.get(storedConcept(concept))
  if (statement === undefined) throw new Error(`no statement for the concept "${concept}"`)
  return statement
}

const keysOf = async ({ ask }: Driver, concept: string, { after, limit }: PageRequest) => {
  const rows = after === undefined
    ? await ask(named(firstKeys, concept), [limit + 1])
    : await ask(named(keys, concept), [after, limit + 1])
  return cut(rows.map(({ id }) => String(id)), (id) => id, limit)
}

type Found = ReadonlyMap<string, Kept>

/** One statement for each concept that is asked for; one of its own for a lone caller. */
const loader = (driver: Driver) => async (
  asked: ReadonlyArray<Key>
): Promise<ReadonlyArray<Exit.Exit<Option.Option<Kept>, Unavailable>>> => {
  const found = new Map<string, Exit.Exit<Found, Unavailable>>()
  await Promise.all([...new Set(asked.map(({ concept }) => concept))].map(async (concept) => {
    const ids = asked.filter((key) => key.concept === concept).map(({ id }) => id)
    found.set(concept, await Effect.runPromiseExit(answering(() => loadFrom(driver, concept, ids))))
  }))
  return asked.map(({ concept, id }) =>
    Exit.map(found.get(concept) ?? Exit.succeed<Found>(new Map()), (kept) => Option.fromUndefinedOr(kept.get(id))))
}

const loadFrom = async ({ ask }: Driver, concept: string, ids: ReadonlyArray<string>): Promise<Found> => {
  const [id, ...others] = ids
  if (id !== undefined && others.length === 0) {
    return new Map((await ask(named(loadOne, concept), [id])).map((row) => [id, keptOf(row)]))
  }
  const rows = await ask(named(loadSome, concept), [textArray(ids)])
  return new Map(rows.map((row) => [String(row["id"]), keptOf(row)]))
}
