/** Intendant on PostgreSQL as the subject of the benches, through the doors that a portal uses. */
import { backupAccountsClassic } from "@intendant/blueprints"
import { Account, makePortal, Path, type Plan, Portals, Quota, type Storage } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Secrets from "@intendant/secrets-node"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type pg from "pg"
import type { Subject } from "./subject.ts"

const bytes = Quota.Resource.make("bytes")
const at = "2026-01-01T00:00:00.000Z"
const act = { by: "bench", at, reason: "", command: { _tag: "Seed" }, grants: [] }
const limit = { amount: 1_000_000_000_000, mode: "hard" as const, thresholds: [80, 100] }
const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(backupAccountsClassic)

const open = (connection: pg.PoolConfig) => Postgres.open({ connection, migrate: true })

/** Many at once: the adapter gathers them. */
const inParallel = <Item>(items: ReadonlyArray<Item>, work: (item: Item) => Effect.Effect<void, unknown>) =>
  Effect.runPromise(Effect.forEach(items, work, { concurrency: 512, discard: true }))

const opening = (name: string): Plan => {
  const opened = Account.AccountOpened.make({
    path: Path.make(name), accountId: Account.AccountId.make(`acc_${name}`), at: DateTime.makeUnsafe(at)
  })
  const next = Account.evolve(Account.initial, opened)
  const change = { concept: "account", id: name, basedOn: 0, next: Account.concept.state.write(next) }
  return { act, changes: [{ ...change, events: [Account.concept.event.write(opened)] }], ledger: [], due: [], once: [] }
}

const seedAccounts = (storage: Storage, names: ReadonlyArray<string>) =>
  inParallel(names, (name) => storage.records.commit(opening(name)))

const seedLimits = (storage: Storage, names: ReadonlyArray<string>) =>
  inParallel(names, (node) =>
    storage.ledger.take({ _tag: "SetLimit", node, resource: bytes, limit }, {
      by: "bench", now: DateTime.makeUnsafe(at)
    }))

const portalOn = (storage: Storage) => {
  const portal = makePortal({ ...storage, secrets: Secrets.make() }, blueprint)
  return { portal, operator: portal.roleDesk("operator").actor }
}

/** Reservations through the ledger, in the leaf and in every group above it, with a row each. */
export const ledger: NonNullable<Subject["ledger"]> = async (connection, paths) => {
  const storage = await open(connection)
  await seedLimits(storage, paths)
  return {
    reserve: (path, id) => {
      const now = DateTime.makeUnsafe(Date.now())
      const until = DateTime.makeUnsafe(Date.now() + 3_600_000)
      const step = Quota.Reserve.make({ holder: path, id, node: path, resource: bytes, amount: 1, until })
      return Effect.runPromise(storage.ledger.take(step, { by: path, now }))
    },
    close: storage.close
  }
}

/** Orders through `submit`: read, permitted, decided, and committed with their line in the journal. */
export const commands: NonNullable<Subject["commands"]> = async (connection, paths) => {
  const storage = await open(connection)
  await seedAccounts(storage, paths)
  const { portal, operator } = portalOn(storage)
  return {
    submit: (name, order) => {
      const path = Path.make(name)
      const command = order === "disable" ? Account.DisableAccount.make({ path }) : Account.EnableAccount.make({ path })
      return Effect.runPromise(portal.submit({ actor: operator, command, reason: "" }))
    },
    close: storage.close
  }
}

/** The account list and the usage of a group, as its screens ask for them. */
export const tree: NonNullable<Subject["tree"]> = async (connection, paths) => {
  const storage = await open(connection)
  await seedAccounts(storage, paths)
  await seedLimits(storage, paths)
  const { portal, operator } = portalOn(storage)
  return {
    page: async (below, after) => {
      const page = after === undefined ? { limit: 50 } : { after, limit: 50 }
      const { items } = await Effect.runPromise(portal.browse(operator, Path.make(below), page))
      return items.flatMap(({ account }) => account._tag === "Absent" ? [] : [account.path])
    },
    usage: (group) => Effect.runPromise(portal.usage(operator, Path.make(group), bytes)),
    close: storage.close
  }
}
