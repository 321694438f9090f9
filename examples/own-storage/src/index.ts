/** A storage of one's own: every port on one JSON file, which each batch of changes rewrites as a whole. */
import { byCodePoint, type Due, type DueItem, type Storage } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import { randomUUID } from "node:crypto"
import { readFile } from "node:fs/promises"
import { empty, moment, nameOf, type Planned, text } from "./content.ts"
import { done, type Keeper, keeper, replace } from "./keeper.ts"
import { makeLedger } from "./ledger.ts"
import { makeAccountLists, makeActivity, makeResourceLists, makeUserLists } from "./lists.ts"
import { makeRecords } from "./records.ts"
import { makeOneTime, makeSessions, makeThrottle } from "./signing-in.ts"

/** A storage in one file, for one process at a time: a second one would overwrite what the first wrote. */
export interface OneFileStorage extends Storage {
  /** From here on everything fails with `Unavailable`. */
  readonly close: () => Promise<void>
}

/**
 * Opens a file, or makes it where there is none.
 *
 * @example const storage = await open("portal.json")
 */
export const open = async (file: string): Promise<OneFileStorage> => {
  const keep = keeper(file, await contentOf(file))
  return {
    records: makeRecords(keep), ledger: makeLedger(keep), accountLists: makeAccountLists(keep),
    userLists: makeUserLists(keep), resourceLists: makeResourceLists(keep), activity: makeActivity(keep),
    due: makeDue(keep), throttle: makeThrottle(keep), oneTime: makeOneTime(keep), sessions: makeSessions(keep),
    close: keep.close
  }
}

const contentOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, "utf8")
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) throw cause
    await replace(file, empty)
    return empty
  }
}

const isFree = ({ lease }: Planned, now: string): boolean => lease === undefined || lease.until <= now

const makeDue = ({ change }: Keeper): Due["Service"] => {
  /** Without effect once the lease was lost to someone else. */
  const end = ({ kind, id, lease }: DueItem, at?: string) =>
    change(({ due }) => {
      if (due.get(nameOf(kind, id))?.lease?.token !== lease) return done
      if (at === undefined) due.delete(nameOf(kind, id))
      else due.set(nameOf(kind, id), { kind, id, at })
      return done
    })
  return {
    claim: (kind, now, limit, leaseSeconds) =>
      change(({ due }) => {
        const until = text(DateTime.add(moment(now), { seconds: leaseSeconds }))
        const claimed = [...due.values()]
          .filter((planned) => planned.kind === kind && planned.at <= now && isFree(planned, now))
          .sort((one, two) => byCodePoint(one.at, two.at) || byCodePoint(one.id, two.id))
          .slice(0, limit)
          .map(({ id, at }): DueItem => ({ kind, id, at, lease: randomUUID() }))
        for (const { id, at, lease: token } of claimed) {
          due.set(nameOf(kind, id), { kind, id, at, lease: { token, until } })
        }
        return Result.succeed(claimed)
      }),
    done: (item) => end(item),
    again: (item, at) => end(item, at)
  }
}
