/** The ways into credentials: comparing a password once and counting the try, sealing a new one, tokens. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { codec, type Concept } from "../kernel/concept.ts"
import { inTurn } from "../kernel/in-turn.ts"
import type { Moment } from "../kernel/moment.ts"
import { NoSuchAccount, NotPermitted } from "../kernel/permit.ts"
import type { Change } from "../kernel/plan.ts"
import type { Records } from "../kernel/records.ts"
import type { Secrets } from "../kernel/secrets.ts"
import type { Throttle } from "../kernel/throttle.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import {
  type Blueprint, Command, Credential, Destroyed, Event, type Facts, type PasswordVerdict, Sealed, SignInLocked, Token,
  TokenRefusal
} from "./model.ts"
import { permissions } from "./permissions.ts"
import { throttleRuleOf } from "./rules.ts"

export const tokens: Concept<Token, Command, Event, TokenRefusal, Facts> = {
  name: "token", initial, decide, evolve, permissions,
  place: ({ owner }) => owner._tag === "AccountOwner" ? owner.path : undefined,
  key: ({ tokenId }) => tokenId, aside: () => ({ ledger: [], due: [] }),
  state: codec(Token), command: codec(Command), event: codec(Event),
  refusal: codec(Schema.Union([TokenRefusal, NotPermitted, NoSuchAccount]))
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
    const { admitted, retryAt } = yield* attempt(subject, name, now)
    if (!admitted) {
      const told = lockout.release._tag === "AfterSeconds" && retryAt !== undefined ? { retryAt } : {}
      return yield* Effect.fail(SignInLocked.make(told))
    }
    const found = subject === undefined ? undefined : yield* find(subject)
    const hash = found?.credential?._tag === "Sealed" ? found.credential.hash : undefined
    const verdict: PasswordVerdict = (yield* secrets.verify(hash, password)) ? "right" : "wrong"
    if (verdict === "right" && subject !== undefined) yield* throttle.reset(`subject/${subject}`)
    return { verdict, found }
  })
  // Those who know the password are not locked out by each other, however many come at once.
  const line = inTurn()
  return (subject: string | undefined, name: string, password: Redacted.Redacted<string>, now: Moment) =>
    line(subject ?? name)(compare(subject, name, password, now))
}

/** Makes the ways in. `subject` is always an account's id, never its name. */
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
    /** Makes the data key unreadable for good. Doing it twice is doing it once. */
    destroyed: (subject: string, { basedOn }: Found) => change(subject, basedOn, Destroyed.make({})),
    /** Forgets the wrong passwords of a subject. */
    release: (subject: string) => throttle.reset(`subject/${subject}`)
  }
}

export type Credentials = ReturnType<typeof credentials>
