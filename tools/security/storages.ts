/** Every storage that the security cases are tried on, each opened empty. */
import type { Opened } from "@intendant/conformance"
import type { Storage } from "@intendant/core"
import * as Memory from "@intendant/memory"
import { openerOf } from "../../adapters/postgres/test/fresh.ts"
import { openFresh } from "../../adapters/sqlite/test/fresh.ts"
import { freshDatabase } from "../fresh-database.ts"

/** A storage, and everything that it keeps as text. */
export type Searchable = Storage & { readonly dump: () => Promise<string> }

interface Kind {
  readonly name: string
  readonly open: () => Promise<Searchable>
  readonly closeAll: () => Promise<void>
}

const kindOf = (name: string, open: () => Promise<{ storage: Searchable; close: () => Promise<void> }>): Kind => {
  const closing: Array<() => Promise<void>> = []
  return {
    name,
    open: async () => {
      const { storage, close } = await open()
      closing.push(close)
      return storage
    },
    closeAll: async () => { for (const close of closing.splice(0)) await close() }
  }
}

const searchable = ({ storage, witness, close = async () => {} }: Opened) =>
  ({ storage: { ...storage, dump: witness.dump }, close })

export const storages: ReadonlyArray<Kind> = [
  kindOf("memory", async () => {
    const { close, dump, ...storage } = Memory.open()
    return { storage: { ...storage, dump: async () => dump() }, close }
  }),
  kindOf("sqlite", async () => searchable(await openFresh())),
  kindOf("postgres", async () => searchable(await openerOf(await freshDatabase())()))
]
