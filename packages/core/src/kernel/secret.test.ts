/** No secret is ever written: a law over every command, event, state and refusal that there is. */
import * as fc from "fast-check"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { accounts, commandsOn, path } from "../../test/accounts.ts"
import { ada, ordersAbout, users } from "../../test/people.ts"
import * as Account from "../account/index.ts"
import * as Contract from "../contract/index.ts"
import * as Credential from "../credential/index.ts"
import * as Notice from "../notice/index.ts"
import * as Policy from "../policy/index.ts"
import * as Quota from "../quota/index.ts"
import * as Resource from "../resource/index.ts"
import * as Setting from "../setting/index.ts"
import * as User from "../user/index.ts"
import { Password, withoutSecrets } from "./secret.ts"

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/** Whether a schema is one of a secret, as it says of itself. */
const isSecret = (ast: unknown): boolean =>
  isRecord(ast) && isRecord(ast["annotations"]) && ast["annotations"]["expected"] === "Redacted"

/** Whether a secret is anywhere in a schema, however deep. */
const holdsSecret = (ast: unknown, seen = new Set<unknown>()): boolean => {
  if (!isRecord(ast) || seen.has(ast)) return false
  seen.add(ast)
  return isSecret(ast) || Object.values(ast).some((part) => holdsSecret(part, seen))
}

const commands = [
  ...Account.Command.members, ...Policy.Command.members, ...Credential.Command.members, ...Contract.Command.members,
  ...User.Command.members, ...Setting.Command.members, ...Notice.Command.members, ...Resource.Command.members
]

it("secrets stand at the top of a command, where they are left out, and never deeper", () => {
  const secrets = commands.flatMap(({ fields }) =>
    Object.entries(fields).flatMap(([name, field]) => isSecret(field.ast) ? [name] : []))
  expect(secrets.sort()).toEqual(["again", "current", "next", "password", "password"])
  for (const { fields } of commands) {
    for (const field of Object.values(fields)) {
      if (!isSecret(field.ast)) expect(holdsSecret(field.ast)).toBe(false)
    }
  }
})

it.each([
  ["states", [
    Account.Account, Policy.Policy, Credential.Token, Credential.Credential, Contract.Contract, User.User,
    User.Free, User.Held, Setting.Saved, Notice.Notice, Resource.Resource
  ]],
  ["events", [
    Account.Event, Policy.Event, Credential.Event, Quota.Event, Contract.Event, User.Event, Setting.Event,
    Notice.Event, Resource.Event
  ]],
  ["refusals", [
    Account.Refusal, Policy.Refusal, Credential.Refusal, Quota.Refusal, Contract.Refusal, User.Refusal,
    Setting.Refusal, Notice.Refusal, Resource.Refusal
  ]]
])("no %s hold a secret", (_kind, schemas) => {
  for (const schema of schemas) expect(holdsSecret(schema.ast)).toBe(false)
})

it("the search finds a secret wherever one is", () => {
  const hidden = Schema.Struct({ list: Schema.Array(Schema.Struct({ pin: Schema.optionalKey(Password) })) })
  expect([holdsSecret(hidden.ast), holdsSecret(Account.Command.ast)]).toEqual([true, true])
})

describe("SEC-56 a command that is written holds no password", () => {
  const canary = fc.stringMatching(/^canary-[a-z0-9>]{8,40}$/)

  it.each(Object.values(commandsOn(path)))("$_tag", (command) => {
    const written = Account.concept.command.write(command)
    const secrets = Object.entries(command).filter(([, field]) => Redacted.isRedacted(field)).map(([name]) => name)
    expect(Object.keys(Object(written)).sort())
      .toEqual(Object.keys(command).filter((name) => !secrets.includes(name)).sort())
    fc.assert(fc.property(canary, (password) => {
      const asked = { ...Object(written), ...Object.fromEntries(secrets.map((name) => [name, password])) }
      const again = Account.concept.command.write(Account.concept.command.read(asked))
      expect(again).toEqual(written)
      expect(JSON.stringify([again, Account.concept.command.read(asked)])).not.toContain("canary")
    }), { numRuns: 20 })
  })

  it("nor does a policy or a token hold anything but what was asked", () => {
    const policy = Policy.DefinePolicy.make({
      owner: path, name: Schema.decodeSync(Policy.PolicyRef.fields.name)("nightly"), settings: { hour: 2 }
    })
    expect(Policy.concept.command.write(policy)).toEqual({ ...policy })
    const token = Credential.RevokeToken.make({
      tokenId: Credential.TokenId.make("tok_1"), owner: { _tag: "RoleOwner", role: "support" }
    })
    expect(Credential.tokens.command.write(token)).toEqual({ ...token })
  })
})

describe("SEC-31 SEC-56 a user's orders and states hold no password, code or link, whoever slips one in", () => {
  const slipped = { password: "canary-1", code: "canary-2", token: "canary-3", digest: "canary-4", link: "canary-5" }

  it.each(Object.values(ordersAbout()))("$_tag", (command) => {
    const { command: codec } = User.concept
    expect(codec.write(command)).toEqual(command)
    expect(codec.write(codec.read({ ...command, ...slipped }))).toEqual(command)
  })

  it.each(Object.values(users))("in status $_tag", (user) => {
    const { state: codec } = User.concept
    const written = codec.write(user)
    expect(codec.write(codec.read({ ...Object(written), ...slipped }))).toEqual(written)
    expect(JSON.stringify(written)).toContain(user._tag === "Absent" ? "Absent" : ada)
  })

  it("a message is known by its id, from which alone its secret is made again", () => {
    const { CodeSent, CodeRequested, ResetRequested } = User
    expect(Object.keys(CodeSent.fields.activation.fields).sort()).toEqual(["expiresAt", "noticeId"])
    const fields = [...Object.keys(CodeRequested.fields), ...Object.keys(ResetRequested.fields)]
    expect([...new Set(fields)].sort())
      .toEqual(["_tag", "channel", "expiresAt", "mail", "noticeId", "phone", "purpose"])
  })
})

it.each([
  ["too long", "canary".repeat(200)], ["empty", ""], ["no text", ["canary"]], ["a number", 7], ["nothing", null]
])("SEC-56 a password that is %s is refused without being repeated", (_what, password) => {
  const command = { _tag: "OpenRootAccount", name: "acme", password }
  for (const schema of [Account.Command, Account.OpenRootAccount]) {
    const refused = Result.merge(Schema.decodeUnknownResult(schema)(command))
    expect(refused).toBeInstanceOf(Error)
    expect(String(refused)).not.toContain("canary")
  }
})

it("every character up to 1,000 is let in", () => {
  const read = (text: string) => Result.isSuccess(Schema.decodeUnknownResult(Password)(text))
  expect([1, 73, 1_000, 1_001].map((length) => read("x".repeat(length)))).toEqual([true, true, true, false])
})

it("what holds no secret is written as it is", () => {
  const written = Account.concept.state.write(accounts.PendingDeletion)
  expect(withoutSecrets(accounts.PendingDeletion, written)).toBe(written)
})
