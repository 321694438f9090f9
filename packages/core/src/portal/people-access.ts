/** Whether a user may do something to something, and why: asked by a product that leaves decisions to the portal. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Contract from "../contract/index.ts"
import type { Level } from "../kernel/level.ts"
import { type Page, type PageRequest, pageOf } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, type Grant, NotPermitted, type Permission, permitBelow } from "../kernel/permit.ts"
import * as Resource from "../resource/index.ts"
import { type Decision, decisionsOf } from "../role/index.ts"
import * as User from "../user/index.ts"
import type { Door } from "./people-door.ts"
import { actorOf, mayGoOn } from "./people-session.ts"
import {
  findTarget, isOurs, isOverOthers, type Missing, rolesOf, type Target, targetOf, type Thing
} from "./people-target.ts"
import { leadingTo } from "./shares.ts"

/** Of which enterprise the users are, and how surely they are taken to have proved who they are. */
export interface Premise {
  readonly enterprise: Path
  readonly level: Level
}

/** By which grant, and where it comes from. */
interface Because {
  readonly grant: Grant
  readonly through?: Path
}

/** Somebody who may, and why. */
export interface Allowed extends Because {
  readonly userId: User.UserId
}

/** A place where somebody may, and why. */
export interface AllowedPlace extends Because {
  readonly place: Path
}

/** Something that somebody may do something to, and the place where it stands. */
export interface AllowedThing {
  readonly id: string
  readonly allowed: AllowedPlace
}

/** Why not: the power is missing, the user may do nothing as they stand, or there is no such thing. */
type Obstacle = Exclude<Decision, { readonly _tag: "Allowed" }> | typeof User.WrongStatus.Type | Missing

/** Yes, by this grant, which comes from this place; or no, and what stands in the way. */
export type Judgement = Extract<Decision, { readonly _tag: "Allowed" }> | Obstacle

/** An enterprise as it is asked about, at one instant. */
interface Scene extends Premise {
  readonly door: Door
  readonly contract: Contract.Contract
  readonly now: DateTime.Utc
}

const seeing = "user.see"

/** Who asks must see every user of the enterprise: answers tell what its users may do. */
const sceneOf = Effect.fnUntraced(function*(door: Door, actor: Actor, premise: Premise) {
  yield* Effect.fromResult(permitBelow(actor, seeing, premise.enterprise))
  const { state: contract } = yield* Contract.find(door.ports.records, premise.enterprise)
  const scene: Scene = { ...premise, door, contract, now: yield* DateTime.now }
  return scene
})

const userOf = Effect.fnUntraced(function*({ door, enterprise }: Scene, userId: User.UserId) {
  const found = yield* User.knownOf(door.ports.records, enterprise, userId)
  return Option.isSome(found) ? found.value : yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId }))
})

const goingOn: ReadonlyArray<User.Status> = ["Active", "Locked"]

/** Whoever could not go on if they were signed in may do nothing, whatever their role. */
const statusObstacle = (user: User.Known): Obstacle | undefined => {
  const { enterprise, userId, _tag: status } = user
  return mayGoOn(user) ? undefined : User.WrongStatus.make({ enterprise, userId, status, fits: goingOn })
}

/** A user as an actor: the powers of the role, as surely as is said, and what was granted over these resources. */
const asActor = (
  { door: { blueprint }, contract, level, now }: Scene, user: User.Known, nodes: ReadonlyArray<Resource.Resource>
): Actor => {
  const actor = actorOf(user, { level, issuedAt: now }, blueprint, now)
  const clientId = contract._tag === "Signed" ? contract.enterpriseId : ""
  const granted = Resource.grantsFor({ userId: user.userId, roles: [user.role], clientId }, nodes)
  return { ...actor, grants: [...actor.grants, ...granted] }
}

/** Every answer comes from here, whether one was asked for or a list. */
const judging = ({ door }: Scene, actors: ReadonlyArray<Actor>, targets: ReadonlyArray<Target>) => {
  const { decide } = decisionsOf({ places: targets.map(({ place }) => place), actors })
  return (user: User.Known, permission: Permission, { place, role }: Target): Judgement => {
    const obstacle = statusObstacle(user)
    if (obstacle !== undefined) return obstacle
    const decision = decide(user.userId, permission, place)
    return decision._tag === "Allowed" && isOverOthers(door.blueprint, permission, role)
      ? NotPermitted.make({ actor: `${user.firstName} ${user.lastName}`, permission, path: place })
      : decision
  }
}

/** Why somebody may, where they may: a list takes in whatever this tells of. */
const because = (judgement: Judgement): ReadonlyArray<Because> => judgement._tag === "Allowed"
  ? [{ grant: judgement.grant, ...(judgement.through === undefined ? {} : { through: judgement.through }) }]
  : []

/** Whether this user holds this power over this. */
type Whether = { readonly userId: User.UserId; readonly permission: Permission; readonly thing: Thing }

const judge = Effect.fnUntraced(function*(
  door: Door, actor: Actor, premise: Premise,
  { userId, permission, thing }: Whether
) {
  const scene = yield* sceneOf(door, actor, premise)
  const user = yield* userOf(scene, userId)
  const found = yield* findTarget(scene, thing)
  if (Result.isFailure(found)) {
    const obstacle: Judgement = found.failure
    return obstacle
  }
  const target = found.success
  const nodes = yield* leadingTo(door, scene.contract, [target.place])
  return judging(scene, [asActor(scene, user, nodes)], [target])(user, permission, target)
})

const whoMayDo = Effect.fnUntraced(function*(
  door: Door, actor: Actor, premise: Premise,
  { permission, thing }: { readonly permission: Permission; readonly thing: Thing }, page: PageRequest
) {
  const scene = yield* sceneOf(door, actor, premise)
  const found = yield* findTarget(scene, thing)
  const none: Page<Allowed> = { items: [] }
  if (Result.isFailure(found)) return none
  const target = found.success
  const nodes = yield* leadingTo(door, scene.contract, [target.place])
  const { items, ...rest } = yield* door.ports.userLists.list({
    enterprise: premise.enterprise, statuses: goingOn, sort: "mail", descending: false
  })(page)
  const decided = judging(scene, items.map((user) => asActor(scene, user, nodes)), [target])
  const whyOf = (user: User.Known) => because(decided(user, permission, target))
  const some: Page<Allowed> = {
    items: items.flatMap((user) => whyOf(user).map((why) => ({ userId: user.userId, ...why }))), ...rest
  }
  return some
})

/** Something that was found, and where it stands. */
interface Found extends Target { readonly id: string }

/** Everything of a kind that an enterprise has, page by page, and where it stands. */
const thingsOf = Effect.fnUntraced(function*(scene: Scene, type: "user" | "node", page: PageRequest) {
  const { enterprise, door: { ports: { userLists, resourceLists } } } = scene
  if (type === "user") {
    const everyone = userLists.list({ enterprise, statuses: [], sort: "mail", descending: false })
    const { items, ...rest } = yield* everyone(page)
    const users = items.map((user): Found => ({ id: user.userId, ...targetOf(user) }))
    return { items: users, ...rest }
  }
  const { items, ...rest } = yield* resourceLists.within(enterprise)(page)
  const nodes = items.filter((node) => isOurs(scene, node)).map(({ nodeId, place }): Found => ({ id: nodeId, place }))
  return { items: nodes, ...rest }
})

const onWhatMay = Effect.fnUntraced(function*(
  door: Door, actor: Actor, premise: Premise,
  { userId, permission, type }: {
    readonly userId: User.UserId; readonly permission: Permission; readonly type: "user" | "node"
  }, page: PageRequest
) {
  const scene = yield* sceneOf(door, actor, premise)
  const user = yield* userOf(scene, userId)
  const { items, ...rest } = yield* thingsOf(scene, type, page)
  const places = items.map(({ place }) => place)
  const decided = judging(scene, [asActor(scene, user, yield* leadingTo(door, scene.contract, places))], items)
  const why = (found: Found) => because(decided(user, permission, found))
  const some: Page<AllowedThing> = {
    items: items.flatMap((one) => why(one).map((cause) => ({ id: one.id, allowed: { place: one.place, ...cause } }))),
    ...rest
  }
  return some
})

const whatMay = Effect.fnUntraced(function*(
  door: Door, actor: Actor, premise: Premise,
  { userId, thing }: { readonly userId: User.UserId; readonly thing: Thing }, page: PageRequest
) {
  const scene = yield* sceneOf(door, actor, premise)
  const user = yield* userOf(scene, userId)
  const found = yield* findTarget(scene, thing)
  const none: Page<Permission> = { items: [] }
  if (Result.isFailure(found)) return none
  const target = found.success
  const subject = asActor(scene, user, yield* leadingTo(door, scene.contract, [target.place]))
  const decided = judging(scene, [subject], [target])
  // What nobody granted is no power of theirs: nothing else needs to be asked.
  const held = [...new Set(subject.grants.map(({ permission }) => permission))]
  const may = (permission: Permission) => decided(user, permission, target)._tag === "Allowed"
  return pageOf(held, { holds: may, key: (permission) => permission }, page)
})

/** Questions of a product about the users of one enterprise. Who asks must see all of them. */
export const peopleAccess = (door: Door) => ({
  /** The roles that a user can have, and the one of whoever joins by themselves. */
  roles: (actor: Actor, enterprise: Path) =>
    Effect.map(Effect.fromResult(permitBelow(actor, seeing, enterprise)), () => rolesOf(door.blueprint)),

  /**
   * Whether a user may do something to something: by which grant, or what is missing.
   *
   * @rule ROL-7
   * @source ours: any decision can be explained
   */
  judge: (actor: Actor, premise: Premise, asked: Parameters<typeof judge>[3]) => judge(door, actor, premise, asked),

  /** The users of whom `judge` says yes, by pages of the list of users: one may have none, and another behind it. */
  whoMayDo: (actor: Actor, premise: Premise, asked: Parameters<typeof whoMayDo>[3], page: PageRequest) =>
    whoMayDo(door, actor, premise, asked, page),

  /** The users or resources of which `judge` says yes, page by page of their list. */
  onWhatMay: (actor: Actor, premise: Premise, asked: Parameters<typeof onWhatMay>[3], page: PageRequest) =>
    onWhatMay(door, actor, premise, asked, page),

  /** The powers of which `judge` says yes, by their names. */
  whatMay: (actor: Actor, premise: Premise, asked: Parameters<typeof whatMay>[3], page: PageRequest) =>
    whatMay(door, actor, premise, asked, page)
})
