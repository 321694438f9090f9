/** Enterprises with a contract in a storage, the files of their people, and what is found there afterwards. */
import { writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { secureWorkspace } from "@intendant/blueprints"
import { MailAddress, MailDomain, makePortal, Path, Portals, type Storage, User } from "@intendant/core"
import * as Secrets from "@intendant/secrets-node"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { onTestFinished } from "vitest"
import { freshPlace } from "./portal.ts"

export const acme = Path.make("acme")
/** A community that anybody may join, whatever their address. */
export const elsewhere = Path.make("elsewhere")

const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(secureWorkspace)
const mail = Schema.decodeSync(MailAddress)
const contact = { name: "Support", mail: mail("support@portal.example") }
const secrets = Secrets.make()

export const portalOn = (storage: Storage) => {
  const portal = makePortal({ ...storage, secrets }, blueprint)
  return { portal, operator: portal.roleDesk("operator").actor }
}

/** Signs the contracts of both. */
export const sign = async (storage: Storage, usersMax = 2_000): Promise<void> => {
  const { portal, operator: actor } = portalOn(storage)
  const terms = { usersMax, storageBytesMax: 1_000, accountManager: contact, support: contact }
  const domains = [MailDomain.make("acme.example"), Schema.decodeSync(MailDomain)("société.fr")]
  for (const [enterprise, allowed] of [[acme, domains], [elsewhere, null]] as const) {
    const command = { _tag: "SignContract", enterprise, terms: { ...terms, domains: allowed } } as const
    await Effect.runPromise(portal.submitContract({ actor, reason: "", command }))
  }
}

export const create = (storage: Storage, enterprise: Path, address: string) => {
  const { portal, operator } = portalOn(storage)
  return Effect.runPromise(portal.createUser(operator, {
    enterprise, lastName: "Martin", firstName: "Zoé", mail: mail(address), language: "fr", role: "user"
  }, ""))
}

/** A SQLite file in which both enterprises have a contract, and a way to look into it. */
export const freshPortal = async ({ usersMax = 2_000 } = {}) => {
  const { file, remove } = freshPlace()
  onTestFinished(remove)
  const on = async <Value>(work: (storage: Storage) => Promise<Value>): Promise<Value> => {
    const storage = await Sqlite.open({ file })
    try {
      return await work(storage)
    } finally {
      await storage.close()
    }
  }
  await on((storage) => sign(storage, usersMax))
  return {
    database: `sqlite:${file}`, on,
    written: (name: string, content: string | Uint8Array): string => {
      const path = join(dirname(file), name)
      writeFileSync(path, content)
      return path
    }
  }
}

/** Everyone of an enterprise, by address: how they stand and what is known of them, without what was minted. */
export const peopleOf = async ({ userLists }: Storage, enterprise: Path) => {
  const found: Array<string> = []
  const ask = userLists.list({ enterprise, statuses: [], sort: "mail", descending: false })
  for (let after: string | undefined, isLast = false; !isLast;) {
    const page = await Effect.runPromise(ask({ limit: 500, ...(after === undefined ? {} : { after }) }))
    for (const { _tag, firstName, language, lastName, mail: address, role } of page.items) {
      found.push([address, lastName, firstName, language, role, _tag].join(" "))
    }
    [after, isLast] = [page.next, page.next === undefined]
  }
  return found.toSorted()
}

/** How many seats are taken, as the contract says and as the users stand: never two numbers. */
export const seatsOf = async (storage: Storage, enterprise: Path) => {
  const { portal, operator } = portalOn(storage)
  const { seatsTaken } = await Effect.runPromise(portal.contract(operator, enterprise))
  const counts = await Effect.runPromise(storage.userLists.counts(enterprise))
  const standing = User.statuses.filter((status) => ["NotFinalised", "Active", "Locked", "Suspended"].includes(status))
  return { counted: seatsTaken, standing: standing.reduce((sum, status) => sum + counts[status], 0) }
}

/** A thousand people, a line each. */
export const thousand = (language = "FR"): ReadonlyArray<string> =>
  Array.from({ length: 1_000 }, (_, index) => `Durand ${index};Zoé;zoe.${index}@acme.example;${language}`)
