/** The ways into credentials: comparing a password once and counting the try, sealing a new one, tokens. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { codec, type Concept } from "../kernel/concept.ts"
import { inTurn } from "../kernel/in-turn.ts"
import type { Moment } from "../kernel/moment.ts"
import { descend, Path } from "../kernel/path.ts"
import { Denial } from "../kernel/permit.ts"
import type { Change } from "../kernel/plan.ts"
import type { Records } from "../kernel/records.ts"
import type { Secrets } from "../kernel/secrets.ts"
import type { Throttle } from "../kernel/throttle.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import {
  type Blueprint, Command, Credential, Destroyed, Event, type Facts, type PasswordVerdict, Personal, Sealed,
  SignInLocked, Token, type TokenOwner, TokenRefusal
} from "./model.ts"
import { permissions } from "./permissions.ts"
import { throttleRuleOf } from "./rules.ts"

export const tokens: Concept<Token, Command, Event, TokenRefusal, Facts> = {
  name: "token", initial, decide, evolve, permissions,
  place: ({ owner }) => placeOf(owner),
  key: ({ tokenId }) => tokenId, aside: () => ({ ledger: [], due: [] }),
  state: codec(Token), command: codec(Command), event: codec(Event),
  refusal: codec(Schema.Union([TokenRefusal, Denial]))
}

/** Where the owner of a token stands in the tree; a role stands nowhere. */
const placeOf = (owner: TokenOwner): Path | undefined => {
  switch (owner._tag) {
    case "RoleOwner": return undefined
    case "AccountOwner": return owner.path
    // A user's id is one segment.
    case "UserOwner": return descend(owner.enterprise, Path.make(owner.userId))
  }
}

/** The concept under which credentials are kept, by subject. They have no lines in the journal. */
export const credentialConcept = "credential"
const kept = codec(Credential)

/** A credential as it was found, and the version that a change of it is based on. */
export interface Found {
  readonly credential: Credential | undefined
  readonly basedOn: number
}

type Ports = {
  readonly records: Records["Service"]
  readonly secrets: Secrets["Service"]
  readonly throttle: Throttle["Service"]
}

const finder = (records: Records["Service"]) => (subject: string) =>
  Effect.map(records.load({ concept: credentialConcept, id: subject }), Option.match({
    onNone: (): Found => ({ credential: undefined, basedOn: 0 }),
    onSome: ({ state, version }): Found => ({ credential: kept.read(state), basedOn: version })
  }))

/** What a password is compared with; nothing where there is none to be right. */
const hashOf = (credential: Credential | undefined): string | undefined => {
  switch (credential?._tag) {
    case "Sealed": return credential.hash
    case "Personal": return credential.hash ?? undefined
    case "Destroyed":
    case undefined: return undefined
  }
}

const change = (subject: string, basedOn: number, next: Credential): Change =>
  ({ concept: credentialConcept, id: subject, basedOn, next: kept.write(next), events: [] })

const comparer = ({ records, secrets, throttle }: Ports, { lockout }: Blueprint) => {
  const find = finder(records)

  /** Guesses at an unknown name are counted like all others, and forgotten after a day: they fill no storage. */
  const attempt = Effect.fnUntraced(function*(subject: string | undefined, name: string, now: Moment) {
    const rule = throttleRuleOf(lockout)
    if (subject !== undefined) return yield* throttle.attempt(`subject/${subject}`, rule, now)
    const place = `unknown/${yield* secrets.digest(name)}`
    return yield* throttle.attempt(place, { rememberSeconds: 86_400, ...rule }, now)
  })

  const compare = Effect.fnUntraced(function*(
    subject: string | undefined, name: string, password: Redacted.Redacted<string>, now: Moment
  ) {
    const { admitted, count, retryAt } = yield* attempt(subject, name, now)
    if (!admitted) {
      const told = lockout.release._tag === "AfterSeconds" && retryAt !== undefined ? { retryAt } : {}
      return yield* Effect.fail(SignInLocked.make(told))
    }
    // Looked for in any case, so that it takes as long: there is no such subject.
    const kept = yield* find(subject ?? "nobody")
    const found = subject === undefined ? undefined : kept
    const hash = hashOf(found?.credential)
    const verdict: PasswordVerdict = (yield* secrets.verify(hash, password)) ? "right" : "wrong"
    if (verdict === "right" && subject !== undefined) yield* throttle.reset(`subject/${subject}`)
    const isLast = verdict === "wrong" && count >= throttleRuleOf(lockout).attemptsMax
    return { verdict, found, isLast }
  })
  // Those who know the password are not locked out by each other, however many come at once.
  const line = inTurn()
  return (subject: string | undefined, name: string, password: Redacted.Redacted<string>, now: Moment) =>
    line(subject ?? name)(compare(subject, name, password, now))
}

/** What is kept of a person, or would be: who was never asked for anything has nothing. */
export const personalOf = (credential: Credential | undefined): Omit<Personal, "_tag"> =>
  credential?._tag === "Personal" ? credential : { hash: null, totp: null, offered: null, recovery: [] }

/** Makes the ways in. `subject` is always the id of an account or a user, never a name. */
export const credentials = (ports: Ports, blueprint: Blueprint) => {
  const { records, secrets, throttle } = ports
  return {
    find: finder(records),
    /**
     * Compares a password, once and counted: the try is taken before the comparison, so that any number of guesses at
     * once compare no more than the rule allows. An unknown subject takes as long, and is never right.
     */
    compare: comparer(ports, blueprint),
    /** The record of a new account's password: hashed and sealed once, before anything is decided. */
    seal: (subject: string, password: Redacted.Redacted<string>) =>
      Effect.map(
        Effect.all([secrets.hash(password), secrets.sealNewKey(password)]),
        ([hash, sealedKey]) => change(subject, 0, Sealed.make({ hash, sealedKey }))
      ),
    /** The same data key under another password. Without the current one there is no way to it, for anyone. */
    reseal: (
      subject: string, found: Found, current: Redacted.Redacted<string>, next: Redacted.Redacted<string>
    ) =>
      found.credential?._tag !== "Sealed" ? Effect.succeed([]) : Effect.map(
        Effect.all([secrets.hash(next), secrets.reseal(found.credential.sealedKey, current, next)]),
        ([hash, sealedKey]) => [change(subject, found.basedOn, Sealed.make({ hash, sealedKey }))]
      ),
    /** The record of a person with another password; factors stay as they are. */
    withPassword: (subject: string, found: Found, password: Redacted.Redacted<string>) =>
      Effect.map(secrets.hash(password), (hash) =>
        change(subject, found.basedOn, Personal.make({ ...personalOf(found.credential), hash }))),
    /** The record of a person whom no password lets in until they have chosen another. */
    withoutPassword: (subject: string, found: Found) =>
      change(subject, found.basedOn, Personal.make({ ...personalOf(found.credential), hash: null })),
    /** The record of a person with other factors. */
    withFactors: (subject: string, found: Found, factors: Partial<Omit<Personal, "_tag" | "hash">>) =>
      change(subject, found.basedOn, Personal.make({ ...personalOf(found.credential), ...factors })),
    /** Makes the data key unreadable for good. Doing it twice is doing it once. */
    destroyed: (subject: string, { basedOn }: Found) => change(subject, basedOn, Destroyed.make({})),
    /** Forgets the wrong passwords of a subject. */
    release: (subject: string) => throttle.reset(`subject/${subject}`)
  }
}

export type Credentials = ReturnType<typeof credentials>
