/** From a token to whoever bears it: by the portal, which asks or remembers, and by a map in the process. */
import type { Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Figure } from "./report.ts"
import { perProcessorSecond, type Piece, spentHere } from "./sign-in-processor.ts"
import { activeOf, digestOf, enterprise, idAt, type Portal, portalOn, sessionOf } from "./sign-in-world.ts"

const sessions = 200
/** Somebody who is not among them. */
const another = sessions + 1

interface Bearer { readonly subject: string; readonly token: string; readonly redacted: Redacted.Redacted<string> }

const bearersOf = (storage: Storage): Promise<ReadonlyArray<Bearer>> =>
  Promise.all(activeOf(sessions).map(async (index) => {
    const token = await sessionOf(storage, index)
    return { subject: idAt(index), token, redacted: Redacted.make(token) }
  }))

/** Who bears a token; nobody where it is none. */
const recognise = ({ authenticate }: Portal, bearer: Redacted.Redacted<string>): Promise<string | undefined> =>
  Effect.runPromise(Effect.match(authenticate(bearer), {
    onFailure: () => undefined, onSuccess: ({ actor }) => actor.id
  }))

const checked = async (portal: Portal, bearers: ReadonlyArray<Bearer>): Promise<void> => {
  for (const { subject, redacted } of bearers) {
    if (await recognise(portal, redacted) !== subject) throw new Error(`${subject} is not recognised`)
  }
  if (await recognise(portal, Redacted.make("per_nobody")) !== undefined) throw new Error("nobody is recognised")
}

/** What ends sessions in this process ends them at once: signing out, and losing all access. */
const forgets = async (portal: Portal, storage: Storage): Promise<void> => {
  const { actor } = portal.roleDesk("operator")
  const command = { _tag: "RevokeAccess" as const, enterprise, userId: idAt(another) }
  const endings = [
    (token: Redacted.Redacted<string>) => portal.signOut(token),
    () => portal.submitUser({ actor, command, reason: "" })
  ]
  for (const end of endings) {
    const token = Redacted.make(await sessionOf(storage, another))
    if (await recognise(portal, token) !== idAt(another)) throw new Error("who is signed in is not recognised")
    await Effect.runPromise(Effect.asVoid<unknown, unknown, never>(end(token)))
    if (await recognise(portal, token) !== undefined) throw new Error("a session that ended is remembered")
  }
}

/** Those whom a storage is asked about wait together; nobody waits for what is in memory. */
const pieceOf = (
  label: string, { authenticate }: Portal, bearers: ReadonlyArray<Bearer>, times: number, concurrency: number
): Piece => ({
  label, count: times * bearers.length, spent: spentHere,
  work: async () => {
    for (let time = 0; time < times; time++) {
      await Effect.runPromise(Effect.forEach(bearers, ({ redacted }) => authenticate(redacted), {
        concurrency, discard: true
      }))
    }
  }
})

const mapPiece = (bearers: ReadonlyArray<Bearer>, times: number): Piece => {
  const expiresAtMillis = Date.now() + 3_600_000
  const known = new Map(bearers.map(({ subject, token }) => [digestOf(token), { subject, expiresAtMillis }]))
  return {
    label: "session, map", count: times * bearers.length, spent: spentHere,
    work: async () => {
      for (let time = 0; time < times; time++) for (const { subject, token } of bearers) {
        const session = known.get(digestOf(token))
        const isTheirs = session !== undefined && session.subject === subject && session.expiresAtMillis > Date.now()
        if (!isTheirs) throw new Error("not found in the map")
      }
    }
  }
}

export const recognising = async (storage: Storage): Promise<ReadonlyArray<Figure>> => {
  const bearers = await bearersOf(storage)
  const [asking, remembering] = [portalOn(storage), portalOn(storage, { rememberedMillis: 500 })]
  await checked(asking, bearers)
  await checked(remembering, bearers)
  await forgets(remembering, storage)
  return perProcessorSecond([
    pieceOf("session, asked", asking, bearers, 1, 16), pieceOf("session, remembered", remembering, bearers, 200, 1),
    mapPiece(bearers, 200)
  ])
}
