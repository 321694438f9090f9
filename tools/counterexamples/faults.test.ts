/** A storage that fails at every call in turn, before it is carried out and after: the next try ends what was begun. */
import { type Storage, Unavailable } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { openWorld, password, valueOf } from "../security/portal.ts"

interface Fault {
  calls: number
  readonly at: number
  readonly mode: "before" | "after"
  told: string
  isArmed?: boolean
}

const away = () => new Unavailable({ cause: "away" })
type Ask = (...asked: ReadonlyArray<unknown>) => Effect.Effect<unknown, unknown>

const isAsk = (value: unknown): value is Ask => typeof value === "function"

/** Every method of every port, counted; the one whose turn it is fails. */
const faulty = (storage: Storage, fault: Fault): Storage => {
  const wrap = (name: string, effect: Effect.Effect<unknown, unknown>) =>
    Effect.suspend(() => {
      if (fault.isArmed !== true) return effect
      fault.calls += 1
      if (fault.calls !== fault.at) return effect
      fault.told = name
      return fault.mode === "before" ? Effect.fail(away()) : Effect.andThen(effect, Effect.fail(away()))
    })
  const port = (name: string, service: object) =>
    Object.fromEntries(Object.entries(service).map(([method, own]: [string, unknown]) =>
      [method, isAsk(own) ? (...asked: ReadonlyArray<unknown>) => wrap(`${name}.${method}`, own(...asked)) : own]))
  const { accountLists, ...others } = storage
  const wrapped = Object.entries(others).map(([name, service]) => [name, port(name, service)])
  // The same methods under the same names, which the compiler does not follow through entries.
  return { accountLists, ...Object.fromEntries(wrapped) } as Storage
}

/** What is wrong with what is left once the account is erased. The shape is that of a dump of the memory adapter. */
const residueOf = (dump: string): ReadonlyArray<string> => {
  const problems: Array<string> = []
  const kept = JSON.parse(dump) as {
    records: ReadonlyArray<{ concept: string; id: string; state: { _tag: string } }>
    due: ReadonlyArray<unknown>; sessions: ReadonlyArray<{ place: string }>
    entries: ReadonlyArray<{ phase: string }>
    journal: ReadonlyArray<{ concept: string; id: string; happened?: { _tag: string } }>
  }
  const nasRecord = kept.records.find(({ concept, id }) => concept === "account" && id === "acme>nas")
  if (nasRecord?.state._tag !== "Erased") problems.push(`nas is ${nasRecord?.state._tag}`)
  if (kept.due.length > 0) problems.push("due left")
  if (kept.entries.some(({ phase }) => phase === "held" || phase === "reserved")) problems.push("room leaks")
  if (kept.sessions.some(({ place }) => place === "acme>nas")) problems.push("sessions of an erased account are left")
  const happened = kept.journal.filter(({ concept, id }) => concept === "account" && id === "acme>nas")
    .flatMap((line) => line.happened === undefined ? [] : [line.happened._tag])
  const oncePerLife = happened.filter((tag) => tag !== "QuotaSet" && tag !== "DetailsChanged")
  const twice = oncePerLife.filter((tag, index) => oncePerLife.indexOf(tag) !== index)
  if (twice.length > 0) problems.push(`journaled twice: ${twice.join()}`)
  return problems
}

const story = async (fault: Fault) => {
  const { close: _close, dump, ...storage } = Memory.open()
  const world = await openWorld(faulty(storage, fault))
  const problems: Array<string> = []
  let turn = 0
  /** Tries again, as a client does that was not answered. */
  const insist = async <Value>(ask: (key: string) => Promise<Value>): Promise<Value> => {
    turn += 1
    const key = `turn-${turn}`
    try {
      return await ask(key)
    } catch {
      return await ask(key)
    }
  }
  fault.isArmed = true
  const acme = valueOf(await insist(() => world.portal.signIn("acme", password)))
  const order = async (command: Record<string, unknown>) => {
    const answer = await insist((key) => acme.submit(command, { idempotencyKey: key }))
    if (!answer.ok) problems.push(`${String(command["_tag"])}: ${answer.refusal._tag}`)
  }
  await order({ _tag: "OpenAccount", under: "acme", name: "nas", password })
  const nas = valueOf(await insist(() => world.portal.signIn("acme>nas", password)))
  await order({ _tag: "EditAccount", path: "acme>nas", comment: "c", quota: { bytes: 100 } })
  const policy = await insist((key) => acme.submitPolicy(
    { _tag: "DefinePolicy", owner: "acme", name: "p", settings: { "schedule.hour": 3 } }, { idempotencyKey: key }))
  if (!policy.ok) problems.push(`policy ${policy.refusal._tag}`)
  await order({ _tag: "EditAccount", path: "acme>nas", policy: { owner: "acme", name: "p" } })
  for (const ask of [
    () => nas.reserve({ id: "r", resource: "bytes", amount: 60 }), () => nas.commit("r"),
    () => nas.reserve({ id: "s", resource: "bytes", amount: 40 }), () => nas.release("s")
  ]) {
    const answer = await insist(ask)
    if (!answer.ok) problems.push(`room ${answer.refusal._tag}`)
  }
  const usage = valueOf(await insist(() => acme.usage("acme>nas", "bytes")))
  if (usage.groupAmount !== 60) problems.push(`usage ${usage.groupAmount}`)
  const changed = await insist((key) => nas.submit(
    { _tag: "ChangePassword", path: "acme>nas", current: password, next: "another one", again: "another one" },
    { idempotencyKey: key }))
  if (!changed.ok && changed.refusal._tag !== "NotSignedIn") problems.push(`password ${changed.refusal._tag}`)
  const again = await insist(() => world.portal.signIn("acme>nas", "another one"))
  if (!again.ok) problems.push(`new password ${again.refusal._tag}`)
  const token = await insist((key) => acme.issueToken({ label: "t" }, { idempotencyKey: key }))
  if (!token.ok) problems.push(`token ${token.refusal._tag}`)
  await order({ _tag: "DisableAccount", path: "acme>nas" })
  await order({ _tag: "ReleaseLock", path: "acme>nas" })
  await order({ _tag: "DeleteAccount", path: "acme>nas" })
  world.advance(3 * 86_400)
  for (let round = 0; round < 3; round += 1) {
    await world.portal.work().catch(() => {})
    world.advance(120)
  }
  problems.push(...residueOf(dump()))
  return { problems, calls: fault.calls }
}

const modes = ["before", "after"] as const

describe("storage that fails at the n-th call", () => {
  it.each(modes)("SEC-65 failing %s the call, the next try ends what was begun", async (mode) => {
    const { calls } = await story({ calls: 0, at: -1, mode, told: "" })
    const found: Array<string> = []
    for (let at = 0; at <= calls; at += 1) {
      const fault: Fault = { calls: 0, at, mode, told: "" }
      const { problems } = await story(fault)
      if (problems.length > 0) found.push(`${at} ${fault.told}: ${problems.join("; ")}`)
    }
    expect(found).toEqual([])
  }, 120_000)
})
