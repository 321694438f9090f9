/** The laws of an account's life, proved by walking all of it in both editions of the portal. */
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { bytes, commandsOn, facts, now, path, portals } from "../../test/accounts.ts"
import { walk } from "../../test/walk.ts"
import { Path } from "../kernel/path.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import * as Account from "./model.ts"
import { isLiving } from "./rules.ts"
import { concept } from "./use-cases.ts"

const later = [{ seconds: 0 }, { seconds: 9 }, { hours: 20 }, { days: 30 }].map((after) => DateTime.add(now, after))
const circumstances = (portal: Parameters<typeof facts>[0]) =>
  later.flatMap((moment) => ["ada", "bob"].map((actor) => facts(portal, { now: moment, actor })))

/** No door depends on what is described, counted or dated: such states are looked at once. */
const doorsOf = (account: Account.Account): string =>
  JSON.stringify(isLiving(account)
    ? { ...account, openedAt: 0, epoch: 0, comment: "", policy: null, quota: {} }
    : { _tag: account._tag })

/** A root account lives as any other does: only its opening differs, and concerns a record of another name here. */
const everything = (name: Path) => {
  const { OpenRootAccount: _root, EditAccount, ...others } = commandsOn(name)
  return [
    EditAccount, ...Object.values(others),
    Account.ConfirmErasure.make({ path: name, accountId: Account.AccountId.make("acc_2") }),
    Account.ConnectMachine.make({ path: name, machineId: "pc" }),
    Account.EditAccount.make({ path: name, comment: "", policy: null, quota: { [bytes]: null } })
  ]
}
const wander = (portal: Parameters<typeof facts>[0], name = path) =>
  walk({ initial, decide, evolve }, everything(name), circumstances(portal), doorsOf)

const walks = { present: wander(portals.present), classic: wander(portals.classic) }
const { present, classic } = walks

describe.each(Object.entries(walks))("in the %s edition", (_edition, steps) => {
  const turns = steps.filter(({ from, to }) => from._tag !== to._tag)
  const before = (tag: Account.Status) =>
    new Set(turns.filter(({ to }) => to._tag === tag).map(({ from }) => from._tag))
  const after = (tag: Account.Status) =>
    new Set(turns.filter(({ from }) => from._tag === tag).map(({ to }) => to._tag))

  it("every status is reached", () => {
    expect(new Set(steps.map(({ from }) => from._tag)).size).toBe(6)
  })

  it("ACC-13 every way to the end leads through the wait, and through the destruction of the data", () => {
    expect(before("Erased")).toEqual(new Set(["Erasing"]))
    expect(before("Erasing")).toEqual(new Set(["PendingDeletion"]))
  })

  it("ACC-13 from the destruction of the data nothing leads back", () => {
    expect(after("Erasing")).toEqual(new Set(["Erased"]))
  })

  it("ACC-15 whoever takes the name of what is erased gets another id and inherits nothing", () => {
    const reopened = turns.filter(({ from }) => from._tag === "Erased").map(({ to }) => to)
    expect(reopened.length).toBeGreaterThan(0)
    for (const account of reopened) {
      expect(account).toEqual({
        _tag: "Enabled", path, accountId: "acc_2", openedAt: expect.anything(), epoch: 0, use: "machine", comment: "",
        policy: null, quota: {}, lease: null
      })
    }
  })

  it("ACC-14 what is brought back is as it was before it was deleted", () => {
    const returns = turns.filter(({ from, to }) => from._tag === "PendingDeletion" && to._tag !== "Erasing")
    expect(returns.length).toBeGreaterThan(0)
    for (const { from, to } of returns) {
      if (from._tag !== "PendingDeletion") throw new Error("it was filtered so")
      const { was, askedBy, undoUntil, eraseFrom, eraseBy, ...others } = from
      expect(to).toEqual({ ...others, _tag: was })
      expect([askedBy, undoUntil, eraseFrom, eraseBy]).not.toContain(undefined)
    }
  })

  /**
   * By their nature these are not: a name is given once, so that giving it again is refused; each change of a password
   * is another change; releasing a lock acts on what lies outside the record; a sign of life renews the lease.
   */
  const notIdempotent = new Set(["OpenAccount", "ChangePassword", "ReleaseLock", "ConnectMachine"])

  it("ordering twice is ordering once", () => {
    const failing = steps.filter(({ command, facts, decision, to }) =>
      Result.isSuccess(decision) && !notIdempotent.has(command._tag)
      && JSON.stringify(decide(command, to, facts)) !== JSON.stringify(Result.succeed([])))
    expect(failing).toEqual([])
  })

  it("an order that was accepted once is never refused on what it made, but for a name that is taken by now", () => {
    const refusals = steps.flatMap(({ command, facts, decision, to }) => {
      const again = decide(command, to, facts)
      return Result.isSuccess(decision) && Result.isFailure(again) ? [again.failure._tag] : []
    })
    expect(new Set(refusals)).toEqual(new Set(["NameTaken"]))
  })

  it("a refusal changes nothing, and is always one that the vocabulary knows", () => {
    const told = new Set<string>()
    for (const { from, to, decision } of steps) {
      if (Result.isSuccess(decision)) continue
      expect(to).toBe(from)
      told.add(decision.failure._tag)
    }
    const known: ReadonlyArray<string> = Account.Refusal.members.map(({ fields }) => fields._tag.schema.literal)
    for (const tag of told) expect(known).toContain(tag)
  })

  it("AUD-2 folding what was written gives what is kept, after a way through JSON", () => {
    const told = new Set<string>()
    for (const { from, to, decision } of steps) {
      const events = JSON.stringify(Result.getOrElse(decision, () => []).map(concept.event.write))
      const kept = JSON.stringify(concept.state.write(from))
      if (events === "[]" || told.has(kept + events)) continue
      told.add(kept + events)
      const folded: Account.Account = JSON.parse(events).map(concept.event.read)
        .reduce(evolve, concept.state.read(JSON.parse(kept)))
      expect(concept.state.write(folded)).toEqual(concept.state.write(to))
    }
    expect(told.size).toBeGreaterThan(100)
  })

  it("ACC-3 what is written beside an account concerns that account alone", () => {
    for (const { to, decision, facts } of steps) {
      const { ledger, due } = concept.aside(Result.getOrElse(decision, () => []), to, facts)
      for (const item of due) expect(item.id).toBe(path)
      for (const move of ledger) {
        if (move._tag === "SetLimit") expect(move.node).toBe(path)
        else expect(move).toMatchObject({ _tag: "ReleaseHolder", holder: "acc_2" })
      }
    }
  })
})

it("ACC-12 where the portal asks for it, what is deleted was disabled first", () => {
  const deleted = (steps: typeof present) =>
    new Set(steps.filter(({ from, to }) => to._tag === "PendingDeletion" && from._tag !== to._tag)
      .map(({ from }) => from._tag))
  expect(deleted(classic)).toEqual(new Set(["Disabled"]))
  expect(deleted(present)).toEqual(new Set(["Enabled", "Disabled"]))
})

it("ACC-3 a decision depends on no other account: under any other name it is the same", () => {
  const other = Path.make("company>elsewhere>machine")
  const told = (steps: typeof present) =>
    JSON.stringify(steps.map(({ from, decision, to }) => ({ from, decision, to })))
  const renamed = told(present).replaceAll(JSON.stringify(path), JSON.stringify(other))
  expect(told(wander(portals.present, other)) === renamed).toBe(true)
})

const { deletion } = portals.present
const undo = { selfServiceSeconds: 60, then: "nobody" } as const
/** Each differs from the present edition in the one parameter that it is named after. */
const variants: ReadonlyArray<readonly [parameter: string, portal: typeof portals.present]> = [
  ["deletion.requiresDisabled", { ...portals.present, deletion: { ...deletion, requiresDisabled: true } }],
  ["deletion.grace", { ...portals.present, deletion: { ...deletion, grace: { _tag: "AfterDays", days: 30 } } }],
  ["deletion.undo", { ...portals.present, deletion: { ...deletion, undo } }],
  ["deletion.nameReservation", { ...portals.present, deletion: { ...deletion, nameReservation: { _tag: "Forever" } } }],
  ["account.liveFor", { ...portals.present, account: { liveFor: 5 } }],
  ["status.capabilities", {
    ...portals.present,
    status: { capabilities: { ...portals.present.status.capabilities, Enabled: [], Disabled: ["backUp"] } }
  }],
  ["limits.mode", { ...portals.present, limits: { mode: { [bytes]: "soft" } } }],
  ["quota.thresholds", { ...portals.present, quota: { ...portals.present.quota, thresholds: [] } }]
]

it.each(variants)("%s opens or closes no door but those whose refusal names it", (parameter, portal) => {
  for (const { from, command, facts: known, decision } of present) {
    const changed = decide(command, from, { ...known, ...portal })
    if (Result.isSuccess(decision) === Result.isSuccess(changed)) continue
    expect(Result.isFailure(decision) ? decision.failure : Result.merge(changed)).toMatchObject({ parameter })
  }
})

it("every parameter that a refusal names is among those tried above", () => {
  const named = Account.Refusal.members.flatMap((member) =>
    "parameter" in member.fields ? [member.fields.parameter.schema.literal] : [])
  expect(variants.map(([parameter]) => parameter)).toEqual(expect.arrayContaining(named))
})
