/** The ways into the resource concept. All that is decided is decided in `decide.ts`. */
import * as Effect from "effect/Effect"
import { codec, type Concept } from "../kernel/concept.ts"
import type { Path } from "../kernel/path.ts"
import type { Change } from "../kernel/plan.ts"
import type { Records, Unavailable } from "../kernel/records.ts"
import { read, type Remember, runner, type Submission } from "../kernel/run.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { Command, Event, type Facts, Refusal, Resource } from "./model.ts"
import { permissions } from "./permissions.ts"
import { underOf } from "./rules.ts"

export const concept: Concept<Resource, Command, Event, Refusal, Facts> = {
  name: "resource", initial, decide, evolve, permissions,
  place: (command) => command._tag === "CreateNode" ? underOf(command) : command.place,
  key: ({ nodeId }) => nodeId, aside: () => ({ ledger: [], due: [] }),
  state: codec(Resource), command: codec(Command), event: codec(Event), refusal: codec(Refusal)
}

/** Who bears a client's name now, and the version of the record that says so. */
export interface Tenant {
  readonly clientId: string | undefined
  readonly guard: Change
}

/** Which users are a client's, and the versions of the records that say so. */
export interface Membership {
  readonly members: ReadonlyArray<string>
  readonly guards: ReadonlyArray<Change>
}

/** What is asked of the other concepts. */
export interface Sources {
  readonly tenantOf: (client: Path) => Effect.Effect<Tenant, Unavailable>
  /** Those of these users who are users of the client that bears the name now. */
  readonly membersOf: (client: Path, userIds: ReadonlyArray<string>) => Effect.Effect<Membership, Unavailable>
}

const clientOf = (command: Command, state: Resource): Path | undefined => {
  if (command._tag === "CreateNode") return command.client
  return state._tag === "Node" ? state.client : undefined
}

/** The users whom a command gives something. */
const usersOf = (command: Command): ReadonlyArray<string> => {
  if (command._tag === "AddDataManagers") return command.userIds
  return command._tag === "GrantAccess" && command.to._tag === "User" ? [command.to.userId] : []
}

/** Makes the way in for commands on resources. Whatever a decision was based on is checked with it. */
export const submitter = (records: Records["Service"], { tenantOf, membersOf }: Sources) => {
  const run = runner(concept, records)
  const parentOf = Effect.fnUntraced(function*(command: Command) {
    if (command._tag !== "CreateNode" || command.parent === undefined) return { parent: initial, guards: [] }
    const key = { concept: concept.name, id: command.parent.nodeId }
    const { state, basedOn } = read(concept, yield* records.load(key))
    return { parent: state, guards: [{ ...key, basedOn, events: [] }] }
  })
  const gather = Effect.fnUntraced(function*({ actor, command }: Submission<Command>, state: Resource) {
    const client = clientOf(command, state)
    const asked = usersOf(command)
    const tenant = client === undefined ? undefined : yield* tenantOf(client)
    const { parent, guards } = yield* parentOf(command)
    const membership = client === undefined || asked.length === 0 ? undefined : yield* membersOf(client, asked)
    const facts: Facts = { actor, clientId: tenant?.clientId, parent, members: membership?.members ?? [] }
    const all: ReadonlyArray<Change> = [
      ...tenant === undefined ? [] : [tenant.guard], ...guards, ...membership?.guards ?? []
    ]
    return { facts, along: () => all }
  })
  return (submission: Submission<Command>, remember: ReadonlyArray<Remember<Resource, Refusal>> = []) =>
    run(submission, (_now, state) => gather(submission, state), remember)
}
