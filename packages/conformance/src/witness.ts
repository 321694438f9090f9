/** The witness of a storage that is no database: it reads what the storage writes down of itself, as JSON. */
import type { Key, Line } from "@intendant/core"
import type { KeptCounter, Witness } from "./promise.ts"

/** What a storage that is no database may write itself down as. More may stand in it. */
export interface Dump {
  readonly records: ReadonlyArray<Key & { readonly version: number; readonly state: unknown }>
  readonly journal: ReadonlyArray<Line & Key>
  readonly counters: ReadonlyArray<KeptCounter>
}

/** The witness of a storage that writes itself down, at any instant, as JSON of the shape `Dump`. */
export const witnessOf = (dump: () => string): Witness => {
  // The text was just written by a storage that declares this shape; what differs is found by the promises.
  const read = async (): Promise<Dump> => JSON.parse(dump()) as Dump
  return {
    record: async ({ concept, id }) => {
      const found = (await read()).records.find((record) => record.concept === concept && record.id === id)
      return found && { state: found.state, version: found.version }
    },
    lines: async () => (await read()).journal,
    counter: async (node, resource) =>
      (await read()).counters.find((counter) => counter.node === node && counter.resource === resource),
    dump: async () => dump()
  }
}
