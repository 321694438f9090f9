/** A secure workspace for tests of its messages: on any storage, with any gateways, by any clock, under a given key. */
import { secureWorkspace } from "@intendant/blueprints"
import { Contract, makePortal, MailAddress, Path, Portals, Setting, type Storage, User } from "@intendant/core"
import * as Secrets from "@intendant/secrets-node"
import * as Templates from "@intendant/templates-liquid"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Schema from "effect/Schema"

export const acme = Path.make("acme")
export const password = "Correct-horse-1"
export const mailOf = (name: string) => MailAddress.make(`${name}@acme.example`)
export const twice = (text: string) => ({ next: Redacted.make(text), again: Redacted.make(text) })
/** The key of the installation, and another one. */
const key = Buffer.alloc(32, 1)
export const otherKey = Buffer.alloc(32, 2)

const cheap = { memoryKibibytes: 8, passes: 1, lanes: 1 } as const
const contact = { name: "Desk", mail: "desk@acme.example" }

/** People sign in without a code, so that no test waits for one that it does not ask for; nobody is sent too much. */
const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)({
  ...secureWorkspace, codes: { ...secureWorkspace.codes, sendsMax: 1000 }
})

interface Wish {
  readonly storage: Storage
  readonly gateways: Omit<Portals.Gateways, "templates" | "portalUrl">
  readonly clock: Layer.Layer<never>
  readonly key?: Uint8Array
  /** Takes everything that is logged. */
  readonly log?: (line: string) => void
}

/** The clock of this machine, so many seconds ahead: what was held by who is gone is free. */
export const clockAhead = (seconds: number): Layer.Layer<never> => {
  const real = Clock.Clock.defaultValue()
  const millis = () => real.currentTimeMillisUnsafe() + seconds * 1000
  return Layer.succeed(Clock.Clock, {
    ...real, sleep: (duration) => real.sleep(duration),
    currentTimeMillisUnsafe: millis, currentTimeMillis: Effect.sync(millis)
  })
}

export const openPortal = ({ storage, gateways, clock, key: own = key, log = () => {} }: Wish) => {
  const portal = makePortal({
    ...storage, secrets: Secrets.make({ cost: cheap, key: own }),
    gateways: { ...gateways, templates: Templates.make(), portalUrl: "https://portal.example" }
  }, blueprint)
  const logged = Layer.merge(
    Logger.layer([Logger.map(Logger.formatJson, log)]), Layer.succeed(References.MinimumLogLevel, "All"))
  const runtime = ManagedRuntime.make(Layer.merge(clock, logged))
  const run = <Value, Failure>(asked: Effect.Effect<Value, Failure>) => runtime.runPromise(asked)
  const { actor } = portal.roleDesk("operator")
  return {
    portal, run, actor,
    dispatch: () => run(portal.dispatch()),
    /** Signs the contract of the enterprise, under which so many may have an account. */
    sign: (usersMax = 100_000) =>
      run(portal.submitContract({
        actor, reason: "",
        command: Schema.decodeSync(Contract.Command)({
          _tag: "SignContract", enterprise: acme,
          terms: {
            domains: ["acme.example"], usersMax, storageBytesMax: 1_000_000, accountManager: contact, support: contact
          }
        })
      })),
    set: (changes: Readonly<Record<string, boolean | string>>) =>
      run(portal.submitSettings({ actor, command: Setting.SaveSettings.make({ owner: acme, changes }), reason: "" })),
    invite: async (name: string, role = "user") => {
      const user = await run(portal.createUser(actor, {
        enterprise: acme, role, firstName: name, lastName: "Lovelace", mail: mailOf(name), language: "en"
      }, ""))
      if (!User.isKnown(user)) throw new Error(`${name} was not created`)
      return user.userId
    },
    order: (tag: Exclude<User.AdminCommand["_tag"], "EditUser">, userId: User.UserId) =>
      run(portal.submitUser({ actor, command: { _tag: tag, enterprise: acme, userId }, reason: "" })),
    signIn: (name: string, secret: string) => run(portal.signInUser(mailOf(name), Redacted.make(secret)))
  }
}

/** The code and the secret of the link in a text; empty where there is none. */
export const codeIn = (text: string): string => /\b\d{8}\b/.exec(text)?.[0] ?? ""
export const linkIn = (text: string): string => /(?<=#)\S+/.exec(text)?.[0] ?? ""
