/** From a user to a session, and from a session to an actor: where it is decided how much somebody has proved. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import type { Level } from "../kernel/level.ts"
import { isReached, later, type Moment } from "../kernel/moment.ts"
import type { Actor, Withheld } from "../kernel/permit.ts"
import { membersGrants } from "../role/index.ts"
import * as Statistics from "../statistics/index.ts"
import * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import type { Door } from "./people-door.ts"
import { powersOf } from "./rules.ts"

export const userSessionPrefix = "per_"

/** How somebody is signed in: how surely, and since when. */
export interface Standing {
  readonly level: Level
  readonly issuedAt: Moment
}

/** A session just opened. The token is shown here and nowhere else. */
export interface UserSession {
  readonly token: Redacted.Redacted<string>
  readonly level: Level
  readonly expiresAt: Moment
}

/** A session of a user at a level, from now on. */
export const newSession = Effect.fnUntraced(function*(
  { ports: { secrets, sessions } }: Door, { enterprise, userId, epoch }: typeof User.Active.Type, level: Level,
  expiresAt: Moment, now: Moment
) {
  const token = `${userSessionPrefix}${Redacted.value(yield* secrets.newToken)}`
  yield* sessions.open({
    digest: yield* secrets.digest(token), subject: userId, place: enterprise, epoch, level, issuedAt: now, expiresAt
  })
  const opened: UserSession = { token: Redacted.make(token), level, expiresAt }
  return opened
})

/** Opens a session, and writes down that somebody signed in; who steps up was signed in before. */
export const openSession = Effect.fnUntraced(function*(
  door: Door, user: typeof User.Active.Type, level: Level, now: Moment
) {
  const { ports: { activity }, blueprint, visitor } = door
  const { enterprise, userId } = user
  const command = User.RecordSignIn.make({ enterprise, userId, level })
  // Written first: whoever was suspended meanwhile gets no session.
  const signedIn = yield* door.submit({ actor: visitor, command, reason: "" })
  // Whoever was signed out of everything since they were recognised, as by another password, was recognised in vain.
  if (!User.isKnown(signedIn) || signedIn.epoch !== user.epoch) {
    return yield* Effect.fail(Credential.SignInRefused.make({}))
  }
  const isStepUp = level === 3
  const seconds = isStepUp ? blueprint.stepUp.seconds : blueprint.session.seconds
  const opened = yield* newSession(door, user, level, later(now, seconds), now)
  // A figure of a chart: whoever signs in does not wait in vain because it could not be counted.
  if (!isStepUp) {
    const today = Statistics.dayOf(now, blueprint.statistics.zone)
    yield* Effect.ignore(activity.add(enterprise, Statistics.signIns, today, 1))
  }
  return opened
})

/**
 * What a user may do in this session: the powers of their role, as far as they have proved who they are. The rest is
 * withheld, with what it takes, so that the one rule that permits can say so.
 *
 * @rule AUT-1
 * @source 001, Connexion
 */
export const actorOf = (user: User.Known, { level, issuedAt }: Standing, blueprint: Blueprint, now: Moment): Actor => {
  const isFresh = !isReached(later(issuedAt, blueprint.stepUp.freshSeconds), now)
  const members = membersGrants(
    powersOf(blueprint, user.role), user.enterprise, User.placeOf(user.enterprise, user.userId))
  const holds = ({ proof }: Withheld): boolean => proof.level <= level && (!proof.fresh || isFresh)
  return {
    id: user.userId, name: `${user.firstName} ${user.lastName}`, level,
    grants: members.filter(holds).map(({ grant }) => grant), withheld: members.filter((one) => !holds(one))
  }
}

/** Signed in before, and may go on: whoever is locked was guessed at by others, and is not thrown out for it. */
export const mayGoOn = (user: User.User): user is Extract<User.Known, { readonly _tag: "Active" | "Locked" }> =>
  user._tag === "Active" || user._tag === "Locked"

/** The owner of the tokens that a user makes: as surely known as in this session. */
export const ownerOf = ({ enterprise, userId, tokenEpoch }: User.Known, level: Level): Credential.TokenOwner =>
  Credential.UserOwner.make({ enterprise, userId, tokenEpoch, level })
