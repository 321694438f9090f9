/** The administration of an enterprise's people: created, edited, shut out, let in, listed, and what may be done. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Codec } from "../kernel/concept.ts"
import { onceGuard } from "../kernel/once.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, permissionsOf, permit, permitAll } from "../kernel/permit.ts"
import { Conflict } from "../kernel/records.ts"
import { read, type Submission } from "../kernel/run.ts"
import * as User from "../user/index.ts"
import { withoutConflict } from "./without-conflict.ts"
import { challengesOf, type Door, maySend } from "./people-door.ts"
import { codeTries } from "./people-challenge.ts"
import { alongOrder } from "./people-recovery.ts"
import { factsOf } from "./people-views.ts"

const repeatable = <Command>(
  { command }: { readonly command: Codec<Command> }, submission: Submission<Command>, key: string | undefined
) => ({ actor: submission.actor, asked: () => command.write(submission.command), key })

/** A user who is to be created, as an admin or manager describes them. */
export type Newcomer = User.Person & { readonly enterprise: Path; readonly role: string }

/**
 * Whoever is let in again is guessed at anew. Forgotten before it is written, so that a repeat forgets again; and only
 * for who is shut out, so that nobody is guessed at for ever in between. An invitation is sent again so many times,
 * whoever asks for it.
 */
const beforehand = Effect.fnUntraced(function*(door: Door, { _tag, userId }: User.AdminCommand, user: User.Known) {
  if (_tag === "SendCodeAgain") yield* maySend(door, userId, yield* DateTime.now)
  const isShut = _tag === "ReactivateUser" && (user._tag === "Locked" || user._tag === "Suspended")
  if (!isShut && _tag !== "SendCodeAgain") return
  yield* door.credentials.release(userId)
  yield* door.ports.throttle.reset(codeTries(userId))
})

/** Whether what was sent to somebody may be in other hands, or must not open anything any more. */
const endsCodes = (command: User.AdminCommand, { _tag }: User.User): boolean => {
  switch (command._tag) {
    case "RevokeAccess":
    case "ResetFactors":
    case "SuspendUser":
    case "DeleteUser": return true
    // Who is invited anew at another address has codes of their own already, which must not end.
    case "EditUser": return command.mail !== undefined && _tag !== "NotFinalised"
    default: return false
  }
}

/** What was sent before works no more. Sessions and tokens end by themselves: the user's record counts them out. */
const endCodes = ({ ports: { oneTime, sessions } }: Door, command: User.AdminCommand, user: User.User) =>
  endsCodes(command, user)
    ? Effect.andThen(oneTime.revokeAll(command.userId), sessions.revokeAll(challengesOf(command.userId)))
    : Effect.void

/** Orders about users that may be sent again. */
const repeatableOrders = (door: Door) => {
  const { ports } = door
  const once = onceGuard(ports, "user", User.concept)
  const submitUser = (submission: Submission<User.AdminCommand>, key?: string) =>
    withoutConflict(once(repeatable(User.concept, submission, key), (remember) =>
      Effect.gen(function*() {
        const about = yield* orderedAbout(door, submission)
        if (about !== undefined) yield* beforehand(door, submission.command, about)
        const user = yield* door.submit(submission, yield* alongOrder(door, submission.command), remember)
        yield* endCodes(door, submission.command, user)
        return user
      })))
  return {
    /**
     * Creates a user, who is then invited. Asked for again under the same key, it is the same user.
     *
     * @rule USR-2
     * @source 001, Créer un utilisateur
     */
    createUser: Effect.fnUntraced(function*(actor: Actor, newcomer: Newcomer, reason: string, key?: string) {
      const userId = User.UserId.make(yield* ports.secrets.newId("usr"))
      const command = User.CreateUser.make({ ...newcomer, userId })
      const asked = { actor, asked: () => newcomer, key }
      return yield* withoutConflict(once(asked, (remember) =>
        door.submit({ actor, command, reason }, User.nothingProven, remember)))
    }),

    /** Carries out one order of an administrator about one user. */
    submitUser
  }
}

/** Orders about users. */
export const peopleOrders = (door: Door) => {
  const { createUser, submitUser } = repeatableOrders(door)
  return {
    createUser,
    submitUser,

    /**
     * Gives an enterprise the account that holds the address of a blocked creation, all in one: the one is attached,
     * the other given up.
     *
     * @rule USR-6
     * @source 001, Statuts des utilisateurs: rattachement
     */
    attachUser: Effect.fnUntraced(function*(actor: Actor, enterprise: Path, userId: User.UserId, reason: string) {
      return yield* withoutConflict(Effect.retry(attach(door, actor, { enterprise, userId }, reason), {
        times: 9, while: (failure) => failure instanceof Conflict
      }))
    })
  }
}

/** Whom an order is about, where the actor holds what it asks for: nothing is undone for who does not. */
const orderedAbout = Effect.fnUntraced(function*(
  { ports: { records } }: Door, { actor, command }: Submission<User.Command>
) {
  const { state } = yield* User.load(records, command.userId)
  if (!User.isKnown(state) || state.enterprise !== command.enterprise) return undefined
  const place = User.placeOf(command.enterprise, command.userId)
  return Result.isSuccess(permitAll(actor, permissionsOf(User.permissions, command, state), place)) ? state : undefined
})

const attach = Effect.fnUntraced(function*(
  door: Door, actor: Actor, { enterprise, userId }: { readonly enterprise: Path; readonly userId: User.UserId },
  reason: string
) {
  const { ports: { records }, submit } = door
  const kept = yield* records.load({ concept: User.concept.name, id: userId })
  const { state: blocked, basedOn } = read(User.concept, kept)
  const given = User.AbandonCreation.make({ enterprise, userId })
  yield* Effect.fromResult(permit(actor, "user.attach", User.placeOf(enterprise, userId)))
  if (!User.isKnown(blocked)) return yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId }))
  const holder = yield* User.holderOf(records, blocked.mail)
  const decided = User.decide(given, blocked, yield* factsOf(door, actor, enterprise))
  const events = yield* Effect.fromResult(decided)
  if (holder === undefined) return yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId }))
  const abandoned = {
    concept: User.concept.name, id: userId, basedOn,
    next: User.concept.state.write(events.reduce(User.evolve, blocked)), events: events.map(User.concept.event.write)
  }
  const command = User.AttachUser.make({
    enterprise: holder.enterprise, userId: holder.userId, to: enterprise, role: blocked.role, mail: blocked.mail
  })
  return yield* submit({ actor, command, reason }, { ...User.nothingProven, along: [abandoned] })
})
