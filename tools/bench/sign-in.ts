/** Signing in, and being recognised: what it costs, whom it delays, and how soon a session that ended is refused. */
import * as Secrets from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type pg from "pg"
import { type DurableServer, onDurableServer } from "./durable.ts"
import { type Start, withServers } from "./host-server.ts"
import { type Figure, ratiosOf, type Report, valueOf } from "./report.ts"
import { patience } from "./sign-in-patience.ts"
import { openBetterAuth, peerVersion } from "./sign-in-peers.ts"
import { perProcessorSecond, type Piece, spentHere } from "./sign-in-processor.ts"
import { recognising } from "./sign-in-recognising.ts"
import { revocations } from "./sign-in-revocations.ts"
import { activeOf, mailAt, password, portalOn, seeded } from "./sign-in-world.ts"

const people = 256
/** So many sign-ins in one piece of work, all at once. */
const atOnce = 8

/** Gives who is signed in from then on; nothing for who is refused. */
type SignIn = (index: number, given: string) => Promise<string | undefined>

const active = activeOf(people)

const ours = (portal: ReturnType<typeof portalOn>): SignIn => (index, given) =>
  Effect.runPromise(portal.signInUser(mailAt(index), Redacted.make(given)).pipe(
    Effect.map((entered) => entered._tag === "Entered" ? Redacted.value(entered.token) : undefined),
    Effect.catchTag("SignInRefused", () => Effect.succeed(undefined))
  ))

/** Right passwords open a session each, another one every time; wrong ones open none. */
const checked = async (label: string, signIn: SignIn): Promise<void> => {
  const [one, two] = [await signIn(0, password), await signIn(0, password)]
  if (one === undefined || one === two) throw new Error(`${label}: no session of its own`)
  if (await signIn(0, `${password}2`) !== undefined) throw new Error(`${label}: a wrong password is let in`)
}

const pieceOf = async (label: string, signIn: SignIn): Promise<Piece> => {
  await checked(label, signIn)
  let turn = 0
  const next = () => active[turn++ % active.length] ?? 0
  const once = async () => {
    if (await signIn(next(), password) === undefined) throw new Error(`${label}: refused`)
  }
  return {
    label, count: atOnce, spent: spentHere,
    work: () => Promise.all(Array.from({ length: atOnce }, once))
  }
}

/** What of it is the password alone: compared with its hash, one after the other, as the bound has it here. */
const passwordPiece = async (): Promise<Piece> => {
  const secrets = Secrets.make()
  const given = Redacted.make(password)
  const hash = await Effect.runPromise(secrets.hash(given))
  return {
    label: "ours, the password alone", count: atOnce, spent: spentHere,
    work: () => Effect.runPromise(Effect.all(Array.from({ length: atOnce }, () => secrets.verify(hash, given)), {
      concurrency: "unbounded"
    }))
  }
}

const copies = `
  insert into "user" select (jsonb_populate_record(one, jsonb_build_object(
    'id', id || n, 'email', 'zoe.durand' || n || '@acme.example'))).* from "user" one, generate_series(1, ${people}) n;
  insert into account select (jsonb_populate_record(one, jsonb_build_object(
    'id', id || n, 'userId', "userId" || n, 'accountId', "accountId" || n))).*
    from account one, generate_series(1, ${people}) n;
  analyze
`

/** As many people in better-auth's own tables: one signs up, the others are copied with the same hash. */
const peerOn = async (connection: pg.PoolConfig) => {
  const peer = await openBetterAuth(connection)
  if (peer === undefined) return undefined
  await peer.migrate()
  await peer.signUp(mailAt(0), password, "Zoé Durand-Légaré")
  await peer.pool.query(copies)
  const signIn: SignIn = (index, given) => peer.signIn(mailAt(index), given)
  return { piece: await pieceOf("better-auth", signIn), close: peer.close }
}

const measured = async (start: Start, { cluster }: DurableServer): Promise<ReadonlyArray<Figure>> => {
  const database = await cluster.freshDatabase()
  const storage = await seeded(database, people)
  const peer = await peerOn(await cluster.freshDatabase())
  try {
    const pieces = [await pieceOf("ours", ours(portalOn(storage))), await passwordPiece()]
    const signIns = await perProcessorSecond(peer === undefined ? pieces : [...pieces, peer.piece])
    const recognised = await recognising(storage)
    const [asking, remembering] = [await start("ours", database), await start("remembering", database)]
    return [
      ...signIns, ...recognised, ...await patience(asking, storage, active),
      await revocations("asking each time", asking, storage), await revocations("remembering", remembering, storage)
    ]
  } finally {
    await peer?.close()
    await storage.close()
  }
}

export const signInBench = (): Promise<Report> =>
  onDurableServer(async (durable) => {
    const figures = await withServers((start) => measured(start, durable))
    const perSecond = (label: string) => valueOf(figures, label, "perSecond")
    const p99Ms = (label: string) => valueOf(figures, label, "p99Ms")
    return {
      name: "sign-in", figures,
      settings: {
        ...durable.settings, "better-auth": await peerVersion(), people: `${people}`, "sign-ins at once": `${atOnce}`,
        "per second": "of the processor, where no milliseconds stand beside it"
      },
      ratios: ratiosOf({
        vsBetterAuth: [perSecond("ours"), perSecond("better-auth")],
        p99Ratio: [p99Ms("route, 200 sign-ins queued"), p99Ms("route, idle")],
        sessionVsMap: [perSecond("session, remembered"), perSecond("session, map")],
        askedSessionVsMap: [perSecond("session, asked"), perSecond("session, map")]
      })
    }
  })
