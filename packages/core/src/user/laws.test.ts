/** The laws of a user's life, proved by walking all of it under everything that a rule looks at. */
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { acme, ada, bob, home, notice, ordersAbout, rival } from "../../test/people.ts"
import { circumstances, doorsOf, type Step, steps } from "../../test/people-walk.ts"
import type { Command } from "./commands.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { isKnown } from "./known.ts"
import * as User from "./model.ts"
import { type Facts, Refusal } from "./refusals.ts"
import { placeOf, rosterEvents } from "./rules.ts"
import { addressMoves } from "./addresses.ts"
import { concept, selfContained } from "./use-cases.ts"

const turns = steps.filter(({ from, to }) => from._tag !== to._tag)
const accepted = steps.filter(({ decision }) => Result.isSuccess(decision) && decision.success.length > 0)
const eventsOf = ({ decision }: Step) => Result.getOrElse(decision, (): ReadonlyArray<User.Event> => [])

/** Every way from one status to another, by the order that leads there: written from the guide. */
const ways: ReadonlyArray<readonly [from: User.User["_tag"], command: Command["_tag"], to: User.User["_tag"]]> = [
  ["Absent", "CreateUser", "NotFinalised"], ["Absent", "CreateUser", "CreationBlocked"],
  ["Absent", "SignUp", "NotFinalised"], ["Absent", "SignUp", "PendingApproval"],
  ["PendingApproval", "ApproveSignUp", "NotFinalised"], ["PendingApproval", "RefuseSignUp", "Erased"],
  ["CreationBlocked", "ResumeCreation", "NotFinalised"], ["CreationBlocked", "AbandonCreation", "Erased"],
  ["CreationBlocked", "DeleteUser", "Deleted"],
  ["NotFinalised", "FinaliseUser", "Active"], ["NotFinalised", "DeleteUser", "Deleted"],
  ["NotFinalised", "SuspendUser", "Suspended"], ["NotFinalised", "LapseSignUp", "Erased"],
  ["Active", "LockUser", "Locked"], ["Active", "SuspendUser", "Suspended"], ["Active", "DeleteUser", "Deleted"],
  ["Locked", "ReactivateUser", "Active"], ["Locked", "SuspendUser", "Suspended"], ["Locked", "DeleteUser", "Deleted"],
  ["Suspended", "ReactivateUser", "Active"], ["Suspended", "ReactivateUser", "NotFinalised"],
  ["Suspended", "DeleteUser", "Deleted"],
  ["Deleted", "RecallUser", "NotFinalised"], ["Deleted", "RecallUser", "CreationBlocked"],
  ["Deleted", "RecallUser", "Active"], ["Deleted", "RecallUser", "Locked"], ["Deleted", "RecallUser", "Suspended"],
  ["Deleted", "EraseUser", "Erasing"], ["Erasing", "ConfirmErasure", "Erased"]
]

describe("USR-4", () => {
  it("seven statuses and no other, each of which is reached", () => {
    const seen = new Set(steps.flatMap(({ from }) => isKnown(from) ? [from._tag] : []))
    expect([...seen].sort()).toEqual([...User.statuses].sort())
    expect(User.statuses).toHaveLength(7)
  })

  it("every way from status to status is one of the guide's, and each of those is open", () => {
    const found = new Set(turns.map(({ from, command, to }) => `${from._tag} ${command._tag} ${to._tag}`))
    expect([...found].sort()).toEqual(ways.map((way) => way.join(" ")).sort())
  })

  it("SEC-7 SEC-42 only who is active signs in, is sent a code or a link, or changes anything of their own", () => {
    const own = new Set<Command["_tag"]>([
      "RecordSignIn", "RequestCode", "RequestReset", "ChangePassword", "SetPhone", "SetSecondaryMail", "SwapMails",
      "ChooseFactor"
    ])
    const from = accepted.filter(({ command }) => own.has(command._tag)).map((step) => step.from._tag)
    expect(new Set(from)).toEqual(new Set(["Active"]))
    const signedIn = accepted.filter(({ from: before, to }) =>
      isKnown(before) && isKnown(to) && before.lastSignInAt !== to.lastSignInAt)
    expect(new Set(signedIn.map(({ command }) => command._tag))).toEqual(new Set(["RecordSignIn"]))
  })

  it("SEC-20 an account becomes active the first time by a password that its holder chose, and no other way", () => {
    const wasActive = (user: User.User): boolean => user._tag === "Locked" || user._tag === "Deleted"
      || (user._tag === "Suspended" && user.isFinalised)
    const first = turns.filter(({ from, to }) => to._tag === "Active" && !wasActive(from))
    expect(new Set(first.map(({ command }) => command._tag))).toEqual(new Set(["FinaliseUser"]))
  })
})

describe("USR-7", () => {
  it("from the destruction of the data nothing leads back, and what is erased keeps nothing of the person", () => {
    for (const { from, to } of accepted.filter((step) => !isKnown(step.from) && step.from._tag !== "Absent")) {
      expect([from._tag, to._tag]).toEqual(["Erasing", "Erased"])
    }
    for (const { to } of turns.filter((step) => step.to._tag === "Erased")) {
      expect(Object.keys(to).sort()).toEqual(["_tag", "enterprise", "erasedAt", "userId"])
    }
  })

  it("SEC-28 nobody is brought back from that instant on, whether or not the worker has come", () => {
    const asked = steps.filter(({ from, command }) => from._tag === "Deleted" && command._tag === "RecallUser")
    const late = asked.filter(({ from, facts: { now: when } }) =>
      from._tag === "Deleted" && when.epochMilliseconds >= from.eraseFrom.epochMilliseconds)
    expect([late.length > 0, asked.length > late.length]).toEqual([true, true])
    for (const { decision } of late) {
      expect(Result.isFailure(decision) && decision.failure._tag).toBe("RecallTooLate")
    }
  })

  it("SEC-28 the data is destroyed from the instant announced on, and never before", () => {
    const asked = steps.filter(({ from, command }) => from._tag === "Deleted" && command._tag === "EraseUser")
    expect(new Set(asked.map(({ decision }) => Result.isSuccess(decision)))).toEqual(new Set([true, false]))
    for (const { from, facts: { now: when }, decision } of asked) {
      if (from._tag !== "Deleted") throw new Error("it was filtered so")
      expect(Result.isSuccess(decision)).toBe(when.epochMilliseconds >= from.eraseFrom.epochMilliseconds)
    }
  })

  it("who is recalled stands as before, but for a second address, which may be another's by now", () => {
    const recalled = accepted.filter(({ command }) => command._tag === "RecallUser")
    expect(recalled.length).toBeGreaterThan(10)
    for (const { from, to } of recalled) {
      if (from._tag !== "Deleted") throw new Error("only who is deleted is recalled")
      expect(to).toEqual({ ...from.was, secondaryMail: null })
    }
  })
})

it("USR-5 who is let in again is neither locked nor suspended, and lost nothing", () => {
  const opened = accepted.filter(({ command }) => command._tag === "ReactivateUser")
  expect(new Set(opened.map(({ from }) => from._tag))).toEqual(new Set(["Locked", "Suspended"]))
  for (const { from, to } of opened) {
    const causes = ["_tag", "lockedAt", "suspendedAt", "suspendedBy", "isFinalised"]
    const kept = Object.entries(from).filter(([name]) => !causes.includes(name))
    const isInvited = from._tag === "Suspended" && !from.isFinalised
    const standing = isInvited ? { _tag: "NotFinalised", activation: notice, lapses: false } : { _tag: "Active" }
    expect(to).toEqual({ ...Object.fromEntries(kept), ...standing })
  }
})

it("SEC-27 SEC-43 no count of sessions or tokens ever falls, and whoever is shut out or moved starts another", () => {
  const ending = new Set<User.Event["_tag"]>([
    "UserSuspended", "UserDeleted", "RoleChanged", "UserAttached", "AccessRevoked"
  ])
  for (const step of accepted) {
    const { from, to } = step
    if (!isKnown(from) || !isKnown(to)) continue
    expect([to.epoch >= from.epoch, to.tokenEpoch >= from.tokenEpoch]).toEqual([true, true])
    if (!eventsOf(step).some(({ _tag }) => ending.has(_tag))) continue
    expect([to.epoch > from.epoch, to.tokenEpoch > from.tokenEpoch]).toEqual([true, true])
  }
})

it("SEC-35 SEC-40 another enterprise's user is told of like one who never was, whatever is ordered", () => {
  const orders = Object.values(ordersAbout({ enterprise: home, userId: ada })).filter(({ _tag }) =>
    _tag !== "CreateUser" && _tag !== "SignUp")
  const states = new Map(steps.flatMap(({ from, to }) => [from, to]).map((user) => [doorsOf(user), user]))
  expect(states.size).toBeGreaterThan(30)
  for (const user of states.values()) {
    for (const command of orders) {
      for (const one of circumstances) expect(decide(command, user, one)).toEqual(decide(command, initial, one))
    }
  }
})

describe("USR-8 a status that an order does not fit is told, with those that it fits", () => {
  const misfits = steps.flatMap(({ command, decision }) =>
    Result.isFailure(decision) && decision.failure._tag === "WrongStatus" ? [{ command, ...decision.failure }] : [])

  it.each([...new Set(misfits.map(({ command }) => command._tag))])("%s", (tag) => {
    const told = misfits.filter(({ command }) => command._tag === tag)
    const changing = new Set(accepted.filter(({ command }) => command._tag === tag).map(({ from }) => from._tag))
    expect(new Set(told.map(({ fits }) => [...fits].sort().join()))).toEqual(new Set([[...changing].sort().join()]))
    for (const { status } of told) expect(changing).not.toContain(status)
  })
})

/** By their nature these are not: each is another message, sign-in or password, or ends what was opened since. */
const notIdempotent = new Set<Command["_tag"]>([
  "SendCodeAgain", "ResetPassword", "RequestCode", "RequestReset", "RepeatSignUp", "RecordSignIn", "ChangePassword",
  "RevokeAccess", "EnrolAuthenticator"
])
/** Once carried out there is nobody any more whom they could be about, or not in that enterprise. */
const parting = new Set<Command["_tag"]>(["RefuseSignUp", "AbandonCreation", "AttachUser", "LapseSignUp"])
/** Each finds the account in a status that only others lead on from. */
const stepping = new Set<Command["_tag"]>(["FinaliseUser", "RecallUser", "SwapMails"])

it("orders about the user alone are decided whatever the enterprise is like, and move neither address nor seat", () => {
  const blind: Partial<Facts> = {
    contract: { _tag: "Unsigned" }, target: { _tag: "Unsigned" }, holder: undefined, isAwaited: false
  }
  const alone = steps.filter(({ command: { _tag } }) => selfContained.has(_tag))
  expect(alone.length).toBeGreaterThan(100)
  for (const { from, command, facts: all, decision, to } of alone) {
    expect(decide(command, from, { ...all, ...blind })).toEqual(decision)
    expect([...addressMoves(from, to, new Map()), ...rosterEvents(from, to, all)]).toEqual([])
  }
})

it("ordering twice is ordering once", () => {
  const failing = accepted.filter(({ command: { _tag } }) =>
    !notIdempotent.has(_tag) && !parting.has(_tag) && !stepping.has(_tag)
  ).filter(({ command, facts: one, to }) => {
    const again = decide(command, to, one)
    return Result.isFailure(again) || again.success.length > 0
  })
  expect(failing.map(({ command, from, to }) => [command, from._tag, to._tag])).toEqual([])
})

it("a refusal changes nothing, and is one that the vocabulary knows", () => {
  const names: ReadonlyArray<string> = Refusal.members.map(({ fields }) => fields._tag.schema.literal)
  for (const { from, to, decision } of steps) {
    if (Result.isSuccess(decision)) continue
    expect(to).toBe(from)
    expect(names).toContain(decision.failure._tag)
  }
})

it("AUD-2 folding what was written gives what is kept, after a way through JSON", () => {
  for (const step of accepted) {
    const [kept, events] = [concept.state.write(step.from), eventsOf(step).map(concept.event.write)]
    const [before, lines]: [unknown, ReadonlyArray<unknown>] = JSON.parse(JSON.stringify([kept, events]))
    const folded = lines.map(concept.event.read).reduce(evolve, concept.state.read(before))
    expect(concept.state.write(folded)).toEqual(concept.state.write(step.to))
  }
})

it("what is written beside a user concerns that user alone, and a recall calls off the erasure", () => {
  for (const step of accepted) {
    const { ledger, due } = concept.aside(eventsOf(step), step.to, step.facts)
    const id = placeOf(acme, ada)
    const at = step.to._tag === "Deleted" ? DateTime.formatIso(step.to.eraseFrom) : undefined
    const lapse = step.to._tag === "NotFinalised" && step.to.lapses
      ? [{ kind: "user.lapse", id, at: DateTime.formatIso(step.to.activation.expiresAt) }]
      : []
    const plans = {
      DeleteUser: [{ kind: "user.erase", id, at }], RecallUser: [{ kind: "user.erase", id }], SignUp: lapse
    }
    expect(due).toEqual(Object.entries(plans).find(([tag]) => tag === step.command._tag)?.[1] ?? [])
    const moves = {
      ConfirmErasure: [{ _tag: "ReleaseHolder", holder: ada }],
      AttachUser: [{ _tag: "Move", from: id, to: placeOf(rival, ada) }]
    }
    expect(ledger).toEqual(Object.entries(moves).find(([tag]) => tag === step.command._tag)?.[1] ?? [])
  }
})

it("USR-5 USR-7 whoever shuts a user out is written down, and nobody else is", () => {
  const names = accepted.flatMap(({ to }) => to._tag === "Suspended" ? [to.suspendedBy] : [])
  expect(new Set(names)).toEqual(new Set([ada, bob, "worker"]))
})
