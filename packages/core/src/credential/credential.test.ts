/** Tokens, lockout and advice on passwords: a row for every rule. */
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { walk } from "../../test/walk.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { Path } from "../kernel/path.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import * as Credential from "./model.ts"
import { holds, sameOwner, throttleRuleOf } from "./rules.ts"

const now = DateTime.makeUnsafe("2026-01-15T10:00:00Z")
const hour = DateTime.add(now, { hours: 1 })
const facts: Credential.Facts = { now, digest: "d1" }
const tokenId = Credential.TokenId.make("tok_1")
const account = (path: string, accountId: string): Credential.TokenOwner =>
  ({ _tag: "AccountOwner", path: Path.make(path), accountId })
const [owner, rival] = [account("acme", "acc_1"), account("rival", "acc_2")]
const support: Credential.TokenOwner = { _tag: "RoleOwner", role: "support" }

const issue = Credential.IssueToken.make({ tokenId, owner, label: "backup script", expiresAt: hour })
const revokeBy = (by: Credential.TokenOwner) => Credential.RevokeToken.make({ tokenId, owner: by })
const about = { tokenId, owner, label: "backup script", issuedAt: now, expiresAt: hour }
const active = Credential.Active.make({ ...about, digest: "d1" })
const revoked = Credential.Revoked.make(about)
const unknown = refuse(Credential.NoSuchToken.make({ tokenId }))

type Row = readonly [Credential.Command, Credential.Token, Decision<Credential.Event, Credential.TokenRefusal>]
const table: ReadonlyArray<Row> = [
  [issue, initial, accept(Credential.TokenIssued.make({ ...about, digest: "d1" }))],
  [issue, active, nothing],
  [issue, revoked, unknown],
  [revokeBy(owner), initial, unknown],
  [revokeBy(owner), active, accept(Credential.TokenRevoked.make({}))],
  [revokeBy(owner), revoked, nothing],
  [revokeBy(rival), active, unknown],
  [revokeBy(rival), revoked, unknown],
  [revokeBy(support), active, unknown]
]

describe("AUT-5 tokens", () => {
  it.each(table)("$0._tag, $1._tag, asked by $0.owner", (command, token, then) => {
    expect(decide(command, token, facts)).toEqual(then)
  })

  const orders = [issue, revokeBy(owner), revokeBy(rival)]
  const steps = walk({ initial, decide, evolve }, orders, [facts, { now: hour, digest: "d2" }])

  it("ordering twice is ordering once, and a digest once issued is never another", () => {
    const accepted = steps.filter(({ decision }) => decision._tag === "Success")
    expect(accepted.map(({ command, to, facts: known }) => decide(command, to, known)))
      .toEqual(accepted.map(() => nothing))
    const kept = steps.filter(({ from, to }) => from._tag === "Active" && to._tag === "Active")
    expect(kept.map(({ to }) => to)).toEqual(kept.map(({ from }) => from))
  })

  it("from revoked nothing leads back, and what is revoked keeps no digest", () => {
    const ends = steps.filter(({ from }) => from._tag === "Revoked")
    expect(ends.length).toBeGreaterThan(0)
    for (const { from, to } of ends) expect([to, JSON.stringify(to).includes("digest")]).toEqual([from, false])
  })

  it("SEC-28 a token holds until it runs out, to the instant, with nobody to tidy up", () => {
    const justBefore = DateTime.add(hour, { milliseconds: -1 })
    expect([justBefore, hour].map((moment) => holds(active, moment))).toEqual([true, false])
    const { expiresAt: _expiresAt, ...lasting } = active
    expect(holds(Credential.Active.make(lasting), DateTime.add(now, { days: 36_500 }))).toBe(true)
    expect([initial, revoked].map((token) => holds(token, now))).toEqual([false, false])
  })

  it("SEC-45 an owner is known by its id: who recreates a name is another", () => {
    expect(sameOwner(owner, account("acme2", "acc_1"))).toBe(true)
    expect(sameOwner(owner, account("acme", "acc_9"))).toBe(false)
    expect(sameOwner(support, { _tag: "RoleOwner", role: "operator" })).toBe(false)
    expect(sameOwner(support, support)).toBe(true)
    expect([sameOwner(support, owner), sameOwner(owner, support)]).toEqual([false, false])
  })
})

describe("AUT-2 how many passwords are compared", () => {
  const rule = (lockout: Partial<Credential.Lockout>) =>
    throttleRuleOf({ maxFailures: 5, trip: "onExceeding", release: { _tag: "ByAdmin" }, ...lockout })

  it.each([
    ["more than five failures: the sixth is still compared", {}, { attemptsMax: 6 }],
    ["five failures: the sixth is not", { trip: "onReaching" }, { attemptsMax: 5 }],
    ["forgotten by themselves", { release: { _tag: "AfterSeconds", seconds: 900 } },
      { attemptsMax: 6, rememberSeconds: 900 }],
    ["forgotten at once is forgotten after a second", { release: { _tag: "AfterSeconds", seconds: 0 } },
      { attemptsMax: 6, rememberSeconds: 1 }]
  ] as const)("%s", (_what, lockout, expected) => {
    expect(rule(lockout)).toEqual(expected)
  })
})

it.each([
  ["nothing", ""], ["101 characters", "x".repeat(101)], ["a line break", "a\nb"], ["an invisible one", "a\u200bb"]
])("a label of %s is refused", (_what, label) => {
  expect(Schema.is(Credential.Label)(label)).toBe(false)
})
