/** What people do, counted by day. */
import type { Statistics } from "@intendant/core"
import { answering, type Store } from "./store.ts"

/** Sums by enterprise, and there by day and kind. */
export type Counted = Map<string, Map<string, Statistics.DayCount>>

export const makeActivity = (store: Store, counted: Counted): Statistics.Activity["Service"] => ({
  add: (enterprise, kind, day, count) =>
    answering(store, () => {
      const own = counted.get(enterprise) ?? new Map<string, Statistics.DayCount>()
      const before = own.get(`${day} ${kind}`)?.count ?? 0
      own.set(`${day} ${kind}`, { kind, day, count: before + count })
      counted.set(enterprise, own)
    }),

  perDay: (enterprise, from, to) =>
    answering(store, () =>
      [...(counted.get(enterprise) ?? [])]
        .filter(([, { day }]) => day >= from && day <= to)
        .sort(([one], [other]) => one < other ? -1 : 1)
        .map(([, count]) => count))
})
