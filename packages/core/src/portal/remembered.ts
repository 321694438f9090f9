/** Who was recognised just before: taken for it for a moment longer, unless anything here has ended it since. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { screensOf } from "./screens.ts"
import type { Storage } from "./storage.ts"

/** No longer: whoever is signed out by another process is out after so long at the latest. */
export const rememberedMillisMax = 1_000

const sessionsMost = 100_000
const endedMost = 10_000

/** Somebody, as they were recognised. */
interface Remembered<Answer> {
  readonly subject: string
  /** From when to when, in milliseconds: a clock that was set back is no reason to remember anybody for longer. */
  readonly fromMillis: number
  readonly untilMillis: number
  /** How much had ended when the storage was asked. */
  readonly asOf: number
  readonly answer: Effect.Effect<Answer>
}

/** What ends is counted: an answer that was under way meanwhile is not remembered, whatever it says. */
const makeMemory = <Answer>() => {
  const sessions = new Map<string, Remembered<Answer>>()
  const ended = new Map<string, number>()
  let [count, floor] = [0, 0]
  const isOver = (name: string, asOf: number): boolean => asOf < floor || (ended.get(name) ?? 0) > asOf
  return {
    asOf: () => count,
    /** Ends whatever is remembered by this digest, or of this subject. */
    end: (name: string): void => {
      count += 1
      if (ended.size >= endedMost) {
        ended.clear()
        floor = count
      }
      ended.set(name, count)
      sessions.delete(name)
    },
    find: (digest: string, nowMillis: number): Effect.Effect<Answer> | undefined => {
      const one = sessions.get(digest)
      if (one === undefined || nowMillis < one.fromMillis || nowMillis >= one.untilMillis) return undefined
      return isOver(one.subject, one.asOf) ? undefined : one.answer
    },
    keep: (digest: string, one: Remembered<Answer>): void => {
      if (isOver(digest, one.asOf) || isOver(one.subject, one.asOf)) return
      const [oldest] = sessions.keys()
      if (sessions.size >= sessionsMost && oldest !== undefined) sessions.delete(oldest)
      sessions.set(digest, one)
    }
  }
}

type Memory<Answer> = ReturnType<typeof makeMemory<Answer>>

/** Whatever ends sessions is forgotten before it is answered, also where nobody knows whether it was written. */
const ending = <Given extends Storage>(storage: Given, memory: Pick<Memory<never>, "end">): Given => {
  const after = <Value, Failure>(asked: Effect.Effect<Value, Failure>, names: ReadonlyArray<string>) =>
    Effect.ensuring(asked, Effect.sync(() => names.forEach(memory.end)))
  const sessions: Storage["sessions"] = {
    ...storage.sessions,
    revoke: (digest) => after(storage.sessions.revoke(digest), [digest]),
    revokeAll: (subject, except) => after(storage.sessions.revokeAll(subject, except), [subject])
  }
  const records: Storage["records"] = {
    ...storage.records,
    commit: (plan) => after(
      storage.records.commit(plan), plan.changes.filter(({ concept }) => concept === "user").map(({ id }) => id))
  }
  // Nothing that is read has changed: screens answer for these ports as they did for those.
  const screens = { ...screensOf(storage), of: { sessions, records, userLists: storage.userLists } }
  return { ...storage, sessions, records, screens }
}

/** Somebody, by the session of a subject, and when at the latest the answer would be another one, in milliseconds. */
export interface Recognised<Answer> {
  readonly answer: Answer
  readonly subject: string
  readonly changesAtMillis: number
}

/** Asks who bears the session of this digest, unless that is remembered. */
export type Recall<Answer> = <Failure>(
  digest: string, ask: () => Effect.Effect<Recognised<Answer>, Failure>
) => Effect.Effect<Answer, Failure>

const asking = <Answer>(): Recall<Answer> => (_, ask) => Effect.map(ask(), ({ answer }) => answer)

const recalling = <Answer>(memory: Memory<Answer>, rememberedMillis: number): Recall<Answer> => (digest, ask) =>
  Clock.clockWith((clock) => {
    const nowMillis = clock.currentTimeMillisUnsafe()
    const found = memory.find(digest, nowMillis)
    if (found !== undefined) return found
    const asOf = memory.asOf()
    return Effect.map(ask(), ({ answer, subject, changesAtMillis }) => {
      const untilMillis = Math.min(nowMillis + rememberedMillis, changesAtMillis)
      memory.keep(digest, { subject, fromMillis: nowMillis, untilMillis, asOf, answer: Effect.succeed(answer) })
      return answer
    })
  })

/** Ports that are watched for what ends sessions; where nothing is to be remembered, they are as they were. */
export const watching = <Answer, Given extends Storage & { readonly rememberedMillis?: number }>(
  ports: Given
): { readonly ports: Given; readonly recall: Recall<Answer> } => {
  const { rememberedMillis = 0 } = ports
  if (rememberedMillis === 0) return { ports, recall: asking() }
  const memory = makeMemory<Answer>()
  return { ports: ending(ports, memory), recall: recalling(memory, rememberedMillis) }
}
