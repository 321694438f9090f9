/** A secure workspace for tests, on any storage: its people, their letters, and what befalls a port when it is told. */
import { secureWorkspace } from "@intendant/blueprints"
import { virtualClock } from "@intendant/blueprints/scenarios"
import {
  Contract, makePortal, MailAddress, type Notice, Path, Portals, Setting, Unavailable, User
} from "@intendant/core"
import * as Secrets from "@intendant/secrets-node"
import * as Templates from "@intendant/templates-liquid"
import * as Authenticator from "@intendant/totp-otpauth"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createHmac } from "node:crypto"
import { expect } from "vitest"
import type { Searchable } from "./storages.ts"

/** The installation's own key, which all of its processes share. */
const key = new Uint8Array(32).fill(7)
const cheap = { memoryKibibytes: 8, passes: 1, lanes: 1 } as const
export const password = "Correct-horse-1"
export const newPassword = "Another-horse-2"
export const acme = Path.make("acme")
/** Another enterprise, with the same mail domain. */
export const other = Path.make("other")
/** A community that anyone may join. */
export const commons = Path.make("commons")

export const many = (times: number) => Array.from({ length: times }, (_, index) => index)
export const secret = (text: string) => Redacted.make(text)
export const twice = (text: string) => ({ next: secret(text), again: secret(text) })
export const mailOf = (name: string) => MailAddress.make(`${name}@acme.example`)

/** A code as RFC 6238 makes it, from the secret that an app scans. */
export const appCode = (uri: string, millis: number): string => {
  const bits = Array.from(new URL(uri).searchParams.get("secret") ?? "", (sign) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("")
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(millis / 30_000)))
  const mac = createHmac("sha1", key).update(counter).digest()
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff) % 1_000_000).padStart(6, "0")
}

// ------------------------------------------------------------------------------------------------- ports

/** What is known of every call of a port, and what is made of it. */
interface Watch {
  readonly calls: Map<string, number>
  /** The ports that are away. */
  readonly down: Set<string>
  /** What happens right after the next call of a method, before its answer is heard. */
  readonly after: Map<string, Effect.Effect<unknown, unknown>>
}

const watched = <Port extends object>(name: string, port: Port, { calls, down, after }: Watch): Port =>
  new Proxy(port, {
    get: (target, key) => {
      const method = Reflect.get(target, key)
      if (typeof method !== "function") return method
      const call = `${name}.${String(key)}`
      return (...given: ReadonlyArray<unknown>) => Effect.suspend(() => {
        calls.set(call, (calls.get(call) ?? 0) + 1)
        if (down.has(name)) return Effect.fail(new Unavailable({ cause: `${name} is away` }))
        const answer: Effect.Effect<unknown, unknown> = Reflect.apply(method, target, given)
        return Effect.tap(answer, () => {
          const next = after.get(call) ?? Effect.void
          after.delete(call)
          return Effect.orDie(next)
        })
      })
    }
  })

/** What left, in the order in which it left, and whether anything leaves now. */
interface Post {
  readonly letters: Array<Notice.Letter>
  readonly texts: Array<Notice.TextMessage>
  delivery: Notice.Delivery
}

const gatewaysOf = (post: Post): Portals.Gateways => {
  const taking = <Message>(taken: Array<Message>) => (message: Message) => Effect.sync(() => {
    if (post.delivery._tag === "Sent") taken.push(message)
    return post.delivery
  })
  return {
    mailer: { send: taking(post.letters) }, texter: { send: taking(post.texts) }, templates: Templates.make(),
    portalUrl: "https://portal.example"
  }
}

const linesInto = (lines: Array<string>) =>
  Layer.merge(
    Logger.layer([Logger.map(Logger.formatJson, (line) => { lines.push(line) })]),
    Layer.succeed(References.MinimumLogLevel, "All"))

/** Codes of apps are checked too; otherwise it is the portal of the guide. */
const blueprintOf = (changes: Partial<typeof secureWorkspace>): Portals.Blueprint =>
  Schema.decodeUnknownSync(Portals.Blueprint)({
    ...secureWorkspace, factors: { kinds: ["mail", "sms", "totp"], required: "byTenant" }, ...changes
  })

/** Opens a portal, with what is needed to look at it from every side. */
const openPortal = (storage: Searchable, changes: Partial<typeof secureWorkspace>, rememberedMillis = 0) => {
  const clock = virtualClock("2026-06-01T10:00:00.000Z")
  const watch: Watch = { calls: new Map(), down: new Set(), after: new Map() }
  const post: Post = { letters: [], texts: [], delivery: { _tag: "Sent" } }
  const logs: Array<string> = []
  const portal = makePortal({
    ...storage,
    records: watched("records", storage.records, watch), sessions: watched("sessions", storage.sessions, watch),
    throttle: watched("throttle", storage.throttle, watch), oneTime: watched("oneTime", storage.oneTime, watch),
    secrets: watched("secrets", Secrets.make({ cost: cheap, key }), watch),
    authenticator: Authenticator.make(), gateways: gatewaysOf(post), rememberedMillis
  }, blueprintOf(changes))
  const runtime = ManagedRuntime.make(Layer.merge(clock.layer, linesInto(logs)))
  const run = <Value, Failure>(asked: Effect.Effect<Value, Failure>) => runtime.runPromise(asked)
  return { portal, watch, post, logs, storage, clock, run }
}

type Opened = ReturnType<typeof openPortal>

// ----------------------------------------------------------------------------------------------- answers

const tagOf = (failure: unknown): string =>
  typeof failure === "object" && failure !== null && "_tag" in failure ? String(failure._tag) : "unknown"

/** What became of a question: `yes`, or the name of the obstacle. Defects are no answer. */
const outcomesOf = ({ run }: Opened) => ({
  run,
  outcome: <Value, Failure>(asked: Effect.Effect<Value, Failure>): Promise<string> =>
    run(Effect.map(Effect.result(asked), Result.match({ onSuccess: () => "yes", onFailure: tagOf }))),
  /** The whole answer as JSON, for those who look for what must not be in it. */
  told: <Value, Failure>(asked: Effect.Effect<Value, Failure>): Promise<string> =>
    run(Effect.map(Effect.exit(asked), (exit) =>
      JSON.stringify(Exit.isSuccess(exit) ? exit.value : exit.cause)))
})

// ------------------------------------------------------------------------------------------------ people

const contact = { name: "Desk", mail: "desk@acme.example" }
const termsOf = (domains: ReadonlyArray<string> | null, usersMax = 1_000) =>
  ({ domains, usersMax, storageBytesMax: 1_000_000, accountManager: contact, support: contact })

const contracts = ({ portal, run }: Opened) => {
  const { actor } = portal.roleDesk("operator")
  const order = (tag: "SignContract" | "ChangeTerms", enterprise: string, terms: ReturnType<typeof termsOf>) =>
    run(portal.submitContract({
      actor, command: Schema.decodeSync(Contract.Command)({ _tag: tag, enterprise, terms }), reason: ""
    }))
  return {
    sign: (enterprise: string, domains: ReadonlyArray<string> | null) =>
      order("SignContract", enterprise, termsOf(domains)),
    /** From now on so many may have an account. */
    seats: (enterprise: string, usersMax: number) =>
      order("ChangeTerms", enterprise, termsOf(["acme.example"], usersMax)),
    save: (enterprise: Path, changes: Readonly<Record<string, boolean | string>>) =>
      run(portal.submitSettings({
        actor, command: Setting.SaveSettings.make({ owner: enterprise, changes }), reason: ""
      }))
  }
}

const code = /\b\d{8}\b/
const link = /(?<=#)\S+/

/** What reached somebody last, once everything that waits was sent. What leaves together leaves in any order. */
const reading = ({ portal, post, run }: Opened) => {
  const deliver = () => run(portal.dispatch())
  const last = async (to: string, what: RegExp): Promise<string> => {
    await deliver()
    const found = [...post.letters, ...post.texts].findLast((message) => message.to === to && what.test(message.text))
    const [part] = what.exec(found?.text ?? "") ?? []
    if (part === undefined) throw new Error(`nothing was sent to ${to}`)
    return part
  }
  return {
    deliver,
    code: (to: string) => last(to, code),
    link: async (to: string) => secret(await last(to, link))
  }
}

const joining = (opened: Opened) => {
  const { portal, run } = opened
  const { actor } = portal.roleDesk("operator")
  const read = reading(opened)
  const invite = async (name: string, role = "user", enterprise = acme) => {
    const newcomer = {
      enterprise, role, firstName: name, lastName: "Lovelace", mail: mailOf(name), language: "en" as const
    }
    const user = await run(portal.createUser(actor, newcomer, ""))
    if (!User.isKnown(user)) throw new Error(`${name} was not created`)
    return user
  }
  return {
    invite,
    /** Invites somebody, who finishes the account with the link. */
    join: async (name: string, role = "user", enterprise = acme) => {
      const { userId, mail } = await invite(name, role, enterprise)
      await run(portal.finaliseUser(await read.link(mail), twice(password)))
      await read.deliver()
      return { userId, mail, enterprise }
    },
    order: (tag: Exclude<User.AdminCommand["_tag"], "EditUser">, { userId, enterprise }: Somebody) =>
      portal.submitUser({ actor, command: { _tag: tag, enterprise, userId }, reason: "" }),
    status: async ({ userId, enterprise }: Somebody) =>
      (await run(portal.user(actor, enterprise, userId))).user._tag
  }
}

/** A user, as far as a test has to know them. */
export interface Somebody {
  readonly userId: User.UserId
  readonly mail: MailAddress
  readonly enterprise: Path
}

// ----------------------------------------------------------------------------------------------- ways in

const entering = (opened: Opened) => {
  const { portal, run } = opened
  const read = reading(opened)
  const as = (token: string) => portal.authenticate(secret(token))
  const signIn = (mail: MailAddress, tried = password) => portal.signInUser(mail, secret(tried))
  /** Signs in where no code is asked for. */
  const enter = async (mail: MailAddress, tried = password) => {
    const entered = await run(signIn(mail, tried))
    if (entered._tag !== "Entered") throw new Error(`${mail} was asked for more`)
    return Redacted.value(entered.token)
  }
  /** From a session to the back office. */
  const rise = async (token: string, mail: MailAddress) => {
    const { token: challenge } = await run(Effect.flatMap(as(token), (who) => portal.stepUp(who, secret(password))))
    const { token: risen } = await run(portal.answerChallenge(challenge, secret(await read.code(mail))))
    return Redacted.value(risen)
  }
  return {
    as, signIn, enter, rise,
    backOffice: async (mail: MailAddress) => run(as(await rise(await enter(mail), mail))),
    /** A right password where a code is asked for: the challenge. */
    challenge: async (mail: MailAddress) => {
      const asked = await run(signIn(mail))
      if (asked._tag !== "CodeAsked") throw new Error(`${mail} was asked for no code`)
      return asked.token
    },
    guess: (mail: MailAddress, times: number) =>
      Promise.all(many(times).map((index) => outcomesOf(opened).outcome(signIn(mail, `wrong ${index}`))))
  }
}

/** Opens the portal with three enterprises, and nobody in them. */
export const openPeople = async (
  storage: Searchable, changes: Partial<typeof secureWorkspace> = {}, rememberedMillis = 0
) => {
  const opened = openPortal(storage, changes, rememberedMillis)
  const { sign, ...terms } = contracts(opened)
  await sign(acme, ["acme.example"])
  await sign(other, ["acme.example"])
  await sign(commons, null)
  return {
    ...opened, ...terms, ...outcomesOf(opened), ...reading(opened), ...joining(opened), ...entering(opened),
    advance: (seconds: number) => opened.clock.advance({ seconds }),
    calls: (call: string) => opened.watch.calls.get(call) ?? 0,
    operator: opened.portal.roleDesk("operator").actor,
    /** Another process on the same storage, which remembers nobody: it shares nothing else with this one. */
    beside: openPortal(storage, changes).portal
  }
}
export type World = Awaited<ReturnType<typeof openPeople>>

/** That every answer is the same one. */
export const expectAll = (outcomes: ReadonlyArray<string>, outcome: string) =>
  expect(new Set(outcomes)).toEqual(new Set([outcome]))
