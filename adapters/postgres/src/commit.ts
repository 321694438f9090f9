/** Carries out gathered plans: those that do not meet in one statement, the others behind them. */
import { Conflict, type Once, type Quota, Repeated, Unavailable } from "@intendant/core"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { commitLone, loneChange } from "./commit-lone.ts"
import type { Ask, Driver, Row } from "./driver.ts"
import { isRefusedValue, persist } from "./failures.ts"
import type { LedgerDesk } from "./ledger-desk.ts"
import { commitPlans, rowsOf, type WrittenChange, type WrittenPlan } from "./plan-rows.ts"
import { nextWave } from "./waves.ts"

export type CommitFailure = Conflict | Quota.QuotaExceeded | Repeated | Unavailable
export type CommitExit = Exit.Exit<void, CommitFailure>

/** A plan on its way, and where its answer goes. */
interface Errand {
  readonly plan: WrittenPlan
  readonly index: number
}

const kept: CommitExit = Exit.void
const unavailable = (cause: unknown): CommitExit => Exit.fail(new Unavailable({ cause }))

/** Plans that move the ledger come behind those that do not: no order between callers at once was promised. */
export const committer = (driver: Driver, desk: LedgerDesk) =>
  async (plans: ReadonlyArray<() => WrittenPlan>): Promise<ReadonlyArray<CommitExit>> => {
    const exits: Array<CommitExit> = plans.map(() => kept)
    const answer = (errands: ReadonlyArray<Errand>, given: ReadonlyArray<CommitExit>) =>
      errands.forEach(({ index }, place) => { exits[index] = given[place] ?? unavailable("a plan without an answer") })
    const errands = plans.flatMap((write, index): ReadonlyArray<Errand> => {
      try {
        return [{ plan: write(), index }]
      } catch (cause) {
        exits[index] = unavailable(cause)
        return []
      }
    })
    let waiting: ReadonlyArray<Errand> = errands
    while (waiting.length > 0) {
      const { now, later } = nextWave(waiting)
      const plain = now.filter(({ plan }) => plan.ledger.length === 0)
      const counted = now.filter(({ plan }) => plan.ledger.length > 0)
      answer(plain, await together(plain, (few) => commitPlain(driver, few)))
      answer(counted, await together(counted, (few) => commitCounted(driver, desk, few)))
      waiting = withoutLate(now, later, exits)
    }
    return exits
  }

/** Who based a change on what a plan of the wave has just replaced, or found replaced, is late without being asked. */
const withoutLate = (
  now: ReadonlyArray<Errand>, later: ReadonlyArray<Errand>, exits: Array<CommitExit>
): ReadonlyArray<Errand> => {
  const replaced = new Set(now.flatMap(({ plan, index }) =>
    plan.changes.filter((change) => isReplaced(change, exits[index] ?? kept)).map(baseOf)))
  return later.filter(({ plan, index }) => {
    // Whether a request was answered before comes first, and only the database knows.
    const late = plan.once.length > 0 ? undefined : plan.changes.find((change) => replaced.has(baseOf(change)))
    if (late !== undefined) exits[index] = Exit.fail(new Conflict({ key: { concept: late.concept, id: late.id } }))
    return late === undefined
  })
}

const baseOf = ({ concept, id, basedOn }: WrittenChange): string => `${concept}\u0000${id}\u0000${basedOn}`

const isReplaced = ({ concept, id, next }: WrittenChange, exit: CommitExit): boolean => {
  if (Exit.isSuccess(exit)) return next !== null
  const failure = Option.getOrUndefined(Exit.findErrorOption(exit))
  return failure?._tag === "Conflict" && failure.key.concept === concept && failure.key.id === id
}

/** All in one go; one by one where the engine refuses a value, or the ledger a move, of one of them. */
const together = async (
  errands: ReadonlyArray<Errand>,
  carry: (plans: ReadonlyArray<WrittenPlan>) => Promise<ReadonlyArray<CommitExit> | "apart">
): Promise<ReadonlyArray<CommitExit>> => {
  if (errands.length === 0) return []
  const plans = errands.map(({ plan }) => plan)
  try {
    const exits = await carry(plans)
    if (exits !== "apart") return exits
  } catch (cause) {
    if (plans.length === 1 || !isRefusedValue(cause)) return plans.map(() => unavailable(cause))
  }
  const exits: Array<CommitExit> = []
  for (const errand of errands) exits.push(...await together([errand], carry))
  return exits
}

const commitPlain = (driver: Driver, plans: ReadonlyArray<WrittenPlan>): Promise<ReadonlyArray<CommitExit>> =>
  persist(async () => {
    const [plan, ...others] = plans
    const change = plan === undefined || others.length > 0 ? undefined : loneChange(plan)
    if (plan === undefined || change === undefined) return exitsOf(plans, await driver.ask(commitPlans, rowsOf(plans)))
    return [await commitLone(driver.ask, change, plan) ? kept : failureOf(change, undefined)]
  })

const exitsOf = (plans: ReadonlyArray<WrittenPlan>, rows: ReadonlyArray<Row>): ReadonlyArray<CommitExit> => {
  const exits = plans.map(() => kept)
  const changes = rows.length === 0 ? [] : plans.flatMap((plan) => plan.changes)
  for (const { plan, change, first } of rows) exits[Number(plan)] = failureOf(changes[Number(change) - 1], first)
  return exits
}

const failureOf = (late: WrittenPlan["changes"][number] | undefined, first: unknown): CommitExit => {
  if (late !== undefined) return Exit.fail(new Conflict({ key: { concept: late.concept, id: late.id } }))
  // Built by `commit_plans` with these very fields.
  return Exit.fail(new Repeated({ first: first as Once }))
}

/** A move that is refused undoes everything: then each plan goes alone, and only the refused one fails. */
const commitCounted = async (
  driver: Driver, desk: LedgerDesk, plans: ReadonlyArray<WrittenPlan>
): Promise<ReadonlyArray<CommitExit> | "apart"> => {
  const carry = async (ask: Ask) => {
    const exits = exitsOf(plans, await ask(commitPlans, rowsOf(plans)))
    const going = plans.filter((_, index) => Exit.isSuccess(exits[index] ?? kept))
    return { exits, learn: await desk.move(ask, going) }
  }
  try {
    const { exits, learn } = await persist(() => driver.transaction(({ ask }) => carry(ask)), desk.isWorthwhile)
    learn()
    return exits
  } catch (cause) {
    const refused = desk.refusalIn(cause)
    if (refused === undefined) throw cause
    return plans.length > 1 ? "apart" : [Exit.fail(refused)]
  }
}

