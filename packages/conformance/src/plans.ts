/** Plans to be carried out in the suites, short to write: only what a promise is about is said. */
import type { Act, Change, Key, Line, Once, Plan, Storage } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { holds } from "./same.ts"
import type { Again, Opened } from "./promise.ts"

const start = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")

/** The instant so many seconds after the suites begin. */
export const instant = (seconds: number): DateTime.Utc => DateTime.add(start, { seconds })
/** The same instant, as text. */
export const at = (seconds: number): string => DateTime.formatIso(instant(seconds))

export const act: Act = {
  by: "ada", at: at(0), reason: "moved \u{1f69a} out", command: { _tag: "OpenAccount", path: "acme>é" },
  grants: [{ permission: "account.open", reach: "everywhere" }]
}

/** Records whose state no adapter looks into. */
export const policy = (id: string): Key => ({ concept: "policy", id })
export const nas = policy("acme>nas")
export const mail = policy("acme>mail")

/** A plan with these changes, and what else is said. */
export const planOf = (changes: ReadonlyArray<Change>, more: Partial<Plan> = {}): Plan =>
  ({ act, changes, ledger: [], due: [], once: [], ...more })

/** A record's first version, or a later one. */
export const writing = (key: Key, basedOn = 0, state: unknown = { name: key.id, basedOn }): Change =>
  ({ ...key, basedOn, next: state, events: [{ _tag: "Written", version: basedOn + 1 }] })

/** The check that a record still is at a version. */
export const checking = (key: Key, basedOn: number): Change => ({ ...key, basedOn, events: [] })

/** The line that `writing` leaves. */
export const lineOf = (version: number, by: Act = act): Line => ({ ...by, happened: { _tag: "Written", version } })

export const answerTo = (key: string, more: Partial<Once> = {}): Once =>
  ({
    scope: "ada/accounts", key, digest: `digest of ${key}`, answer: { ok: true, value: key }, expiresAt: at(60), ...more
  })

/**
 * Names that are the same to many a comparison, and to no storage: they differ by case, accent, blanks, composition,
 * or by what some languages take for one letter; the rest means something to one engine or another.
 */
export const lookalikes: ReadonlyArray<string> = [
  "acme>nas", "Acme>nas", "ACME>NAS", "acme>nas ", " acme>nas", "acme> nas", "acme>nas>", "acme>n\u00e4s",
  "acme>na\u0308s", "acme>n\u00e5s", "acme>nas\u200b", "acme>nas\n", "i", "I", "\u0131", "\u0130", "ss", "\u00df",
  "k", "\u212a", "a%", "a_", "a*", "a\\", "a'", "a\"", "a--", "10", "010", "1e1", "null", "", " ", "\t",
  "\uffff", "\ufffd", "\u{1f600}", "\u{10ffff}"
]

/** A name as long as they get: 1,024 bytes that do not repeat themselves. */
export const longName = Array.from({ length: 300 }, (_, index) => (index * 7919 % 46_656).toString(36)).join("")
  .slice(0, 1024).padEnd(1024, "x")

/** The storage, and a second way into it where the adapter has one: races run through both at once. */
export const throughAll = (
  { storage, capabilities: { manyProcesses } }: Opened,
  body: (storages: readonly [Storage, ...ReadonlyArray<Storage>]) => Effect.Effect<void, unknown>
): Effect.Effect<void, unknown> => {
  if ("has" in manyProcesses) return opening(manyProcesses.has, (other) => body([storage, other]))
  holds("a storage for one process says why", manyProcesses.lacks.trim() !== "")
  return body([storage])
}

/** What is kept, as a process finds it that comes later; or as it is told, where nothing outlives the process. */
export const reopened = (
  { storage, capabilities: { durable } }: Opened, body: (storage: Storage) => Effect.Effect<void, unknown>
): Effect.Effect<void, unknown> => {
  if ("has" in durable) return opening(durable.has, body)
  holds("a storage that does not last says why", durable.lacks.trim() !== "")
  return body(storage)
}

const opening = (open: () => Promise<Again>, body: (storage: Storage) => Effect.Effect<void, unknown>) =>
  Effect.acquireUseRelease(
    Effect.promise(open), ({ storage }) => body(storage), ({ close }) => Effect.promise(async () => close?.()))

/** One of several, in turn. */
export const turnOf = <Item>(items: readonly [Item, ...ReadonlyArray<Item>], index: number): Item =>
  items[index % items.length] ?? items[0]

/** So many, by number. */
export const times = <Item>(count: number, make: (index: number) => Item): ReadonlyArray<Item> =>
  Array.from({ length: count }, (_, index) => make(index))
