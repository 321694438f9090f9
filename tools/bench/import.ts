/** People from a file, checked as a whole and created: against a row at a time, and against COPY alone. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { secureWorkspace } from "@intendant/blueprints"
import { makePortal, MailAddress, MailDomain, Path, Portals, type Storage } from "@intendant/core"
import { readRows } from "@intendant/csv"
import * as Postgres from "@intendant/postgres"
import * as Secrets from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type pg from "pg"
import { type DurableServer, onDurableServer } from "./durable.ts"
import { copyRows, copyTextOf, type PersonRow, rowByRow } from "./import-peers.ts"
import { type Figure, ratiosOf, type Report, rounded, valueOf } from "./report.ts"

const people = 100_000
/** One at a time takes too long for all of them; each takes as long as the one before. */
const peopleByHand = 10_000
const rounds = 3
const [fewLines, manyLines] = [10_000, 1_000_000]

const enterprise = Path.make("acme")
const mail = Schema.decodeSync(MailAddress)
const contact = { name: "Support", mail: mail("support@portal.example") }
const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(secureWorkspace)

const personAt = (index: number): PersonRow => ({
  lastName: `Durand-Légaré ${index}`, firstName: "Zoé", mail: `zoe.durand${index}@acme.example`,
  language: index % 2 === 0 ? "FR" : "EN"
})

/** A file that is made as it is read, so that it is never in memory itself. */
async function* fileOf(lines: number) {
  const linesInPiece = 1_000
  for (let from = 0; from < lines; from += linesInPiece) {
    const piece = Array.from({ length: Math.min(linesInPiece, lines - from) }, (_, index) => {
      const { lastName, firstName, mail: address, language } = personAt(from + index)
      return `"${lastName}";${firstName};${address};${language}\r\n`
    })
    yield Buffer.from(piece.join(""))
  }
}

/** An enterprise with seats for everyone, in an empty database. */
const opened = async (connection: pg.PoolConfig) => {
  const storage: Awaited<ReturnType<typeof Postgres.open>> = await Postgres.open({ connection, migrate: true })
  const portal = makePortal({ ...storage, secrets: Secrets.make() }, blueprint)
  const { actor } = portal.roleDesk("operator")
  const terms = {
    domains: [MailDomain.make("acme.example")], usersMax: 2_000_000, storageBytesMax: 1_000, accountManager: contact,
    support: contact
  }
  await Effect.runPromise(portal.submitContract({
    actor, reason: "", command: { _tag: "SignContract", enterprise, terms }
  }))
  return { storage, portal, actor }
}

/** Everything that an administrator waits for: read, checked, read again, decided, written, journaled. */
const ours = async (connection: pg.PoolConfig): Promise<number> => {
  const { storage, portal, actor } = await opened(connection)
  try {
    const start = performance.now()
    const { created } = await Effect.runPromise(
      portal.importUsers(actor, enterprise, () => readRows(fileOf(people)), { dryRun: false, reason: "bench" }))
    if (created !== people) throw new Error(`${created} people were created`)
    return performance.now() - start
  } finally {
    await storage.close()
  }
}

const emptied = async (connection: pg.PoolConfig): Promise<pg.PoolConfig> => {
  const { storage } = await opened(connection)
  await storage.close()
  return connection
}

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

/** What is in use at most while a file is checked, garbage collected, and how long the check takes. */
const checking = async (storage: Storage, lines: number) => {
  const portal = makePortal({ ...storage, secrets: Secrets.make() }, blueprint)
  let mostBytes = 0
  const onProgress = (checked: number): void => {
    if (checked % (lines / 5) !== 0) return
    collectGarbage()
    mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed + process.memoryUsage().external)
  }
  const start = performance.now()
  const { actor } = portal.roleDesk("operator")
  await Effect.runPromise(portal.importUsers(actor, enterprise, () => readRows(fileOf(lines)), {
    dryRun: true, reason: "", onProgress
  }))
  return { mostBytes, millis: performance.now() - start }
}

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((one, two) => one - two)[values.length >> 1] ?? 0
const figure = (label: string, count: number, millis: ReadonlyArray<number>): Figure => ({
  label, perSecond: rounded(count / (median(millis) / 1000)), p50Ms: rounded(median(millis))
})

/** Each variant once a round, in a database of its own. */
const timed = async ({ cluster }: DurableServer) => {
  const taken = { ours: [] as Array<number>, copy: [] as Array<number>, byHand: [] as Array<number> }
  for (let round = 0; round < rounds; round += 1) {
    const database = await cluster.freshDatabase()
    taken.ours.push(await ours(database))
    taken.copy.push(await copyRows(await emptied(await cluster.freshDatabase()), await copyTextOf(database)))
    const hand = Array.from({ length: peopleByHand }, (_, index) => personAt(index))
    taken.byHand.push(await rowByRow(await cluster.freshDatabase(), hand))
  }
  return taken
}

export const importBench = (): Promise<Report> =>
  onDurableServer(async (server) => {
    const taken = await timed(server)
    const { storage } = await opened(await server.cluster.freshDatabase())
    const few = await checking(storage, fewLines)
    const many = await checking(storage, manyLines)
    await storage.close()
    const figures = [
      figure("ours", people, taken.ours), figure("copy", people, taken.copy),
      figure("row by row", peopleByHand, taken.byHand),
      figure("ours, checked only, 1,000,000 lines", manyLines, [many.millis])
    ]
    const perSecond = (label: string) => valueOf(figures, label, "perSecond")
    return {
      name: "import", figures,
      settings: { ...server.settings, people: `${people}`, "people row by row": `${peopleByHand}` },
      ratios: ratiosOf({
        vsRowByRow: [perSecond("ours"), perSecond("row by row")], vsCopy: [perSecond("copy"), perSecond("ours")],
        memoryFewToMany: [many.mostBytes, few.mostBytes]
      })
    }
  })
