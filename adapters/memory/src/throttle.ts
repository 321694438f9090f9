/** Attempts, each remembered for as long as its rule says. What nobody remembers takes no memory. */
import { type Attempt, later, type Throttle, type ThrottleRule } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { deadlines } from "./deadlines.ts"
import { answering, type Store } from "./store.ts"

/** When each attempt of a key is forgotten, in milliseconds; never, where the rule says no time. */
export type Attempts = Map<string, ReadonlyArray<number>>

export const makeThrottle = (store: Store, attempts: Attempts): Throttle["Service"] => {
  const ends = deadlines()

  const remembered = (key: string, nowMillis: number): ReadonlyArray<number> =>
    (attempts.get(key) ?? []).filter((until) => until > nowMillis)

  /** Every attempt reaches its end once: sweeping costs as much as remembering did. */
  const sweep = (nowMillis: number): void => {
    for (const key of ends.drop(nowMillis)) {
      const left = remembered(key, nowMillis)
      if (left.length === 0) attempts.delete(key)
      else attempts.set(key, left)
    }
  }

  return {
    attempt: (key, rule, now) =>
      answering(store, () => {
        sweep(now.epochMilliseconds)
        const before = remembered(key, now.epochMilliseconds)
        if (before.length >= rule.attemptsMax) return refused(before, rule)
        const until = untilOf(rule, now)
        attempts.set(key, [...before, until])
        if (until < Number.POSITIVE_INFINITY) ends.add(key, until)
        return { admitted: true, count: before.length + 1 }
      }),

    reset: (key) => answering(store, () => { attempts.delete(key) }),

    count: (key, now) => answering(store, () => remembered(key, now.epochMilliseconds).length)
  }
}

const untilOf = ({ rememberSeconds }: ThrottleRule, now: Parameters<typeof later>[0]): number =>
  rememberSeconds === undefined ? Number.POSITIVE_INFINITY : later(now, rememberSeconds).epochMilliseconds

/** Attempts are let through again once so many are forgotten that there is room for one. */
const refused = (before: ReadonlyArray<number>, { attemptsMax }: ThrottleRule): Attempt => {
  const retryMillis = before.toSorted((one, two) => one - two)[before.length - attemptsMax]
  const isKnown = retryMillis !== undefined && retryMillis < Number.POSITIVE_INFINITY
  return { admitted: false, count: before.length, ...(isKnown ? { retryAt: DateTime.makeUnsafe(retryMillis) } : {}) }
}
