/**
 * The same library for those who do not know Effect: JSON in, a promise of JSON out, and nothing thrown that a rule
 * foresaw. What does reject is a storage that does not answer.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Credential from "./credential/index.ts"
import { accessDeskOf } from "./desk-access-of.ts"
import type { AccessDesk } from "./desk-access.ts"
import { accountDeskOf, answered, read, type Run, type Work } from "./desk-of.ts"
import { ownDeskOf, peopleDoorOf } from "./desk-own-of.ts"
import { peopleDeskOf } from "./desk-people-of.ts"
import type { OwnDesk, PeopleDesk, PeopleDoor } from "./desk-people.ts"
import type { AccountDesk, Answer } from "./desk.ts"
import * as Portals from "./portal/index.ts"
import type { Role } from "./role/index.ts"

export type {
  AccountDesk, AccountViewJson, ActiveJson, Answer, ExplanationJson, OrderOptions, PageJson, ResolvedJson, UsageJson,
  UserViewJson
} from "./desk.ts"
export type {
  ActivityJson, ChallengeJson, ColleagueJson, ContractJson, DirectoryJson, EnrolmentJson, EnteredJson, HandedOverJson,
  NewPasswordJson, OwnDesk, PeopleDesk, PeopleDoor, SettingsJson, StorageJson, TemplateJson, UsersAsked, UsersPageJson
} from "./desk-people.ts"
export type {
  AccessDesk, AllowedJson, ImportAsked, ImportedJson, NodeJson, NodesJson, OnWhatJson, WhoMayJson
} from "./desk-access.ts"
export { ResourceOrder, ResourceWish } from "./desk-access-of.ts"
export { Applicant } from "./desk-own-of.ts"
export { languageOf, Newcomer } from "./desk-people-of.ts"
/** For whoever answers by other means than promises: what is told of an order that was carried out. */
export * as Told from "./told.ts"

/** Where someone who is signed in gives orders and asks questions. Every one is judged by the grants they have then. */
export interface Desk extends AccountDesk, PeopleDesk, OwnDesk, AccessDesk {}

/** What a portal is made of: which one it is, where it keeps things, and how secrets are made. */
export interface Options extends Omit<Portals.Ports, keyof Portals.Storage> {
  /** A blueprint as JSON; it is checked when the portal is opened. */
  readonly blueprint: unknown
  readonly storage: Portals.Storage
  /** Anything to be provided to every question, such as another clock. */
  readonly layer?: Layer.Layer<never>
}

/** An open portal. */
export interface Intendant extends PeopleDoor {
  /** Signs an account in with its full name and its password. */
  readonly signIn: (name: string, password: string) => Promise<Answer<Desk & { readonly token: string }>>
  readonly signOut: (token: string) => Promise<void>
  /** The desk of whoever bears this session or API token; each question asks anew whether it still holds. */
  readonly as: (token: string) => Desk
  /** The desk of a role, for the program that embeds the portal and answers for who it lets there. */
  readonly asRole: (role: Role) => Desk
  /** Advice on a password. */
  readonly advise: (password: string, locale: "en" | "fr") => Promise<Answer<typeof Credential.PasswordAdvice.Encoded>>
  /** Carries out everything that has fallen due; call it now and then, from as many processes as you like. */
  readonly work: () => Promise<Portals.Round>
  /** Tells people what they have not been told yet, by the gateways; call it now and then, from any process. */
  readonly dispatch: () => Promise<Portals.Dispatched>
  readonly close: () => Promise<void>
}

/** A parameter that no portal has is a mistake in the blueprint, and is told at once. */
const readBlueprint = Schema.decodeUnknownSync(Portals.Blueprint, { errors: "all", onExcessProperty: "error" })

const deskOf = (work: Work): Desk =>
  ({ ...accountDeskOf(work), ...peopleDeskOf(work), ...ownDeskOf(work), ...accessDeskOf(work) })

/** Opens a portal. Close it when you are done with it. */
export const open = ({ blueprint, storage, layer = Layer.empty, ...others }: Options): Intendant => {
  const portal = Portals.makePortal({ ...storage, ...others }, readBlueprint(blueprint))
  const runtime = ManagedRuntime.make(layer)
  const run: Run = (asked) => runtime.runPromise(asked)
  const as = (token: string) => deskOf({ portal, run, who: portal.authenticate(Redacted.make(token)) })
  return {
    ...peopleDoorOf(portal, run),
    signIn: (name, password) =>
      run(answered(Effect.map(
        Effect.flatMap(Effect.fromResult(read.signIn({ name, password })), (asked) =>
          portal.signIn(asked.name, asked.password)),
        ({ token }) => ({ ...as(Redacted.value(token)), token: Redacted.value(token) })))),
    signOut: (token) => runtime.runPromise(portal.signOut(Redacted.make(token))),
    as,
    asRole: (role) => deskOf({ portal, run, who: Effect.succeed(portal.roleDesk(role)) }),
    advise: (password, locale) =>
      run(answered(Effect.flatMap(Effect.fromResult(read.password({ password })), (asked) =>
        portal.advise(asked.password, locale)))),
    work: () => runtime.runPromise(portal.work()),
    dispatch: () => runtime.runPromise(portal.dispatch()),
    close: () => runtime.dispose()
  }
}
