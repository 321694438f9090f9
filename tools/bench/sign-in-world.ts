/** An enterprise and its people in PostgreSQL: who signs in, and who is listed. All of them know one password. */
import { createHash, randomBytes } from "node:crypto"
import { secureWorkspace } from "@intendant/blueprints"
import {
  type Change, Contract, Credential, makePortal, MailAddress, MailDomain, Path, Portals, type Storage, User
} from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Secrets from "@intendant/secrets-node"
import * as Strength from "@intendant/strength-zxcvbn"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type pg from "pg"

export const enterprise = Path.make("acme")
export const password = "Correct-horse-1"
const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(secureWorkspace)

/** The portal of the guide, on what it is given: passwords cost what OWASP asks for at least. */
export const portalOn = (storage: Storage, more: Pick<Portals.Ports, "rememberedMillis"> = {}) =>
  makePortal({ ...storage, ...more, secrets: Secrets.make(), strength: Strength.make() }, blueprint)

export type Portal = ReturnType<typeof portalOn>

export const mailAt = (index: number) => MailAddress.make(`zoe.durand${index}@acme.example`)
export const idAt = (index: number) => User.UserId.make(`usr_${String(index).padStart(5, "0")}`)
const at = DateTime.makeUnsafe("2026-01-01T00:00:00.000Z")
const contact = { name: "Support", mail: MailAddress.make("support@portal.example") }

/** The first two are admins; one in a hundred is suspended, so that not everything may be done about everybody. */
const isAdmin = (index: number): boolean => index < 2
const isSuspended = (index: number): boolean => index % 100 === 10
const userAt = (index: number): User.Known => {
  const [lastName, firstName] = [`Durand-Légaré ${String(index).padStart(5, "0")}`, "Zoé"]
  const profile = {
    userId: idAt(index), enterprise, lastName, firstName, mail: mailAt(index),
    role: isAdmin(index) ? "admin" : "user",
    language: "fr" as const, secondaryMail: null, phone: null, channel: "mail" as const, twoFactor: false,
    createdAt: at, lastSignInAt: null, epoch: 0, tokenEpoch: 0,
    sortKeys: { lastName: User.sortKey(lastName), firstName: User.sortKey(firstName), mail: mailAt(index) }
  }
  return isSuspended(index)
    ? User.Suspended.make({ ...profile, suspendedAt: at, suspendedBy: idAt(0), lockedAt: null, isFinalised: true })
    : User.Active.make(profile)
}

/** The records of one person: the state, the address, and the password, which was hashed once for all. */
const recordsOf = (index: number, sealed: Change): ReadonlyArray<Change> => {
  const user = userAt(index)
  const held = User.Held.make({ userId: user.userId, enterprise, awaitedBy: [] })
  const first = { basedOn: 0, events: [] }
  return [
    { ...first, concept: User.concept.name, id: user.userId, next: User.concept.state.write(user) },
    { ...first, concept: User.addressConcept, id: user.mail, next: User.writeAddress(held) },
    { ...sealed, id: user.userId }
  ]
}

const act = { by: "bench", at: DateTime.formatIso(at), reason: "", command: { _tag: "Seed" }, grants: [] }

const write = (storage: Storage, changes: ReadonlyArray<Change>) =>
  storage.records.commit({ act, changes, ledger: [], due: [], once: [] })

const sign = Effect.fnUntraced(function*(storage: Storage, portal: Portal, people: number) {
  const terms = {
    domains: [MailDomain.make("acme.example")], usersMax: 2_000_000, storageBytesMax: 1_000, accountManager: contact,
    support: contact
  }
  const { actor } = portal.roleDesk("operator")
  yield* portal.submitContract({ actor, reason: "", command: { _tag: "SignContract", enterprise, terms } })
  const found = yield* Contract.find(storage.records, enterprise)
  yield* write(storage, [Contract.rosterChange(enterprise, found, [
    Contract.SeatsTaken.make({ count: people }),
    ...[idAt(0), idAt(1)].map((userId) => Contract.AdminJoined.make({ userId }))
  ])])
})

/** Whoever can sign in, of so many people. */
export const activeOf = (people: number): ReadonlyArray<number> =>
  Array.from({ length: people }, (_, index) => index).filter((index) => !isSuspended(index))

/** Fills an empty database with so many people. */
const fill = Effect.fnUntraced(function*(storage: Storage, people: number) {
  yield* sign(storage, portalOn(storage), people)
  const credentials = Credential.credentials({ ...storage, secrets: Secrets.make() }, blueprint)
  const nothing = { credential: undefined, basedOn: 0 }
  const sealed = yield* credentials.withPassword("everybody", nothing, Redacted.make(password))
  const everybody = Array.from({ length: people }, (_, index) => index)
  yield* Effect.forEach(everybody, (index) => write(storage, recordsOf(index, sealed)), {
    concurrency: 512, discard: true
  })
})

/** The storage of a database that was filled before. */
export const openStorage = (connection: pg.PoolConfig) => Postgres.open({ connection, migrate: true })

/** Fills a database; what comes back is to be closed. */
export const seeded = async (connection: pg.PoolConfig, people: number) => {
  const storage = await openStorage(connection)
  await Effect.runPromise(fill(storage, people))
  return storage
}

export const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex")

/** Opens a session of somebody, the first admin where nobody is named, at the level of the back office. */
export const sessionOf = async ({ sessions }: Storage, index = 0): Promise<string> => {
  const token = `per_${randomBytes(32).toString("base64url")}`
  const now = DateTime.makeUnsafe(Date.now())
  await Effect.runPromise(sessions.open({
    digest: digestOf(token), subject: idAt(index), place: enterprise, epoch: 0, level: 3,
    issuedAt: now, expiresAt: DateTime.add(now, { hours: 1 })
  }))
  return token
}
