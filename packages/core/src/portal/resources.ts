/** The ways to resources: made, shared, and asked about. What was granted over one is a grant like any other. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Contract from "../contract/index.ts"
import { onceGuard } from "../kernel/once.ts"
import type { PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, permitBelow } from "../kernel/permit.ts"
import { read } from "../kernel/run.ts"
import * as Resource from "../resource/index.ts"
import * as User from "../user/index.ts"
import { withoutConflict } from "./without-conflict.ts"
import type { Door } from "./people-door.ts"
import { withShares } from "./shares.ts"
import type { SignedIn } from "./sign-in.ts"

/** Who bears the name of a client now, by its contract; and which users are that client's. */
const sourcesOf = ({ ports: { records } }: Door): Resource.Sources => ({
  tenantOf: (client) =>
    Effect.map(Contract.find(records, client), ({ state, basedOn }) => ({
      clientId: state._tag === "Signed" ? state.enterpriseId : undefined,
      guard: { concept: Contract.concept.name, id: client, basedOn, events: [] }
    })),
  membersOf: (client, userIds) =>
    Effect.map(records.loadMany(User.concept.name, userIds), (kept) => {
      const found = Array.from(kept, ([id, one]) => ({ id, ...read(User.concept, Option.some(one)) }))
      const members = found.filter(({ state }) => User.isKnown(state) && state.enterprise === client)
      return {
        members: members.map(({ id }) => id),
        guards: members.map(({ id, basedOn }) => ({ concept: User.concept.name, id, basedOn, events: [] }))
      }
    })
})

/** Where the powers for an order are asked: at the resource, or at what a new one is to stand in. */
const placeOf = (command: Resource.Command): Path =>
  command._tag === "CreateNode" ? command.parent?.place ?? command.client : command.place

/** Orders about resources, and what is asked of them. */
export const resources = (door: Door) => {
  const { ports } = door
  const submit = Resource.submitter(ports.records, sourcesOf(door))
  const once = onceGuard(ports, "resource", Resource.concept)
  const run = Effect.fnUntraced(function*(who: SignedIn, command: Resource.Command, reason: string, key?: string) {
    const actor = yield* withShares(door, who, placeOf(command))
    return yield* withoutConflict(once(
      { actor, asked: () => Resource.concept.command.write(command), key },
      (remember) => submit({ actor, command, reason }, remember)))
  })
  return {
    /** Makes a resource below another, or below the client; its id is minted here. */
    createResource: Effect.fnUntraced(function*(
      who: SignedIn, wish: Omit<typeof Resource.CreateNode.Type, "_tag" | "nodeId">, reason: string, key?: string
    ) {
      const nodeId = Resource.NodeId.make(yield* tenantId(door, wish) ?? ports.secrets.newId("res"))
      return yield* run(who, Resource.CreateNode.make({ ...wish, nodeId }), reason, key)
    }),

    /** Shares a resource, takes a share back, or says what a container's data managers may do. */
    submitResource: run,

    /** The resources at and below a place, for who may see there. */
    resources: Effect.fnUntraced(function*(actor: Actor, place: Path, page: PageRequest) {
      yield* Effect.fromResult(permitBelow(actor, "resource.see", place))
      return yield* ports.resourceLists.within(place)(page)
    })
  }
}

/** A tenant's own node bears the tenant's id. */
const tenantId = (
  { ports: { records } }: Door, { kind, client }: { readonly kind: Resource.Kind; readonly client: Path }
) =>
  kind !== "client" && kind !== "space" ? undefined : Effect.map(Contract.find(records, client), ({ state }) =>
    state._tag === "Signed" ? state.enterpriseId : "none")
