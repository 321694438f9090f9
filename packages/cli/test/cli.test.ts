/** The command line, as it is called. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import * as Postgres from "@intendant/postgres"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import { afterEach, expect, it } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { verify } from "../src/verify.ts"
import { describe, fill, freshPlace, runProgram } from "./portal.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
const fresh = (): string => {
  const { file, remove } = freshPlace()
  cleanups.push(remove)
  return file
}
const filled = async (): Promise<string> => {
  const file = fresh()
  const storage = await Sqlite.open({ file })
  await fill(storage)
  await storage.close()
  return file
}
/** Does to a file what no portal would. */
const tamper = (file: string, sql: string): void => {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

it("migrates a file once, and says so", async () => {
  const database = `sqlite:${fresh()}`
  expect(await runProgram("migrate", "--database", database))
    .toEqual({ code: 0, out: ["migration 1 applied", "migration 2 applied"], err: [] })
  expect(await runProgram("migrate", "-d", database))
    .toEqual({ code: 0, out: ["up to date, nothing to apply"], err: [] })
})

it("finds nothing where every record is what its journal says", async () => {
  const { code, out } = await runProgram("verify", "--database", `sqlite:${await filled()}`)
  expect([code, out]).toEqual([0, ["3 records compared, 0 differ"]])
})

it("tells every record that is not what its journal says, and never what stands in it", async () => {
  const file = await filled()
  tamper(file, `
    update account set state = json_set(state, '$.comment', 'secret', '$.epoch', 7);
    delete from policy;
    insert into token values ('tok_2', 1, '{"_tag": "Active"}');
    drop trigger journal_is_not_rewritten;
    update journal set happened = '{"_tag": "TokenIssued"}' where concept = 'token';
  `)
  const { code, out } = await runProgram("verify", "--database", `sqlite:${file}`)
  expect(code).toBe(1)
  expect(out).toEqual([
    "account \"acme>nas\" differs from its journal in comment, epoch",
    "policy \"acme>>nightly\" is not kept, and its journal tells of it",
    expect.stringMatching(/^token "tok_1" has a journal that cannot be read: /),
    "token \"tok_2\" is kept, and its journal tells of nothing that happened",
    "4 records compared, 4 differ"
  ])
  expect(out.join("\n")).not.toContain("secret")
})

it("does not call a record different that only changed while it was looked at", async () => {
  const file = await filled()
  const storage = await Sqlite.open({ file })
  cleanups.push(storage.close)
  let isChanged = false
  const records = {
    ...storage.records,
    history: (key: Parameters<typeof storage.records.history>[0]) =>
      Effect.andThen(
        Effect.promise(async () => {
          if (!isChanged) await describe(storage, "on the roof")
          isChanged = true
        }),
        storage.records.history(key)
      )
  }
  expect(await Effect.runPromise(verify(records))).toEqual({ count: 3, differences: [] })
  expect(isChanged).toBe(true)
})

it("says what is wrong with a request, and how it is made", async () => {
  const said = async (...words: ReadonlyArray<string>) => {
    const { code, err, out } = await runProgram(...words)
    expect([code, out]).toEqual([2, []])
    expect(err.join("\n")).toContain("Usage: intendant <command> --database <where>")
    return err.join("\n").split("\n")[0]
  }
  expect(await said()).toBe("intendant: a command is missing")
  expect(await said("erase", "-d", "sqlite:x")).toBe("intendant: there is no command \"erase\"")
  expect(await said("verify", "twice", "-d", "sqlite:x")).toBe("intendant: \"twice\" is one word too many")
  expect(await said("verify")).toBe("intendant: --database is missing")
  expect(await said("verify", "-d", "mysql://x")).toBe("intendant: --database begins with postgres:// or sqlite:")
  expect(await said("verify", "-d", "sqlite:")).toBe("intendant: --database begins with postgres:// or sqlite:")
  expect(await said("verify", "--force")).toContain("intendant: Unknown option '--force'")
  expect((await runProgram("--help")).code).toBe(0)
})

it("says in one line why something could not be done, and makes no file by verifying", async () => {
  const file = fresh()
  const failed = async (command: string, database: string) => {
    const { code, err, out } = await runProgram(command, "--database", database)
    expect([code, out, err.length]).toEqual([2, [], 1])
    return err[0] ?? ""
  }
  expect(await failed("verify", `sqlite:${file}`)).toBe(`intendant: there is no file ${file}`)
  expect(existsSync(file)).toBe(false)
  expect(await failed("migrate", `sqlite:${dirname(file)}`)).toContain("EISDIR")
  const refused = await failed("migrate", "postgres://ada:letmein@127.0.0.1:1/portal")
  expect(refused).toContain("127.0.0.1:1")
  expect(refused).not.toContain("letmein")
})

it("takes the database from the environment, so that no password stands on a command line", async () => {
  const program = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const start = (DATABASE_URL: string, ...words: ReadonlyArray<string>) =>
    spawnSync(process.execPath, ["--conditions=@intendant/source", program, ...words], {
      encoding: "utf8", env: { ...process.env, DATABASE_URL }
    })
  const database = `sqlite:${await filled()}`
  expect(start(database, "verify").stdout).toBe("3 records compared, 0 differ\n")
  expect(start("sqlite:/nowhere/portal.db", "verify", "-d", database).status).toBe(0)
  expect(start("mysql://ada:letmein@x/y", "verify").stderr.split("\n")[0])
    .toBe("intendant: DATABASE_URL begins with postgres:// or sqlite:")
  expect(start("", "verify").stderr.split("\n")[0]).toBe("intendant: --database is missing")
})

it("runs as a program, and its exit code tells what came of it", async () => {
  const file = await filled()
  const program = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const start = (...words: ReadonlyArray<string>) =>
    spawnSync(process.execPath, ["--conditions=@intendant/source", program, ...words], {
      encoding: "utf8", env: { ...process.env, DATABASE_URL: "" }
    })
  const right = start("verify", "--database", `sqlite:${file}`)
  expect([right.status, right.stdout, right.stderr]).toEqual([0, "3 records compared, 0 differ\n", ""])
  tamper(file, "delete from policy")
  expect(start("verify", "--database", `sqlite:${file}`).status).toBe(1)
  const wrong = start("verify")
  expect([wrong.status, wrong.stdout]).toEqual([2, ""])
  expect(wrong.stderr).not.toContain("    at ")
})

it("does the same on a PostgreSQL server", async () => {
  const { connectionString, database, host, port, user } = await freshDatabase()
  const socket = `postgres://${user}@/${database}?host=${encodeURIComponent(String(host))}&port=${port}`
  const url = connectionString ?? socket
  const migrated = await runProgram("migrate", "--database", url)
  expect([migrated.code, migrated.out[0]]).toEqual([0, "migration 1 applied"])
  expect((await runProgram("migrate", "--database", url)).out).toEqual(["up to date, nothing to apply"])
  const storage = await Postgres.open({ connection: { connectionString: url } })
  await fill(storage)
  await storage.close()
  const { code, out } = await runProgram("verify", "--database", url)
  expect([code, out]).toEqual([0, ["3 records compared, 0 differ"]])
})
