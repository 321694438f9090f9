/** How others decide: walks up the tree written by hand, and CASL in the way that suits it best. */
import { createMongoAbility, type MongoAbility, type RawRuleOf, subject } from "@casl/ability"
import { lineage } from "@intendant/core"
import { mutating, type Request, type Scene } from "./decisions-world.ts"

/** Says whether it is allowed. */
export type Decides = (request: Request) => boolean

type Given = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

const lineages = ({ places }: Scene) => places.map((path) => lineage<string>(path))

/** What each user was given, in a set for each action. */
const givenOf = ({ users }: Scene): Given =>
  new Map([...users].map(([user, grants]) => {
    const byAction = new Map<string, Set<string>>()
    for (const { actions, place } of grants) for (const action of actions) {
      byAction.set(action, (byAction.get(action) ?? new Set()).add(place))
    }
    return [user, byAction] as const
  }))

/** From the account up, each level looked up by its name, as in a table of accounts. */
export const mapWalk = (scene: Scene): Decides => {
  const given = givenOf(scene)
  const isDisabled = new Set<string>(scene.disabled)
  const isMutating = new Set<string>(mutating)
  const accounts = new Map(lineages(scene).map(([path = "", parent]) =>
    [path, { parent, isDisabled: isDisabled.has(path) }]))
  return ({ user, action, place }) => {
    const granted = given.get(user)?.get(action)
    if (granted === undefined) return false
    const changes = isMutating.has(action)
    let isGranted = false
    for (let name: string | undefined = place; name !== undefined;) {
      const account = accounts.get(name)
      if (changes && account?.isDisabled === true) return false
      isGranted ||= granted.has(name)
      if (isGranted && !changes) return true
      name = account?.parent
    }
    return isGranted
  }
}

interface Linked { readonly path: string; readonly parent: Linked | undefined; readonly isDisabled: boolean }

/** The same walk in a tree of objects that hold one another, where only what was given is looked up by name. */
export const linkedWalk = (scene: Scene): Decides => {
  const given = givenOf(scene)
  const isDisabled = new Set<string>(scene.disabled)
  const isMutating = new Set<string>(mutating)
  const accounts = new Map<string, Linked>()
  for (const path of scene.places) {
    const parent = accounts.get(lineage<string>(path)[1] ?? "")
    accounts.set(path, { path, parent, isDisabled: isDisabled.has(path) })
  }
  return ({ user, action, place }) => {
    const granted = given.get(user)?.get(action)
    if (granted === undefined) return false
    const changes = isMutating.has(action)
    let isGranted = false
    for (let account = accounts.get(place); account !== undefined; account = account.parent) {
      if (changes && account.isDisabled) return false
      isGranted ||= granted.has(account.path)
      if (isGranted && !changes) return true
    }
    return isGranted
  }
}

/** An account with everything that its rules ask for: CASL knows no tree, so it is given all that stand above. */
type Row = Readonly<{ lineage: ReadonlyArray<string>; isBlocked: boolean }>

/** Abilities are kept for each user and accounts for each name; each action has one rule, with all that was given. */
export const casl = ({ places, users, disabled }: Scene): Decides => {
  const isDisabled = new Set<string>(disabled)
  const rows = new Map(places.map((path) => {
    const above = lineage<string>(path)
    const row: Row = { lineage: above, isBlocked: above.some((group) => isDisabled.has(group)) }
    return [path, subject("Account", { ...row })]
  }))
  const abilities = new Map([...users].map(([user, grants]) => {
    const actions = new Set(grants.flatMap((given) => given.actions))
    const rules = [...actions].map((action): RawRuleOf<MongoAbility> => {
      const granted = grants.filter((given) => given.actions.includes(action)).map(({ place }) => place)
      const unblocked = mutating.includes(action) ? { isBlocked: false } : {}
      return { action, subject: "Account", conditions: { lineage: { $in: [...new Set(granted)] }, ...unblocked } }
    })
    return [user, createMongoAbility(rules)] as const
  }))
  return ({ user, action, place }) => {
    const row = rows.get(place)
    return row !== undefined && abilities.get(user)?.can(action, row) === true
  }
}
