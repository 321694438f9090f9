/** Files of people, resources, and who may do what, on a desk. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { AccessDesk } from "./desk-access.ts"
import { asker, page, said, type Work } from "./desk-of.ts"
import { reader } from "./kernel/input.ts"
import { Amount } from "./kernel/ledger-moves.ts"
import { Path } from "./kernel/path.ts"
import { Permission } from "./kernel/permit.ts"
import * as Resource from "./resource/index.ts"
import * as Statistics from "./statistics/index.ts"
import { faultTold } from "./told.ts"
import * as User from "./user/index.ts"

const rowsMost = 100_000

/** What a new resource is to be, as it is asked for. */
export const ResourceWish = Schema.Struct({
  kind: Resource.Kind, client: Path, parent: Schema.optionalKey(Resource.NodeRef)
})
/** Every order about a resource that is there. */
export const ResourceOrder = Schema.Union([
  Resource.GrantAccess, Resource.WithdrawAccess, Resource.SetContainerPermissions, Resource.AddDataManagers,
  Resource.RemoveDataManagers
])

const read = {
  rows: reader(Schema.Struct({
    enterprise: Path, rows: Schema.Array(Schema.Array(Schema.String)).check(Schema.isMaxLength(rowsMost)),
    dryRun: Schema.optionalKey(Schema.Boolean), reason: said.reason
  })),
  activity: reader(Schema.Struct({ enterprise: Path, kind: Statistics.ActivityKind, count: Amount })),
  wish: reader(Schema.Struct({ wish: ResourceWish, ...said })),
  order: reader(Schema.Struct({ command: ResourceOrder, ...said })),
  place: reader(Schema.Struct({ place: Path, ...page })),
  whoMay: reader(Schema.Struct({ permission: Permission, place: Path, ...page })),
  onWhat: reader(Schema.Struct({ enterprise: Path, userId: User.UserId, permission: Permission, ...page }))
}

async function* oneByOne(rows: ReadonlyArray<ReadonlyArray<string>>): AsyncGenerator<User.ImportRow, void> {
  for (const [index, cells] of rows.entries()) yield { line: index + 1, cells }
}

const writeNode = Schema.encodeSync(Resource.Node)

/** A resource as it is told of; one that an order left absent cannot be. */
const nodeTold = (resource: Resource.Resource) =>
  resource._tag === "Node" ? Effect.succeed(writeNode(resource)) : Effect.die("an order leaves a resource where it is")

/** Files of people, and what is counted. */
const many = (work: Work): Pick<AccessDesk, "importUsers" | "reportActivity"> => {
  const { portal } = work
  const ask = asker(work)
  return {
    importUsers: (enterprise, rows, asked = {}) =>
      ask(read.rows, { enterprise, rows, ...asked }, ({ enterprise, rows, dryRun = false, reason = "" }, { actor }) =>
        Effect.map(
          portal.importUsers(actor, enterprise, () => oneByOne(rows), { dryRun, reason }),
          ({ faults, ...counts }) => ({ ...counts, faults: faults.map(faultTold) }))),
    reportActivity: (enterprise, kind, count) =>
      ask(read.activity, { enterprise, kind, count }, (asked, { actor }) =>
        Effect.as(portal.reportActivity(actor, asked.enterprise, asked.kind, asked.count), null))
  }
}

/** Resources, and who may do what with them. */
export const accessDeskOf = (work: Work): AccessDesk => {
  const { portal } = work
  const ask = asker(work)
  return {
    ...many(work),
    createResource: (wish, options = {}) =>
      ask(read.wish, { wish, ...options }, ({ wish, reason = "", idempotencyKey }, who) =>
        Effect.flatMap(portal.createResource(who, wish, reason, idempotencyKey), nodeTold)),
    submitResource: (command, options = {}) =>
      ask(read.order, { command, ...options }, ({ command, reason = "", idempotencyKey }, who) =>
        Effect.flatMap(portal.submitResource(who, command, reason, idempotencyKey), nodeTold)),
    resources: (place, asked) =>
      ask(read.place, { place, ...asked }, ({ place, ...page }, { actor }) =>
        Effect.map(portal.resources(actor, place, page), ({ items, ...rest }) =>
          ({ items: items.map((node) => writeNode(node)), ...rest }))),
    whoMay: (permission, place, asked) =>
      ask(read.whoMay, { permission, place, ...asked }, ({ permission, place, ...page }, { actor }) =>
        portal.whoMay(actor, permission, place, page)),
    onWhat: (enterprise, userId, permission, asked) =>
      ask(read.onWhat, { enterprise, userId, permission, ...asked }, (
        { enterprise, userId, permission, ...page }, { actor }
      ) => portal.onWhat(actor, enterprise, userId, permission, page))
  }
}
