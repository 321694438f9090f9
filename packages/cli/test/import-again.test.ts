/** Imports that break off, are repeated, and come back from an export. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { User } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Effect from "effect/Effect"
import { expect, it, onTestFinished } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { acme, create, elsewhere, freshPortal, peopleOf, portalOn, seatsOf, sign, thousand } from "./people.ts"
import { runForFile, runProgram } from "./portal.ts"

const program = fileURLToPath(new URL("../src/main.ts", import.meta.url))
const fileOf = (lines: ReadonlyArray<string>): string => lines.map((line) => `${line}\n`).join("")

it("USR-10 an import that is killed half-way is ended by the next one, and no seat is counted twice", async () => {
  const portal = await freshPortal({ usersMax: 12_000 })
  const lines = Array.from({ length: 11_500 }, (_, index) => `Durand;Zoé;zoe.${index}@acme.example;FR`)
  const words = ["import-users", portal.written("people.csv", fileOf(lines)), "--enterprise", "acme"]
  const child = spawn(process.execPath, ["--conditions=@intendant/source", program, ...words, "-d", portal.database])
  for await (const line of createInterface(child.stderr)) if (line.startsWith("done: ")) child.kill("SIGKILL")
  if (child.signalCode === null) await once(child, "exit")
  expect(child.signalCode).toBe("SIGKILL")
  const before = await portal.on((storage) => seatsOf(storage, acme))
  expect(before.counted).toBe(before.standing)
  expect(before.counted).toBeGreaterThanOrEqual(10_000)
  const { code, out } = await runProgram(...words, "-d", portal.database)
  const created = 11_500 - before.counted
  expect([code, out]).toEqual(
    [0, [`people: 11500; created: ${created}; blocked: 0; there already: ${before.counted}`]])
  expect(await portal.on((storage) => seatsOf(storage, acme))).toEqual({ counted: 11_500, standing: 11_500 })
})

it("USR-10 an import that is interrupted says how far it came, and that it can go on", async () => {
  const portal = await freshPortal({ usersMax: 40_000 })
  const lines = Array.from({ length: 40_000 }, (_, index) => `Durand;Zoé;zoe.${index}@acme.example;FR`)
  const words = ["import-users", portal.written("people.csv", fileOf(lines)), "--enterprise", "acme"]
  const child = spawn(process.execPath, ["--conditions=@intendant/source", program, ...words, "-d", portal.database])
  const said: Array<string> = []
  for await (const line of createInterface(child.stderr)) {
    said.push(line)
    if (line.startsWith("done: ")) child.kill("SIGINT")
  }
  if (child.exitCode === null) await once(child, "exit")
  const { counted, standing } = await portal.on((storage) => seatsOf(storage, acme))
  expect([child.exitCode, said.at(-1)]).toEqual([130, `done before: ${counted}; the same command goes on`])
  expect(counted).toBe(standing)
})

it("whoever stops listening does not stop the work", async () => {
  const portal = await freshPortal()
  const words = ["import-users", portal.written("people.csv", fileOf(thousand())), "--enterprise", "acme"]
  const child = spawn(process.execPath, ["--conditions=@intendant/source", program, ...words, "-d", portal.database])
  child.stdout.destroy()
  child.stderr.destroy()
  await once(child, "exit")
  expect(child.exitCode).toBe(0)
  expect(await portal.on((storage) => seatsOf(storage, acme))).toEqual({ counted: 1_000, standing: 1_000 })
})

it("USR-10 what is exported can be imported again, runs as no formula, and names nobody twice", async () => {
  const portal = await freshPortal()
  const people = [
    "=cmd|'/C calc'!A1;@SUM(1);a@acme.example;EN", "\"Martin; née \"\"B\"\"\";Zoé;zoe@société.fr;FR",
    "Élie;-1;b@acme.example;EN", "Gone;Soon;c@acme.example;FR", "Held;Elsewhere;d@acme.example;FR"
  ]
  await portal.on((storage) => create(storage, elsewhere, "d@acme.example"))
  const from = portal.written("people.csv", fileOf([...people, ...thousand()]))
  expect((await runProgram("import-users", from, "--enterprise", "acme", "-d", portal.database)).code).toBe(0)
  await portal.on(async (storage) => {
    const { portal: opened, operator: actor } = portalOn(storage)
    const { items } = await Effect.runPromise(
      storage.userLists.list({ enterprise: acme, statuses: [], sort: "lastName", descending: true })({ limit: 500 }))
    const gone = items.find(({ lastName }) => lastName === "Gone")
    const command = User.DeleteUser.make({ enterprise: acme, userId: gone?.userId ?? User.UserId.make("nobody") })
    await Effect.runPromise(opened.submitUser({ actor, command, reason: "" }))
  })

  const { code, err, file } = await runForFile("export-users", "--enterprise", "acme", "-d", portal.database)
  expect([code, err]).toEqual([0, []])
  const text = file.toString("utf8")
  expect(text.split("\r\n").slice(0, 4)).toEqual([
    "\ufeff'=cmd|'/C calc'!A1;'@SUM(1);a@acme.example;EN", "Élie;'-1;b@acme.example;EN",
    "Held;Elsewhere;d@acme.example;FR", "Durand 0;Zoé;zoe.0@acme.example;FR"
  ])
  expect(text.trim().split("\r\n").length).toBe(1_004)
  const again = ["import-users", portal.written("exported.csv", file), "--enterprise", "acme"]
  expect((await runProgram(...again, "-d", portal.database)).out)
    .toEqual(["people: 1004; created: 0; blocked: 0; there already: 1004"])
  const other = await freshPortal()
  expect((await runProgram(...again, "-d", other.database)).out)
    .toEqual(["people: 1004; created: 1004; blocked: 0; there already: 0"])
  const unlike = (line: string) => !line.includes("Gone") && !line.includes("Held")
  expect((await other.on((storage) => peopleOf(storage, acme))).filter(unlike))
    .toEqual((await portal.on((storage) => peopleOf(storage, acme))).filter(unlike))
})

it("USR-10 the same on a PostgreSQL server, and as a program", async () => {
  const { connectionString, database, host, port, user } = await freshDatabase()
  const socket = `postgres://${user}@/${database}?host=${encodeURIComponent(String(host))}&port=${port}`
  const url = connectionString ?? socket
  const storage = await Postgres.open({ connection: { connectionString: url }, migrate: true })
  onTestFinished(() => storage.close())
  await sign(storage)
  await create(storage, elsewhere, "zoe.0@acme.example")
  const files = await freshPortal()
  const bad = files.written("bad.csv", fileOf(thousand().with(1, "Durand;Zoé")))
  const report = join(dirname(bad), "refused.csv")
  const asked = (file: string) => ["import-users", file, "--enterprise", "acme", "-d", url, "--report", report]
  expect((await runProgram(...asked(bad))).code).toBe(1)
  expect(await peopleOf(storage, acme)).toEqual([])
  expect(readFileSync(report, "utf8")).toContain("\r\n2;3;mail;;")
  const good = files.written("good.csv", fileOf(thousand()))
  const child = spawn(process.execPath, ["--conditions=@intendant/source", program, ...asked(good)])
  const said: Array<string> = []
  for await (const line of createInterface(child.stdout)) said.push(line)
  expect(said).toEqual(["people: 1000; created: 999; blocked: 1; there already: 0"])
  expect(await seatsOf(storage, acme)).toEqual({ counted: 999, standing: 999 })
  expect((await runProgram(...asked(good))).out).toEqual(["people: 1000; created: 0; blocked: 0; there already: 1000"])
  const { file } = await runForFile("export-users", "--enterprise", "acme", "-d", url)
  expect(file.toString("utf8").trim().split("\r\n").length).toBe(1_000)
})
