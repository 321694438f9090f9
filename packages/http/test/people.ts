/** A secure workspace in memory behind the handler, with its post and an operator: where the tests of people begin. */
import { secureWorkspace } from "@intendant/blueprints"
import { virtualClock } from "@intendant/blueprints/scenarios"
import { type Credential, makePortal, type Notice, Portals, type Secrets, type Storage } from "@intendant/core"
import {
  type Answer, type Desk, type Intendant, open as openInProcess, type PeopleDoor
} from "@intendant/core/promises"
import { client, type HandlerOptions, makeHandler } from "@intendant/http"
import * as Memory from "@intendant/memory"
import * as SecretsNode from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { expect } from "vitest"
import { asker } from "./portal.ts"

type BlueprintJson = typeof Portals.Blueprint.Encoded

/** With an authenticator app too, so that everything there is can be asked for. */
const blueprintOf = (changes: Partial<BlueprintJson>): BlueprintJson =>
  ({ ...secureWorkspace, factors: { kinds: ["mail", "sms", "totp"], required: "byTenant" }, ...changes })

export const appCode = "424242"

/** An app that shows one code for ever, each time as if it were the next step. */
const authenticator = (): Credential.Authenticator["Service"] => {
  let step = 0
  return {
    newSecret: Effect.succeed(Redacted.make("zqsecret")),
    enrolment: (secret) => Effect.succeed({
      uri: Redacted.make(`otpauth://totp/${Redacted.value(secret)}`), svg: Redacted.make("<svg/>"),
      png: Redacted.make(new Uint8Array([137, 80, 78, 71]))
    }),
    stepOf: (_secret, code) => Effect.sync(() => code === appCode ? step += 1 : undefined)
  }
}

/** An engine that knows variables and nothing else. */
const templates: Notice.Templates["Service"] = {
  variables: (template) => Effect.succeed(
    Result.succeed([...new Set([...template.matchAll(/\{\{ (\w+) \}\}/g)].map(([, name = ""]) => name))])),
  render: (template, values) => Effect.succeed(
    Result.succeed(template.replaceAll(/\{\{ (\w+) \}\}/g, (_, name: string) => values[name] ?? "")))
}

const boxes = () => {
  const letters: Array<Notice.Letter> = []
  const texts: Array<Notice.TextMessage> = []
  const into = <Message>(box: Array<Message>) => (message: Message) =>
    Effect.sync((): Notice.Delivery => {
      box.push(message)
      return { _tag: "Sent" }
    })
  const gateways: Portals.Gateways = {
    mailer: { send: into(letters) }, texter: { send: into(texts) }, templates, portalUrl: "https://portal.example"
  }
  return { letters, texts, gateways }
}

/** The post office of a portal: what arrived is looked for in the newest letter to an address. */
const postOf = ({ letters, texts }: ReturnType<typeof boxes>, dispatch: () => Promise<unknown>) => {
  const found = async (mail: string, pattern: RegExp) => {
    await dispatch()
    return pattern.exec(letters.findLast(({ to }) => to === mail)?.text ?? "")?.[1] ?? ""
  }
  return {
    letters: async () => {
      await dispatch()
      return letters
    },
    codeTo: (mail: string) => found(mail, /\b(\d{8})\b/),
    linkTo: (mail: string) => found(mail, /https:\S+#(\S+)/),
    textTo: async (phone: string) => {
      await dispatch()
      return /\b(\d{8})\b/.exec(texts.findLast(({ to }) => to === phone)?.text ?? "")?.[1] ?? ""
    }
  }
}

/** A portal as people stand before it, whatever lies between. */
export interface World extends PeopleDoor, Pick<Intendant, "as" | "signOut"> {
  readonly operator: Desk
  readonly support: Desk
  readonly post: ReturnType<typeof postOf>
  readonly advance: (seconds: number) => void
  /** Has the worker carry out what is due. */
  readonly work: () => Promise<unknown>
}

interface Setup extends HandlerOptions {
  readonly changes?: Partial<BlueprintJson>
  readonly storage?: Storage
  readonly secrets?: Secrets["Service"]
  /** Told of every request of the client, and of the text of its answer. */
  readonly seen?: (request: Request, answer: string) => void
}

const secretsCheap = SecretsNode.make({ cost: { memoryKibibytes: 8, passes: 1, lanes: 1 } })
const start = "2026-06-01T10:00:00.000Z"

/** Asked in the same process, through the promises of the library. */
export const nearWorld = ({ changes = {}, storage = Memory.open() }: Setup = {}): World => {
  const clock = virtualClock(start)
  const post = boxes()
  const intendant = openInProcess({
    blueprint: blueprintOf(changes), storage, secrets: secretsCheap, gateways: post.gateways,
    authenticator: authenticator(), layer: clock.layer
  })
  return {
    ...intendant, operator: intendant.asRole("operator"), support: intendant.asRole("support"),
    post: postOf(post, intendant.dispatch), work: intendant.work, advance: (seconds) => clock.advance({ seconds })
  }
}

/** Asked over HTTP, through the client; and with requests written by hand. */
export const farWorld = async (
  { changes = {}, storage = Memory.open(), secrets = secretsCheap, seen, ...options }: Setup = {}
) => {
  const clock = virtualClock(start)
  const post = boxes()
  const ports = { ...storage, secrets, gateways: post.gateways, authenticator: authenticator() }
  const portal = makePortal(ports, Schema.decodeUnknownSync(Portals.Blueprint)(blueprintOf(changes)))
  const handler = makeHandler(portal, { layer: clock.layer, ...options })
  const run = <Value, Failure>(asked: Effect.Effect<Value, Failure>) =>
    Effect.runPromise(Effect.provide(asked, clock.layer))
  const tokenOf = async (role: "operator" | "support") => {
    const wish = { owner: { _tag: "RoleOwner" as const, role }, label: role }
    const { token } = await run(portal.issueToken(portal.roleDesk("operator").actor, wish))
    return token === undefined ? "" : Redacted.value(token)
  }
  const far = client("http://localhost", async (request) => {
    const answer = await handler.fetch(request)
    seen?.(request, await answer.clone().text())
    return answer
  })
  const operatorToken = await tokenOf("operator")
  const world: World = {
    ...far, operator: far.as(operatorToken), support: far.as(await tokenOf("support")),
    post: postOf(post, () => run(portal.dispatch())), work: () => run(portal.work()),
      advance: (seconds) => clock.advance({ seconds })
  }
  const { ask, askAs, post: send } = asker(handler)
  return { ...world, ask, askAs, send, handler, operatorToken }
}

const contact = { name: "Support", mail: "support@portal.example" }
export const passwordOf = (name: string) => `Phrase of ${name} 42`
export const twice = (next: string) => ({ next, again: next })
export const mailOf = (name: string, enterprise = "acme") => `${name}@${enterprise}.example`

export const signing = (enterprise = "acme", usersMax = 20) => ({
  _tag: "SignContract", enterprise,
  terms: {
    domains: [`${enterprise}.example`], usersMax, storageBytesMax: 1_000_000, accountManager: contact,
    support: contact
  }
})

export const newcomer = (name: string, more: object = {}) => ({
  enterprise: "acme", firstName: name, lastName: `of ${name}`, mail: mailOf(name), language: "en", role: "user", ...more
})

/** Whoever signs up, at whatever stands there for an address. */
export const person = (mail: unknown) => ({ lastName: "L", firstName: "F", mail, language: "en" })

/** The value of an answer that must be a yes. */
export const accepted = <Value>(answer: Answer<Value>): Value => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return answer.value
}

/** Invites somebody, who chooses a password; the id is theirs from then on. */
export const joins = async (
  world: World, name: string, more: { readonly enterprise?: string; readonly role?: string }
) => {
  const mail = mailOf(name, more.enterprise)
  const { user } = accepted(await world.operator.createUser(newcomer(name, { ...more, mail })))
  accepted(await world.finaliseUser(await world.post.linkTo(mail), twice(passwordOf(name))))
  return "userId" in user ? user.userId : ""
}

/** The token of somebody who signed in with their password. */
export const enters = async (world: World, name: string, enterprise = "acme") => {
  const entered = accepted(await world.signInUser(mailOf(name, enterprise), passwordOf(name)))
  expect(entered._tag).toBe("Entered")
  return entered._tag === "Entered" ? entered.token : ""
}

/** The token of somebody in the back office. */
export const stepsUp = async (world: World, name: string, enterprise = "acme") => {
  const { challenge } = accepted(await world.as(await enters(world, name, enterprise)).stepUp(passwordOf(name)))
  const code = await world.post.codeTo(mailOf(name, enterprise))
  const opened = accepted(await world.answerChallenge(challenge, code))
  return opened._tag === "Entered" ? opened.token : ""
}

/** An enterprise with one admin, who stands in the back office: their id and their token. */
export const staffed = async (world: World, enterprise = "acme", name = "ada") => {
  accepted(await world.operator.submitContract(signing(enterprise)))
  const userId = await joins(world, name, { enterprise, role: "admin" })
  return { userId, token: await stepsUp(world, name, enterprise) }
}
