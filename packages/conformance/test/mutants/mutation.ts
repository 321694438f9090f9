/** How an adapter is broken: a memory that keeps every promise, with one port of it replaced in part. */
import type { Capabilities, Opened } from "@intendant/conformance"
import { witnessOf } from "@intendant/conformance"
import type { Storage } from "@intendant/core"
import * as Memory from "@intendant/memory"

/** What is wrong with a storage, in words and in deed. */
export interface Mutant {
  readonly breaks: string
  readonly mutate: (honest: Opened) => Opened
}

/** The mutants of some promises, by the promise that must catch them. */
export type Mutants = Readonly<Record<string, Mutant>>

/** Breaks one port of an honest storage. */
export const mutant = <Name extends keyof Storage>(
  breaks: string, name: Name, broken: (honest: Storage[Name], storage: Storage) => Partial<Storage[Name]>
): Mutant => ({
  breaks,
  mutate: (opened) => {
    const { storage } = opened
    return { ...opened, storage: { ...storage, [name]: { ...storage[name], ...broken(storage[name], storage) } } }
  }
})

/** Breaks what an honest storage is capable of. */
export const incapable = (breaks: string, broken: (honest: Opened) => Partial<Capabilities>): Mutant => ({
  breaks,
  mutate: (opened) => ({ ...opened, capabilities: { ...opened.capabilities, ...broken(opened) } })
})

/** The reference, empty and fresh, with a witness that reads what it writes down. */
export const honest = (): Opened => {
  const { close, dump, ...storage } = Memory.open()
  return {
    storage, witness: witnessOf(dump), close,
    capabilities: {
      durable: { lacks: "what is kept in memory ends with the process" },
      manyProcesses: { lacks: "the memory of a process is its own" },
      holdCommit: { lacks: "a commit is one synchronous step, which nothing interrupts" },
      stops: { has: close }
    }
  }
}
