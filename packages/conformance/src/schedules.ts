/** Runs a few steps of a ledger in every order in which they can meet, and judges each order by the rule. */
import type { Quota } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { faultAtTheEnd, faultNow, type Happening } from "./linearizable.ts"
import { instant } from "./plans.ts"

/** Waits at a storage step until the explorer lets it go on. */
export type Point = () => Promise<void>

/** A ledger whose storage waits at a point before everything that it reads or writes, and what that storage keeps. */
export interface Stepped {
  readonly ledger: Quota.Ledger["Service"]
  readonly kept: () => ReadonlyArray<Quota.Counter>
}

/** What is tried: steps taken beforehand, and callers, each of whom takes one step after the answer to the last. */
export interface Meeting {
  readonly before: ReadonlyArray<Quota.Step>
  readonly callers: ReadonlyArray<ReadonlyArray<Quota.Step>>
}

/** How many orders were tried, and the first that broke the rule, with what went wrong in it. */
export interface Explored {
  readonly schedules: number
  readonly fault?: { readonly order: ReadonlyArray<string>; readonly what: string }
}

/** A choice that was made, and what else could have been chosen and need not be any more. */
interface Choice {
  readonly enabled: ReadonlyArray<string>
  readonly asleep: Set<string>
  chosen: string
}

/**
 * That a caller gets an answer changes nothing in the storage: two such moments, or one and a storage step, have the
 * same outcome in either order, and one of the two is enough. Everything else is tried in every order.
 */
const areIndependent = (one: string, two: string): boolean =>
  isAnswer(one) ? isAnswer(two) || isStorage(two) : isAnswer(two) && isStorage(one)
const isAnswer = (moment: string): boolean => moment.startsWith("answer")
const isStorage = (moment: string): boolean => moment.startsWith("storage")

/**
 * Tries every order of asking, of each storage step and of being answered. The whole meeting is run anew for each, so
 * the ledger must do the same whenever the same goes first. Stops at the first order that breaks the rule: a hard limit
 * passed at any instant, an answer or a count that no order of the same steps gives, or a caller who is never answered.
 */
export const exploreSchedules = async (open: (point: Point) => Stepped, meeting: Meeting): Promise<Explored> => {
  const path: Array<Choice> = []
  let schedules = 0
  do {
    const run = begin(open, meeting)
    let fault = await run.quiet()
    let isRepetition = false
    for (let depth = 0; fault === undefined && run.waiting().length > 0; depth++) {
      const choice = path[depth] ?? nextChoice(path.at(-1), run.waiting())
      if (choice === undefined) {
        isRepetition = true
        break
      }
      path[depth] = choice
      run.letGo(choice.chosen)
      fault = await run.quiet()
    }
    if (isRepetition) continue
    schedules += 1
    fault ??= run.end()
    if (fault !== undefined) return { schedules, fault: { order: path.map(({ chosen }) => chosen), what: fault } }
  } while (turnBack(path))
  return { schedules }
}

/** The first choice at a place where nobody was before; none, when all that could follow was seen in another order. */
const nextChoice = (last: Choice | undefined, enabled: ReadonlyArray<string>): Choice | undefined => {
  const asleep = new Set([...last?.asleep ?? []].filter((moment) => last && areIndependent(moment, last.chosen)))
  const chosen = enabled.find((moment) => !asleep.has(moment))
  return chosen === undefined ? undefined : { enabled, asleep, chosen }
}

/** Goes back to the last place where another choice is left, and takes it. */
const turnBack = (path: Array<Choice>): boolean => {
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const { asleep, enabled, chosen } = last
    asleep.add(chosen)
    const other = enabled.find((moment) => !asleep.has(moment))
    if (other !== undefined) {
      last.chosen = other
      return true
    }
    path.pop()
  }
  return false
}

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** Where callers and storage steps wait to be let go, one at a time. */
const crossroads = () => {
  const waiting = new Map<string, () => void>()
  let arrivals = 0
  return {
    arrive: (moment: string): Promise<void> =>
      new Promise((resolve) => {
        arrivals += 1
        waiting.set(moment, resolve)
      }),
    waiting: () => [...waiting.keys()],
    letGo: (moment: string): void => {
      const resolve = waiting.get(moment)
      if (resolve === undefined) throw new Error(`the ledger did not do again what it did before: no ${moment}`)
      waiting.delete(moment)
      resolve()
    },
    /** Ends when nobody moves any more. */
    quiet: async (): Promise<void> => {
      await turn()
      for (let seen = -1; seen !== arrivals;) {
        seen = arrivals
        await turn()
      }
    }
  }
}

/** Starts the callers of a meeting; from then on everything waits until it is let go. */
const begin = (open: (point: Point) => Stepped, { before, callers }: Meeting) => {
  const { arrive, waiting, letGo, quiet } = crossroads()
  const happenings: Array<Happening> = []
  const now = instant(0)
  // Who lowers a limit, or carries one along, may leave more below it than it allows: there, only the answers tell.
  const areLimitsFixed = callers.flat().every(({ _tag }) => _tag !== "SetLimit" && _tag !== "Move")
  let [storageSteps, left, isPrepared] = [0, callers.length, false]
  const stepped = open(async () => { if (isPrepared) await arrive(`storage ${++storageSteps}`) })
  const take = (step: Quota.Step) => Effect.runPromise(Effect.result(stepped.ledger.take(step, { by: "ada", now })))

  const call = async (steps: ReadonlyArray<Quota.Step>, caller: number): Promise<void> => {
    for (const [index, step] of steps.entries()) {
      const name = `${caller}.${index}`
      await arrive(`ask ${name}`)
      happenings.push({ name, step })
      const answer = await take(step)
      await arrive(`answer ${name}`)
      happenings.push({ name, refusal: Result.isFailure(answer) ? answer.failure : undefined })
    }
    left -= 1
  }
  const prepare = async (): Promise<void> => {
    for (const step of before) await take(step)
    isPrepared = true
    for (const [caller, steps] of callers.entries()) void call(steps, caller)
  }
  const prepared = prepare()

  return {
    waiting, letGo,
    /** Waits until nothing moves any more; tells what is wrong then. */
    quiet: async () => {
      await prepared
      await quiet()
      return areLimitsFixed ? faultNow(stepped.kept()) : undefined
    },
    end: () => left > 0 ? "a caller is never answered" : faultAtTheEnd(before, happenings, stepped.kept(), now)
  }
}
