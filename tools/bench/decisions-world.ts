/** Who asks for what in the bench of decisions: a company's tree, its people and their grants, always the same ones. */
import { isWithin, lineage, Path, type Permission, type Role } from "@intendant/core"

/** One question, as a server meets it: all in texts. */
export interface Request { readonly user: string; readonly action: Permission; readonly place: Path }

/** The powers of one role, over one account and everything below it. */
export interface Given { readonly actions: ReadonlyArray<Permission>; readonly place: Path }

export interface Scene {
  readonly places: ReadonlyArray<Path>
  readonly users: ReadonlyMap<string, ReadonlyArray<Given>>
  readonly disabled: ReadonlyArray<Path>
  readonly requests: ReadonlyArray<Request>
}

export interface Size {
  readonly users: number
  readonly grants: number
  /** How many levels stand above the company, which itself has four: 1, 10, 100 and 1,000 accounts. */
  readonly trunk: number
}

/** What changes something: no account at or below a disabled one may be changed. */
export const mutating: ReadonlyArray<Permission> =
  ["open", "edit", "quota", "policy", "delete"].map((verb): Permission => `account.${verb}`)
const actions: ReadonlyArray<Permission> = [
  ...["see", "list", "history", "restore", "report"].map((verb): Permission => `account.${verb}`), ...mutating
]
const [roleCount, requestCount] = [50, 16_384]
const [powersShare, disabledShare, allowedShare] = [0.4, 0.05, 0.35]

/** The world as our library is told it. */
export const worldOf = ({ places, users, disabled }: Scene): Role.World => ({
  places, barred: disabled.map((place) => ({ place, permissions: mutating })),
  actors: [...users].map(([id, given]) => ({
    id, name: id,
    grants: given.flatMap(({ actions: powers, place }) =>
      powers.map((permission) => ({ permission, reach: "within" as const, place })))
  }))
})

/** Everything of this size, drawn from one seed: two trees of other depths have the same grants and requests. */
export const sceneOf = ({ users: userCount, grants, trunk }: Size): Scene => {
  const draw = randomness(42)
  const above = Array.from({ length: trunk }, (_, level) => `group${level}>`).join("")
  const company = companyBelow(above)
  const roles = Array.from({ length: roleCount }, () => sample(draw, actions, powersShare * actions.length))
  const users = new Map(Array.from({ length: userCount }, (_, index): [string, ReadonlyArray<Given>] => {
    const count = Math.floor((index + 1) * grants / userCount) - Math.floor(index * grants / userCount)
    const given = () => ({ actions: pick(draw, roles), place: pick(draw, company) })
    return [`usr_${index}`, Array.from({ length: count }, given)]
  }))
  const disabled = sample(draw, company.slice(1), disabledShare * company.length)
  const groups = lineage(Path.make(`${above}company`)).slice(1)
  const scene = { places: [...groups, ...company], users, disabled }
  return { ...scene, requests: requestsOf(draw, scene, company) }
}

const companyBelow = (above: string): ReadonlyArray<Path> => {
  const digits = Array.from({ length: 10 }, (_, digit) => digit)
  const levels = [[Path.make(`${above}company`)]]
  for (let level = 1; level < 4; level++) {
    levels.push((levels[level - 1] ?? []).flatMap((place) => digits.map((digit) => Path.make(`${place}>unit${digit}`))))
  }
  return levels.flat()
}

/** Draws until as many are allowed as there should be; those that are, from what somebody was given. */
const requestsOf = (
  draw: () => number, { users, disabled }: Omit<Scene, "requests">, company: ReadonlyArray<Path>
): ReadonlyArray<Request> => {
  const ids = [...users.keys()]
  const blocked = new Set<string>(disabled)
  const isAllowed = ({ user, action, place }: Request): boolean => {
    const above = new Set<string>(lineage(place))
    const isBlocked = mutating.includes(action) && [...above].some((group) => blocked.has(group))
    return !isBlocked
      && (users.get(user) ?? []).some((given) => given.actions.includes(action) && above.has(given.place))
  }
  const anyone = (): Request => ({ user: pick(draw, ids), action: pick(draw, actions), place: pick(draw, company) })
  const someone = (): Request => {
    const user = pick(draw, ids)
    const { actions: powers, place } = pick(draw, users.get(user) ?? [])
    return { user, action: pick(draw, powers), place: pick(draw, company.filter((one) => isWithin(one, place))) }
  }
  return Array.from({ length: requestCount }, () => {
    const wanted = draw() < allowedShare
    for (let request = wanted ? someone() : anyone();; request = wanted ? someone() : anyone()) {
      if (isAllowed(request) === wanted) return request
    }
  })
}

/** Numbers from 0 to 1, the same in every run. */
const randomness = (seed: number): () => number => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const pick = <Item>(draw: () => number, items: ReadonlyArray<Item>): Item => {
  const item = items[Math.floor(draw() * items.length)]
  if (item === undefined) throw new Error("nothing to pick from")
  return item
}

const sample = <Item>(draw: () => number, items: ReadonlyArray<Item>, count: number): ReadonlyArray<Item> => {
  const chosen = new Set<Item>()
  while (chosen.size < Math.floor(count)) chosen.add(pick(draw, items))
  return [...chosen]
}
