/** What a stranger learns from how long a refusal takes: nothing, and the clock used here would have found it. */
import { backupAccounts } from "@intendant/blueprints"
import type { Secrets } from "@intendant/core"
import * as SecretsNode from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { farWorld, joins, mailOf, signing } from "./people.ts"
import { open, type Reply } from "./portal.ts"

/** As many wrong passwords as a blueprint lets through at most, so that nobody is locked out here. */
const maxFailures = 100
/** Cheap, and yet most of what a sign-in costs. */
const secrets = SecretsNode.make({ cost: { memoryKibibytes: 1024, passes: 2, lanes: 1 } })

const middleOf = (figures: ReadonlyArray<number>) => figures.toSorted((one, two) => one - two)[figures.length >> 1] ?? 0

type Kind = "known" | "unknown"

/** How long the unknown wait for their refusal, where the known wait 1: medians of so many pairs, in turns. */
const waitOf = async (pairs: number, refuse: (kind: Kind, at: number) => Promise<Reply>): Promise<number> => {
  const waits = { known: new Array<number>(), unknown: new Array<number>() }
  const timed = async (kind: Kind, at: number) => {
    const startedAt = performance.now()
    const { status } = await refuse(kind, at)
    waits[kind].push(performance.now() - startedAt)
    expect(status).toBe(401)
  }
  for (let pair = 0; pair < pairs; pair++) {
    const known = () => timed("known", Math.floor(pair / maxFailures))
    const unknown = () => timed("unknown", pair + pairs)
    // Whatever the second of a pair has from the first, both kinds have it as often.
    for (const one of pair % 2 === 0 ? [known, unknown] : [unknown, known]) await one()
  }
  return middleOf(waits.unknown) / middleOf(waits.known)
}

const lockout = { ...backupAccounts.lockout, maxFailures }

const waitOfUnknown = async (secrets: Secrets["Service"], pairs: number): Promise<number> => {
  const { openAccount, post } = await open({ secrets, blueprint: { ...backupAccounts, lockout } })
  for (let at = 0; at * maxFailures < pairs; at++) await openAccount(`known${at}`)
  return waitOf(pairs, (kind, at) => post("/sessions", { name: `acme>${kind}${at}`, password: "wrong" }))
}

/** The same of people, by their mail addresses. */
const waitOfUnknownPerson = async (secrets: Secrets["Service"], pairs: number): Promise<number> => {
  const world = await farWorld({ secrets, changes: { lockout } })
  await world.operator.submitContract(signing())
  for (let at = 0; at * maxFailures < pairs; at++) await joins(world, `known${at}`, {})
  return waitOf(pairs, (kind, at) =>
    world.send("/people/sign-in", { mail: mailOf(`${kind}${at}`), password: "wrong" }))
}

it("SEC-36 an unknown name is refused as late as a known one: medians of 1,000 pairs", async () => {
  const wait = await waitOfUnknown(secrets, 1_000)
  expect(wait).toBeGreaterThan(0.8)
  expect(wait).toBeLessThan(1.25)
})

it("SEC-36 the same bound catches a portal that compares nothing where there is no account", async () => {
  const hasty: Secrets["Service"] = {
    ...secrets, verify: (hash, password) => hash === undefined ? Effect.succeed(false) : secrets.verify(hash, password)
  }
  expect(await waitOfUnknown(hasty, 200)).toBeLessThan(0.8)
})

it("SEC-36 an unknown address is refused as late as a known one: medians of 1,000 pairs", async () => {
  const wait = await waitOfUnknownPerson(secrets, 1_000)
  expect(wait).toBeGreaterThan(0.8)
  expect(wait).toBeLessThan(1.25)
})
