/** Where all steps of this process arrive, from callers and from plans, and how they are carried out. */
import { type Quota, Unavailable } from "@intendant/core"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import type { Ask, Driver } from "./driver.ts"
import { isRefusedValue, isTaken, persist } from "./failures.ts"
import { type Errand, errandsOf, isSweeping } from "./ledger-errand.ts"
import { type Decided, decideLocked, isAccepted, mayRecover } from "./ledger-locked.ts"
import { type LedgerMemory, ledgerMemory } from "./ledger-memory.ts"
import { decideRemembered, type Stale } from "./ledger-remembered.ts"
import type { Outcome } from "./ledger-settle.ts"
import { rootOf } from "./ledger-view.ts"
import type { WrittenPlan } from "./plan-rows.ts"

export type TakeExit = Exit.Exit<void, Quota.Refusal | Unavailable>

export interface LedgerDesk {
  /** Carries out gathered steps, each of which stands for itself. */
  readonly take: (errands: ReadonlyArray<Errand>) => Promise<ReadonlyArray<TakeExit>>
  /** Carries out the moves of plans within their transaction, all or none; call what is given once it is committed. */
  readonly move: (ask: Ask, plans: ReadonlyArray<WrittenPlan>) => Promise<() => void>
  /** Whether a transaction with moves is worth another try. */
  readonly isWorthwhile: (cause: unknown) => boolean
  /** The refusal for which moves were given up, where that is why they failed. */
  readonly refusalIn: (cause: unknown) => Quota.QuotaExceeded | undefined
}

/** A move of a plan found no room. Thrown, so that the transaction is undone. */
class NoRoom extends Error {
  readonly refusal: Quota.QuotaExceeded
  constructor(refusal: Quota.QuotaExceeded) {
    super("a move of the ledger found no room")
    this.refusal = refusal
  }
}

/** For so many batches after another process wrote, looking first is cheaper than writing in vain. */
const cautiousBatches = 8
const rememberedMax = 10_000

export const ledgerDesk = (driver: Driver): LedgerDesk => {
  const memory = ledgerMemory(rememberedMax)
  const carryOut = carrier(driver, memory)

  const take = async (errands: ReadonlyArray<Errand>): Promise<ReadonlyArray<TakeExit>> => {
    try {
      return (await carryOut(errands)).answers.map(exitOf)
    } catch (cause) {
      memory.forget(rootsIn(errands))
      if (errands.length === 1 || !isRefusedValue(cause)) return errands.map(() => unavailable(cause))
      const exits: Array<TakeExit> = []
      for (const errand of errands) exits.push(...await take([errand]))
      return exits
    }
  }

  const move = async (ask: Ask, plans: ReadonlyArray<WrittenPlan>): Promise<() => void> => {
    const errands = plans.flatMap(errandsOf)
    if (errands.length === 0) return () => {}
    const decided = await decideLocked(ask, errands, isAccepted)
    const refused = decided.outcome.answers.find(Result.isFailure)
    if (refused !== undefined) throw giveUp(refused.failure)
    return () => learn(memory, decided)
  }

  return {
    take, move, isWorthwhile: mayRecover,
    refusalIn: (cause) => cause instanceof NoRoom ? cause.refusal : undefined
  }
}

const learn = (memory: LedgerMemory, { outcome, versions }: Decided): void => {
  if (outcome.counters.length > 0) memory.advance(versions, outcome.counters, outcome.entries)
}

/** From memory where that is likely to hold, under the lock where it is not, or did not. */
const carrier = (driver: Driver, memory: LedgerMemory) => {
  let cautious = 0

  const fromMemory = (errands: ReadonlyArray<Errand>): Promise<Outcome | Stale> =>
    persist(() => decideRemembered(driver.ask, memory, errands)).catch((cause: unknown) => {
      memory.forget(rootsIn(errands))
      if (isTaken(cause)) return "unforeseen"
      throw cause
    })

  const underLock = async (errands: ReadonlyArray<Errand>): Promise<Outcome> => {
    const decided = await persist(() => driver.transaction(({ ask }) => decideLocked(ask, errands)), mayRecover)
    learn(memory, decided)
    return decided.outcome
  }

  return async (errands: ReadonlyArray<Errand>): Promise<Outcome> => {
    if (errands.some(isSweeping)) return underLock(errands)
    if (cautious > 0) {
      cautious -= 1
      return underLock(errands)
    }
    const told = await fromMemory(errands)
    if (typeof told !== "string") return told
    if (told === "outdated") cautious = cautiousBatches
    return underLock(errands)
  }
}

const giveUp = (refusal: Quota.Refusal): Error =>
  refusal._tag === "QuotaExceeded" ? new NoRoom(refusal) : new Error(`the plan cannot move the ledger: ${refusal._tag}`)

const unavailable = (cause: unknown): TakeExit => Exit.fail(new Unavailable({ cause }))

const exitOf = (answer: Outcome["answers"][number]): TakeExit =>
  Result.isSuccess(answer) ? Exit.void : Exit.fail(answer.failure)

const rootsIn = (errands: ReadonlyArray<Errand>): ReadonlyArray<string> =>
  errands.flatMap(({ step }) => "node" in step ? [rootOf(step.node)] : [])
