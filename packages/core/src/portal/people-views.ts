/** Users on screens: one or a page of them, each with what whoever looks may do about them now. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Contract from "../contract/index.ts"
import { mailKey } from "../kernel/mail.ts"
import type { Moment } from "../kernel/moment.ts"
import type { Page, PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, permit, permitBelow } from "../kernel/permit.ts"
import * as User from "../user/index.ts"
import type { UserView } from "./model.ts"
import type { Door } from "./people-door.ts"
import { type Holders, holdersOf } from "./people-joining.ts"
import { settingsWith } from "./people-settings.ts"
import { screensOf } from "./screens.ts"
import { isUserSession, notSignedIn, recognised, type SignedIn, type signIn } from "./sign-in.ts"

const seeing = "user.see"

/** Everything that rules read of an enterprise, once for all of its users. */
const factsFrom = (
  { blueprint }: Door, actor: Actor, contract: Contract.Contract, settings: User.Settings, now: Moment
): User.Facts => {
  const notice = { noticeId: "", expiresAt: now }
  return {
    ...blueprint, now, actor: actor.id, contract, target: contract, settings, holder: undefined, isAwaited: false,
    invitation: notice, code: notice, reset: notice, hasAuthenticator: false
  }
}

/** The same, as it is now. */
export const factsOf = Effect.fnUntraced(function*(door: Door, actor: Actor, enterprise: Path) {
  const { state: contract } = yield* Contract.find(door.ports.records, enterprise)
  const { settings } = yield* door.settingsOf(contract)
  return factsFrom(door, actor, contract, settings, yield* DateTime.now)
})

/** Whether what may be done about somebody depends on who holds their address now: they do not. */
const asksForMail = ({ _tag }: User.Known): boolean => _tag === "CreationBlocked" || _tag === "Deleted"

/** Users of an enterprise as shown to somebody: the status, its colour, and what that somebody may do about it now. */
const viewsOf = Effect.fnUntraced(function*(
  door: Door, actor: Actor, enterprise: Path, facts: User.Facts, users: ReadonlyArray<User.Known>
) {
  const asking = users.filter(asksForMail)
  const offeredNow = User.offeredTo(actor, enterprise)
  const holders: Holders = asking.length === 0 ? new Map() : yield* holdersOf(door, asking)
  return users.map((user): UserView => {
    const address = holders.get(mailKey(user.mail))?.state
    const known = address === undefined ? facts : {
      ...facts, holder: address._tag === "Held" ? address : undefined, isAwaited: User.isAwaited(address, user)
    }
    return { user, colour: User.colours[user._tag], actions: offeredNow(user, known) }
  })
})

/** A page of them, as shown. */
const shownPage = (
  door: Door, actor: Actor, enterprise: Path, facts: User.Facts, { items, ...rest }: Page<User.Known>
) =>
  Effect.map(viewsOf(door, actor, enterprise, facts, items), (views): Page<UserView> => ({ items: views, ...rest }))

const usersFor = (door: Door) => {
  const { ports: { userLists } } = door
  /** The users of an enterprise, by any column, each with what may be done about them. */
  return Effect.fnUntraced(function*(actor: Actor, query: User.UserQuery, page: PageRequest) {
    yield* Effect.fromResult(permitBelow(actor, seeing, query.enterprise))
    const [found, facts] = yield* Effect.all(
      [userLists.list(query)(page), factsOf(door, actor, query.enterprise)], { concurrency: "unbounded" })
    return yield* shownPage(door, actor, query.enterprise, facts, found)
  })
}

type Entry = Pick<ReturnType<typeof signIn>, "authenticate">

/** The same for whoever bears a token, who is recognised along the way. */
const usersForBearer = (door: Door, { authenticate }: Entry) => {
  const { ports, blueprint } = door
  const screens = screensOf(ports)
  const users = usersFor(door)
  return Effect.fnUntraced(function*(
    bearer: Redacted.Redacted<string>, query: User.UserQuery, page: PageRequest, onRecognised: (who: SignedIn) => void
  ) {
    const token = Redacted.value(bearer)
    if (!isUserSession(token)) {
      const who = yield* authenticate(bearer)
      onRecognised(who)
      return yield* users(who.actor, query, page)
    }
    const now = yield* DateTime.now
    const found = yield* screens.users({ digest: yield* ports.secrets.digest(token), now, query, page })
    if (Option.isNone(found)) return yield* notSignedIn
    const { session, asker, contract, saved } = found.value
    const who = yield* recognised({ ports, blueprint }, session, asker, now)
    onRecognised(who)
    yield* Effect.fromResult(permitBelow(who.actor, seeing, query.enterprise))
    const facts = factsFrom(door, who.actor, contract, settingsWith(blueprint, contract, saved), now)
    return yield* shownPage(door, who.actor, query.enterprise, facts, found.value.page)
  })
}

/** What is asked about users. */
export const peopleScreens = (door: Door, entry: Entry) => {
  const { ports: { records } } = door
  return {
    /** One user, for who may see them. */
    user: Effect.fnUntraced(function*(actor: Actor, enterprise: Path, userId: User.UserId) {
      yield* Effect.fromResult(permit(actor, seeing, User.placeOf(enterprise, userId)))
      const found = yield* User.knownOf(records, enterprise, userId)
      if (Option.isNone(found)) return yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId }))
      const facts = yield* factsOf(door, actor, enterprise)
      const [view] = yield* viewsOf(door, actor, enterprise, facts, [found.value])
      return view ?? (yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId })))
    }),

    users: usersFor(door),

    /**
     * The users of an enterprise for whoever bears a token: what `authenticate` and `users` answer one after the other,
     * at the price of one question where the storage can.
     */
    usersFor: usersForBearer(door, entry)
  }
}
