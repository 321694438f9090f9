/** Every scenario on every storage, in process and over HTTP: a row for each, whatever happens. */
import { type Ground, carryOut, inProcess, type Scenario, type Serve } from "@intendant/blueprints/scenarios"
import * as SecretsNode from "@intendant/secrets-node"
import * as Zxcvbn from "@intendant/strength-zxcvbn"
import * as Liquid from "@intendant/templates-liquid"
import * as Totp from "@intendant/totp-otpauth"
import { type Backend, type BackendName, backendNames, type FreshDatabase, startBackend } from "./scenario-backends.ts"
import { overHttp } from "./scenario-http.ts"

export const transportNames = ["inprocess", "http"] as const
export type TransportName = (typeof transportNames)[number]

/** What became of one scenario in one cell of the table. */
export interface Row {
  readonly id: string
  readonly title: string
  readonly blueprint: string
  readonly backend: BackendName
  readonly transport: TransportName
  readonly status: "passed" | "failed"
}

/** A storage and a way to it. */
export interface Cell {
  readonly backend: BackendName
  readonly transport: TransportName
}

export const cells: ReadonlyArray<Cell> = backendNames.flatMap((backend) =>
  transportNames.map((transport) => ({ backend, transport })))

const transports: Readonly<Record<TransportName, Serve>> = { inprocess: inProcess, http: overHttp }

/** Passwords cost next to nothing here: what they cost in a portal is no rule of the guides. */
const secrets = SecretsNode.make({ cost: { memoryKibibytes: 8, passes: 1, lanes: 1 } })
const strength = Zxcvbn.make()
const authenticator = Totp.make()
const templates = Liquid.make()

/** Carries out one scenario on an empty storage. Rejects with what is broken. */
export const attempt = async (scenario: Scenario, backend: Backend, transport: TransportName): Promise<void> => {
  const storage = await backend.open()
  const ground: Ground = { storage, secrets, strength, authenticator, templates }
  try {
    await carryOut(scenario, ground, transports[transport])
  } finally {
    await storage.close()
  }
}

/** Told of every row that failed, with the reason. */
export type Complain = (row: Row, reason: unknown) => void

/** The rows of one cell. A storage that cannot be started fails them all. */
export const rowsOf = async (
  scenarios: ReadonlyArray<Scenario>, cell: Cell, freshDatabase: FreshDatabase, complain: Complain
): Promise<ReadonlyArray<Row>> => {
  const starting = startBackend(cell.backend, freshDatabase)
  const rows: Array<Row> = []
  for (const scenario of scenarios) {
    const { id, title, blueprint } = scenario
    const passed: Row = { id, title, blueprint, ...cell, status: "passed" }
    const row = await starting.then((backend) => attempt(scenario, backend, cell.transport)).then(
      () => passed,
      (reason: unknown): Row => {
        const failed: Row = { ...passed, status: "failed" }
        complain(failed, reason)
        return failed
      }
    )
    rows.push(row)
  }
  await starting.then((backend) => backend.stop(), () => {})
  return rows
}
