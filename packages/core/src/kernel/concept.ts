/** A decider with a name, a place in the tree, the powers it asks for, and a way to write down what it decided. */
import * as Schema from "effect/Schema"
import type { Decider } from "./decider.ts"
import type { Path } from "./path.ts"
import type { Denial, PermissionTable } from "./permit.ts"
import type { Aside } from "./plan.ts"
import { withoutSecrets } from "./secret.ts"

/** What every command, event and state is told apart by. */
export interface Tagged {
  readonly _tag: string
}

/** Everything that `run` needs to carry out a concept's commands, and adapters to keep its records. */
export interface Concept<State extends Tagged, Command extends Tagged, Event extends Tagged, Refusal, Facts>
  extends Decider<State, Command, Event, Refusal, Facts>
{
  readonly name: string
  readonly permissions: PermissionTable<Command, State>
  /** The place in the tree that a command is about: permissions are asked there, or of the whole installation. */
  readonly place: (command: Command) => Path | undefined
  /** The key of the record that a command is about. */
  readonly key: (command: Command) => string
  /** What is written together with the record, besides its lines: moves of the ledger, work that falls due. */
  readonly aside: (events: ReadonlyArray<Event>, next: State, facts: Facts) => Aside
  readonly state: Codec<State>
  readonly command: Codec<Command>
  readonly event: Codec<Event>
  readonly refusal: Codec<Refusal | Denial>
}

/** How a value is written as JSON, and read back. What cannot be read back is corrupt, and stops the program. */
export interface Codec<Value> {
  readonly write: (value: Value) => unknown
  readonly read: (written: unknown) => Value
}

/** The codec of a schema. Secret fields are never written. */
export const codec = <Value extends object, Written>(schema: Schema.Codec<Value, Written>): Codec<Value> => {
  const encode = Schema.encodeSync(schema)
  return { write: (value) => withoutSecrets(value, encode(value)), read: Schema.decodeUnknownSync(schema) }
}
