/** The plan that comes most often, a single change and its lines, as the one statement that anybody would write. */
import { storedConcepts } from "@intendant/core"
import { jsonArray } from "./array-literal.ts"
import type { Ask, Statement, Value } from "./driver.ts"
import type { WrittenChange, WrittenPlan } from "./plan-rows.ts"

/** Nothing is told of a change that was late. */
const statement = (concept: string, name: string, change: string): Statement => ({
  name: `${concept}_${name}`,
  text: `with changed as (${change} returning version), told as (
      insert into {schema}.journal (concept, id, by, at, reason, command, grants, is_refusal, outcome)
      select '${concept}', $1, act ->> 'by', act ->> 'at', act ->> 'reason', act -> 'command', act -> 'grants', false,
        o.outcome
      from (select $4::jsonb as act) a, jsonb_array_elements($5::jsonb) with ordinality o(outcome, place)
      where exists (select 1 from changed) order by o.place
    )
    select count(*)::int as kept from changed`
})

const statementsOf = (name: string, change: (table: string) => string): ReadonlyMap<string, Statement> =>
  new Map(storedConcepts.map((concept) => [concept, statement(concept, name, change(`{schema}.${concept}`))]))

const made = statementsOf("make", (table) =>
  `insert into ${table} (id, version, state) values ($1::text, $2::bigint + 1, $3::jsonb) on conflict do nothing`)
const replaced = statementsOf("replace", (table) =>
  `update ${table} set version = version + 1, state = $3::jsonb where id = $1::text and version = $2::bigint`)

/** The change of a plan that holds nothing else, besides its lines. */
export const loneChange = ({ changes, once, due, ledger }: WrittenPlan): WrittenChange | undefined => {
  const [change, ...others] = changes
  const isLone = others.length === 0 && once.length === 0 && due.length === 0 && ledger.length === 0
  return isLone && change !== undefined && change.next !== null ? change : undefined
}

/** Writes it, and says whether the record was still as the change was based on. */
export const commitLone = async (ask: Ask, change: WrittenChange, plan: WrittenPlan): Promise<boolean> => {
  const { writtenAct, lines } = plan
  const { concept, id, basedOn, next } = change
  const statement = (basedOn === 0 ? made : replaced).get(concept)
  if (statement === undefined) throw new Error(`no statement for the concept "${concept}"`)
  const values: ReadonlyArray<Value> = [id, basedOn, next, writtenAct, jsonArray(lines.map(({ outcome }) => outcome))]
  const [row] = await ask(statement, values)
  return row?.["kept"] === 1
}
