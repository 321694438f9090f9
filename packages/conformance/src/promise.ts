/** What a suite is made of: numbered promises, told to whatever runs tests, and what an adapter gives to be tested. */
import type { Key, Kept, Line, Plan, Quota, Storage } from "@intendant/core"
import * as Effect from "effect/Effect"

/** `it` of vitest, `test` of node:test, or a list that collects the promises. */
export type Register = (promise: string, body: () => Promise<void>) => void

/** A counter as it is kept: the resource is any text, as an engine tells it. */
export type KeptCounter = Omit<Quota.Counter, "resource"> & { readonly resource: string }

/**
 * Reads what is really kept, without a line of the adapter: by the engine's own client, or from its files. An adapter
 * that tells what it does not keep, or keeps what it does not tell, is caught by it.
 */
export interface Witness {
  readonly record: (key: Key) => Promise<Kept | undefined>
  /** Every line of the journal, with the key of its record; those of one record oldest first. */
  readonly lines: () => Promise<ReadonlyArray<Line & Key>>
  /** The count as it is kept; what ran out may still be in it. None where none was ever written. */
  readonly counter: (node: string, resource: string) => Promise<KeptCounter | undefined>
  /** Everything that is kept, as text, to be searched for what must not be there, or must. */
  readonly dump: () => Promise<string>
}

/** A means that an adapter has, or the reason why it has none. */
export type Capability<Means> = { readonly has: Means } | { readonly lacks: string }

/** A second way into the same data. */
export interface Again {
  readonly storage: Storage
  readonly close?: () => Promise<void>
}

/** What not every storage can do. What it lacks is declared with a reason, and what it has is tested. */
export interface Capabilities {
  /** What was acknowledged outlives the process: opens what is kept as another process would find it now. */
  readonly durable: Capability<() => Promise<Again>>
  /** Several processes may work on the same data: opens it once more, as another process would, beside the first. */
  readonly manyProcesses: Capability<() => Promise<Again>>
  /**
   * Writes a plan, journal lines included, and stops right before it becomes visible; the function given lets it go
   * on, and ends once it is committed.
   */
  readonly holdCommit: Capability<(plan: Plan) => Promise<() => Promise<void>>>
  /** Makes the storage stop answering, for good: from then on everything fails with `Unavailable`. */
  readonly stops: Capability<() => Promise<void>>
}

/** A storage under test, empty and fresh. */
export interface Opened {
  readonly storage: Storage
  readonly witness: Witness
  readonly capabilities: Capabilities
  /** Called after each promise, whether or not it was kept. */
  readonly close?: () => Promise<void>
}

export type Open = () => Promise<Opened>

/** A suite tells its promises to `register`; each opens a storage of its own. */
export type Suite = (register: Register, open: Open) => void

/** One promise: what it says, beginning with its number, and how it is tried. */
export interface Promised {
  readonly text: string
  readonly body: (opened: Opened) => Effect.Effect<void, unknown>
}

export const promise = (text: string, body: Promised["body"]): Promised => ({ text, body })

/** Makes a suite of promises. */
export const suite = (promises: ReadonlyArray<Promised>): Suite => (register, open) => {
  for (const { text, body } of promises) {
    register(text, async () => {
      const opened = await open()
      try {
        await Effect.runPromise(body(opened))
      } finally {
        await opened.close?.()
      }
    })
  }
}

/** Several suites as one. */
export const suites = (parts: ReadonlyArray<Suite>): Suite => (register, open) => {
  for (const part of parts) part(register, open)
}
