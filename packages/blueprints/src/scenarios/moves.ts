/** The usual moves of a scenario: accounts opened, who is behind them signed in, orders written, accounts looked at. */
import type { AccountViewJson, Answer, Desk } from "@intendant/core/promises"
import { accepted, holds } from "./expect.ts"
import type { BlueprintJson, Scenario, World } from "./world.ts"

type Run = Scenario["run"]

/** A scenario of the current edition. */
export const current = (
  id: string, title: string, run: Run, parameters: Partial<BlueprintJson> = {}
): ReadonlyArray<Scenario> => [{ id, title, blueprint: "backup-accounts", run, parameters }]

/** A scenario of the earlier edition. */
export const classic = (id: string, title: string, run: Run): ReadonlyArray<Scenario> =>
  [{ id, title, blueprint: "backup-accounts-classic", run }]

/** A scenario of both editions. */
export const both = (id: string, title: string, run: Run): ReadonlyArray<Scenario> =>
  [...current(id, title, run), ...classic(id, title, run)]

/** Someone signed in as an account. */
export interface Person extends Desk {
  readonly token: string
}

/** Makes an API token of whoever stands at the desk; it is shown here and nowhere else. */
export const tokenOf = async (desk: Desk, wish: object) => {
  const { token, tokenId } = accepted(await desk.issueToken(wish))
  if (token === undefined) throw new Error("a new token is shown")
  return { token, tokenId }
}

export const gigabyte = 1_000_000_000

/** The password under which scenarios open an account of this name. */
export const passwordOf = (name: string): string => `the password of ${name}`

/** An order that names nothing but an account, or whatever else is given with it. */
export const order = (tag: string, path: string, more: object = {}) => ({ _tag: tag, path, ...more })

export const opening = (under: string, name: string) =>
  ({ _tag: "OpenAccount", under, name, password: passwordOf(`${under}>${name}`) })

export const enter = async ({ signIn }: World, name: string, password = passwordOf(name)): Promise<Person> =>
  accepted(await signIn(name, password))

/** The operator opens a root account, and its owner signs in. */
export const root = async (world: World, name: string): Promise<Person> => {
  accepted(await world.operator.submit({ _tag: "OpenRootAccount", name, password: passwordOf(name) }))
  return enter(world, name)
}

/** Opens an account below another, for whoever stands at the desk. */
export const openBelow = async (desk: Desk, under: string, name: string): Promise<Living> =>
  living(accepted(await desk.submit(opening(under, name))))

/** Opens an account below another, and signs in as it. */
export const child = async (world: World, desk: Desk, under: string, name: string): Promise<Person> => {
  await openBelow(desk, under, name)
  return enter(world, `${under}>${name}`)
}

/** Gives an order that must be accepted. */
export const does = async (desk: Desk, tag: string, path: string, more: object = {}): Promise<AccountViewJson> =>
  accepted(await desk.submit(order(tag, path, more)))

type Known = AccountViewJson["account"]
/** An account that can be used, or brought back. */
export type Living = Extract<Known, { readonly accountId: string; readonly comment: string }>

/** The account of a view, which is one that can be used or brought back. */
export const living = ({ account }: AccountViewJson): Living => {
  if ("comment" in account) return account
  throw new Error(`a living account was expected, and one was found that is ${account._tag}`)
}

export const see = async (desk: Desk, path: string): Promise<AccountViewJson> => accepted(await desk.account(path))
export const look = async (desk: Desk, path: string): Promise<Living> => living(await see(desk, path))

/** The names in the account list below a group. */
export const listed = async (desk: Desk, below: string): Promise<ReadonlyArray<string>> =>
  accepted(await desk.browse(below, { limit: 500 })).items.map((view) => living(view).path)

export const bytesOf = async (desk: Desk, path: string) => accepted(await desk.usage(path, "bytes"))

/** Sets room aside, by default of bytes. */
export const asks = (
  desk: Desk, id: string, amount: number, resource = "bytes"
): Promise<Answer<null>> => desk.reserve({ id, resource, amount })

/** Sets room aside and uses it. */
export const uses = async (desk: Desk, id: string, amount: number, resource = "bytes"): Promise<void> => {
  accepted(await asks(desk, id, amount, resource))
  accepted(await desk.commit(id))
}

/** Deletes an account, having disabled it first where the portal wants that: the same in both editions. */
export const deletes = async (desk: Desk, path: string): Promise<void> => {
  await does(desk, "DisableAccount", path)
  await does(desk, "DeleteAccount", path)
}

/** Deletes an account, and waits until the worker has erased it. */
export const erases = async (world: World, desk: Desk, path: string): Promise<void> => {
  await deletes(desk, path)
  world.clock.advance({ days: 8 })
  await world.work()
  holds(`${path} is erased`, (await see(world.operator, path)).account._tag === "Erased")
}
