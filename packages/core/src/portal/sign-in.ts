/** Who is there: signing in and out, and from a bearer token to an actor with grants. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Account from "../account/index.ts"
import * as Credential from "../credential/index.ts"
import type { Level } from "../kernel/level.ts"
import { isReached, later, type Moment } from "../kernel/moment.ts"
import { Path } from "../kernel/path.ts"
import type { Actor } from "../kernel/permit.ts"
import { read } from "../kernel/run.ts"
import type { Session } from "../kernel/sessions.ts"
import { grantsOf, type Role } from "../role/index.ts"
import * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import { actorOf, mayGoOn, ownerOf, type Standing, userSessionPrefix } from "./people-session.ts"
import type { Ports } from "./ports.ts"
import type { Recall, Recognised } from "./remembered.ts"
import { powersOf } from "./rules.ts"

/** Who was recognised: an account in its own right, or a role by its token. */
export interface SignedIn {
  readonly actor: Actor
  readonly owner: Credential.TokenOwner
  /** The account that is signed in, as it is now; none for a role or a user. */
  readonly account?: Account.Living
  /** The user who is signed in, as they are now, and how. */
  readonly user?: SignedInUser
}

/** A user in a session, or by a token of theirs, which is no session. */
export interface SignedInUser {
  readonly user: User.Known
  readonly level: Level
  readonly session?: string
}

/** A session just opened. The token is shown here and nowhere else. */
export interface OpenedSession {
  readonly token: Redacted.Redacted<string>
  readonly expiresAt: Moment
  readonly account: Account.Living
}

const sessionPrefix = "ses_"
const bearerCharactersMax = 512
/** Whether a text can be a token at all. */
const isBearer = (text: string): boolean => text.length <= bearerCharactersMax && /^[\x21-\x7e]+$/.test(text)

/** Whether it can be the token of a user's session. */
export const isUserSession = (text: string): boolean => isBearer(text) && text.startsWith(userSessionPrefix)

export const notSignedIn = Effect.fail(Credential.NotSignedIn.make({}))

export type World = { readonly ports: Ports; readonly blueprint: Blueprint }

const livingOf = ({ ports: { records } }: World, path: Path) =>
  Effect.map(Account.load(records, path), (account) => Account.isLiving(account) ? account : undefined)

const asAccount = (account: Account.Living, { blueprint }: World): SignedIn => {
  const grants = grantsOf(powersOf(blueprint, "account"), account.path, Account.may(account, "administer", blueprint))
  const owner = Credential.AccountOwner.make({ path: account.path, accountId: account.accountId })
  return { actor: { id: account.accountId, name: account.path, grants }, owner, account }
}

const asRole = (owner: typeof Credential.RoleOwner.Type, id: string, { blueprint }: World): SignedIn =>
  ({ actor: { id, name: owner.role, grants: grantsOf(powersOf(blueprint, owner.role), undefined) }, owner })

/** The account as it is now, if it is the same one still, and may sign in. Whoever bears its name later is another. */
const still = Effect.fnUntraced(function*(world: World, path: Path, isSame: (account: Account.Living) => boolean) {
  const account = yield* livingOf(world, path)
  if (account === undefined || !isSame(account) || !Account.may(account, "signIn", world.blueprint)) {
    return yield* notSignedIn
  }
  return asAccount(account, world)
})

const bySession = Effect.fnUntraced(function*(world: World, token: string, now: Moment) {
  const { secrets, sessions } = world.ports
  const found = yield* sessions.find(yield* secrets.digest(token), now)
  if (Option.isNone(found)) return yield* notSignedIn
  const { place, subject, epoch } = found.value
  return yield* still(world, Path.make(place), (account) => account.accountId === subject && account.epoch === epoch)
})

const byToken = Effect.fnUntraced(function*(world: World, bearer: string, now: Moment) {
  const { records, secrets } = world.ports
  const tokenId = bearer.slice(0, Math.max(0, bearer.indexOf(".")))
  const kept = yield* records.load({ concept: Credential.tokens.name, id: tokenId })
  const { state } = read(Credential.tokens, kept)
  const right = yield* secrets.same(yield* secrets.digest(bearer), state._tag === "Active" ? state.digest : "")
  if (!right || state._tag !== "Active" || !Credential.holds(state, now)) return yield* notSignedIn
  const { owner } = state
  switch (owner._tag) {
    case "RoleOwner": return asRole(owner, state.tokenId, world)
    case "AccountOwner": return yield* still(world, owner.path, (account) => account.accountId === owner.accountId)
    case "UserOwner": return yield* byUserToken(world, owner, now)
  }
})

/** Nobody gives a password with a token: what must have been proved just before never was. */
const longAgo = DateTime.makeUnsafe(0)

const byUserToken = Effect.fnUntraced(function*(
  world: World, owner: typeof Credential.UserOwner.Type, now: Moment
) {
  const { state: user } = yield* User.load(world.ports.records, owner.userId)
  const isTheirs = mayGoOn(user) && user.tokenEpoch === owner.tokenEpoch && user.enterprise === owner.enterprise
  return isTheirs ? asUser(user, { level: owner.level, issuedAt: longAgo }, world, now) : yield* notSignedIn
})

const asUser = (
  user: User.Known, standing: Standing, { blueprint }: World, now: Moment, session?: string
): SignedIn => ({
  actor: actorOf(user, standing, blueprint, now), owner: ownerOf(user, standing.level),
  user: { user, level: standing.level, ...(session === undefined ? {} : { session }) }
})

/** The user as they are now: whoever was suspended, or signed out of everything, is out from the next request on. */
export const recognised = (world: World, session: Session, user: User.User, now: Moment) =>
  mayGoOn(user) && user.epoch === session.epoch && user.enterprise === session.place
    ? Effect.succeed(asUser(user, session, world, now, session.digest))
    : notSignedIn

/** Who is in a session, and until when that says the same: to its end, or to that of what was proved just before. */
const byUserSession = Effect.fnUntraced(function*(world: World, digest: string) {
  const { ports: { records, sessions }, blueprint: { stepUp } } = world
  const now = yield* DateTime.now
  const found = yield* sessions.find(digest, now)
  if (Option.isNone(found)) return yield* notSignedIn
  const { subject, issuedAt, expiresAt } = found.value
  const { state: user } = yield* User.load(records, subject)
  const answer = yield* recognised(world, found.value, user, now)
  const freshUntil = later(issuedAt, stepUp.freshSeconds)
  const changes = isReached(freshUntil, now) ? [expiresAt] : [expiresAt, freshUntil]
  const known: Recognised<SignedIn> = {
    answer, subject, changesAtMillis: Math.min(...changes.map(({ epochMilliseconds }) => epochMilliseconds))
  }
  return known
})

const byOther = Effect.fnUntraced(function*(world: World, text: string) {
  const now = yield* DateTime.now
  if (!isBearer(text)) return yield* notSignedIn
  return yield* text.startsWith(sessionPrefix) ? bySession(world, text, now) : byToken(world, text, now)
})

/** The ways in for who is not recognised yet, and out for who is. */
export const signIn = (
  ports: Ports, blueprint: Blueprint, credentials: Credential.Credentials, recall: Recall<SignedIn>
) => {
  const world: World = { ports, blueprint }
  const { secrets, sessions } = ports
  return {
    /** A role as an actor, for the program that embeds the portal and answers for who it lets act so. */
    roleDesk: (role: Role): SignedIn => asRole(Credential.RoleOwner.make({ role }), role, world),

    /**
     * Opens a session with the full name and the password. Unknown names, wrong passwords and accounts that may not
     * sign in get the same answer after the same time.
     *
     * @rule ACC-5
     * @source 003, Credentials
     */
    signIn: Effect.fnUntraced(function*(name: Path, password: Redacted.Redacted<string>) {
      const now = yield* DateTime.now
      const account = yield* livingOf(world, name)
      const { verdict } = yield* credentials.compare(account?.accountId, name, password, now)
      if (verdict !== "right" || account === undefined || !Account.may(account, "signIn", blueprint)) {
        return yield* Effect.fail(Credential.SignInRefused.make({}))
      }
      return yield* openSession(world, account, now)
    }),

    /** Ends the session of this token. Whatever the token, nothing else happens. */
    signOut: (bearer: Redacted.Redacted<string>) =>
      Effect.flatMap(secrets.digest(Redacted.value(bearer)), sessions.revoke),

    /** Who bears this token, as of now: status, password changes and revocations count from the next request on. */
    authenticate: (bearer: Redacted.Redacted<string>) => {
      const text = Redacted.value(bearer)
      return isUserSession(text)
        ? Effect.flatMap(secrets.digest(text), (digest) => recall(digest, () => byUserSession(world, digest)))
        : byOther(world, text)
    }
  }
}

const openSession = Effect.fnUntraced(function*({ ports, blueprint }: World, account: Account.Living, now: Moment) {
  const { secrets, sessions } = ports
  const token = `${sessionPrefix}${Redacted.value(yield* secrets.newToken)}`
  const expiresAt = later(now, blueprint.session.seconds)
  yield* sessions.open({
    digest: yield* secrets.digest(token), subject: account.accountId, place: account.path, epoch: account.epoch,
    level: 1,
    issuedAt: now, expiresAt
  })
  const opened: OpenedSession = { token: Redacted.make(token), expiresAt, account }
  return opened
})
