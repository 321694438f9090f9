/** How a file is opened, made and refused. */
import { readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Records, Unavailable } from "@intendant/core"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import { afterEach, expect, it } from "vitest"
import { freshFile } from "./fresh.ts"
import { planOf } from "./hot-root.ts"
import { openDriver } from "./open-driver.ts"

const cleanups: Array<() => void> = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})
const fresh = (): string => {
  const { file, remove } = freshFile()
  cleanups.push(remove)
  return file
}

it("a new file, and those beside it, are for their owner alone", async () => {
  const file = fresh()
  const { close } = await Sqlite.open({ file })
  const modes = ["", "-wal", "-shm"].map((end) => statSync(file + end).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o600])
  await close()
})

it("a file is made durable, whatever library opens it", async () => {
  const { driver, connection } = openDriver()
  const { close } = await Sqlite.open({ file: fresh(), driver })
  const settings = ["journal_mode", "synchronous", "foreign_keys", "secure_delete"].map((name) =>
    connection().prepare(`pragma ${name}`).get()?.[name])
  expect(settings).toEqual(["wal", 2, 1, 1])
  await close()
})

it("a file is migrated once, and a file of a later version is refused with both versions named", async () => {
  const file = fresh()
  expect(await Sqlite.migrate({ file })).toEqual([1, 2])
  expect(await Sqlite.migrate({ file })).toEqual([])
  const other = new DatabaseSync(file)
  other.exec("pragma user_version = 99")
  other.close()
  await expect(Sqlite.open({ file })).rejects.toThrow("of version 99, and this program knows versions up to 2 only")
})

it("who opens a new file while somebody else makes it never takes it for another program's", async () => {
  const [made, file] = [fresh(), fresh()]
  await Sqlite.migrate({ file: made })
  const { driver } = openDriver()
  let isMade = false
  /** Right after the mark of the program was read, and found missing, the file is there and whole. */
  const racing: Sqlite.Driver = (name) => {
    const connection = driver(name)
    return {
      ...connection,
      prepare: (sql) => {
        const statement = connection.prepare(sql)
        return {
          ...statement,
          all: (...values) => {
            const rows = statement.all(...values)
            if (sql === "pragma application_id" && !isMade) makeLike(made, file)
            isMade ||= sql === "pragma application_id"
            return rows
          }
        }
      }
    }
  }
  expect(await Sqlite.migrate({ file, driver: racing })).toEqual([])
  expect(isMade).toBe(true)
})

/** Makes a file like another one, in one transaction. */
const makeLike = (made: string, file: string): void => {
  const [from, to] = [new DatabaseSync(made), new DatabaseSync(file)]
  const shape = from.prepare("select sql from sqlite_schema where sql is not null and name not like 'sqlite_%'").all()
  const marks = ["application_id", "user_version"].map((name) =>
    `pragma ${name} = ${String(from.prepare(`pragma ${name}`).get()?.[name])}`)
  to.exec(["begin immediate", ...shape.map(({ sql }) => String(sql)), ...marks, "commit"].join(";\n"))
  from.close()
  to.close()
}

it("a database of another program is refused and left as it is", async () => {
  const file = fresh()
  const other = new DatabaseSync(file)
  other.exec("create table notes (line text)")
  await expect(Sqlite.open({ file })).rejects.toThrow("another program")
  expect(other.prepare("select name from sqlite_schema").all()).toEqual([{ name: "notes" }])
  other.close()
})

it("what cannot be opened is told: a folder that is not there, a folder, a file that is no database", async () => {
  const file = fresh()
  await expect(Sqlite.open({ file: join(file, "portal.db") })).rejects.toThrow("ENOENT")
  await expect(Sqlite.open({ file: dirname(file) })).rejects.toThrow("EISDIR")
  await expect(Sqlite.open({ file: new URL(import.meta.url).pathname })).rejects.toThrow("not a database")
  const layer = Sqlite.layer({ file: join(file, "portal.db") })
  const failure = await Effect.runPromise(Effect.flip(Effect.provide(Effect.asVoid(Records), layer)))
  expect(failure).toBeInstanceOf(Unavailable)
})

it("a storage that was closed is Unavailable, and a layer closes its own", async () => {
  const file = fresh()
  const storage = await Sqlite.open({ file })
  await storage.close()
  await storage.close()
  expect(await Effect.runPromise(Effect.flip(storage.records.ready))).toBeInstanceOf(Unavailable)
  const records = await Effect.runPromise(Effect.provide(
    Effect.tap(Records, ({ ready }) => ready), Sqlite.layer({ file })))
  expect(await Effect.runPromise(Effect.flip(records.ready))).toBeInstanceOf(Unavailable)
})

it("what is destroyed is no longer in the file", async () => {
  const file = fresh()
  const { close, records } = await Sqlite.open({ file })
  const key = { concept: "credential", id: "acc_1" }
  const commit = (basedOn: number, next: unknown) =>
    Effect.runPromise(records.commit(planOf({ changes: [{ ...key, basedOn, next, events: [] }] })))
  await commit(0, { sealedKey: "canary".repeat(9) })
  await commit(1, { destroyed: true })
  await close()
  expect(readFileSync(file).includes("canary")).toBe(false)
  expect(readFileSync(file).includes("acc_1")).toBe(true)
})
