/** Work that falls due, and the leases of those who carry it out. */
import { byCodePoint, type Due, type DueItem } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { answering, nameOf, type Planned, type Store } from "./store.ts"

export const makeDue = (store: Store): Due["Service"] => {
  let claims = 0

  /** Replaces what was planned, if this claim of it still counts. */
  const end = ({ kind, id, lease }: DueItem, change: (name: string) => void) =>
    answering(store, () => {
      const name = nameOf(kind, id)
      if (store.due.get(name)?.lease?.token === lease) change(name)
    })

  return {
    claim: (kind, now, limit, leaseSeconds) =>
      answering(store, () => {
        const until = DateTime.formatIso(DateTime.add(DateTime.makeUnsafe(now), { seconds: leaseSeconds }))
        return [...store.due.values()]
          .filter((planned) => planned.kind === kind && planned.at <= now && !isHeld(planned, now))
          .sort((one, two) => byCodePoint(one.at, two.at) || byCodePoint(one.id, two.id))
          .slice(0, limit)
          .map(({ id, at }): DueItem => {
            claims += 1
            store.due.set(nameOf(kind, id), { kind, id, at, lease: { token: String(claims), until } })
            return { kind, id, at, lease: String(claims) }
          })
      }),

    done: (item) => end(item, (name) => store.due.delete(name)),

    again: (item, at) => end(item, (name) => store.due.set(name, { kind: item.kind, id: item.id, at }))
  }
}

const isHeld = ({ lease }: Planned, now: string): boolean => lease !== undefined && lease.until > now
