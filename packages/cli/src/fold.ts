/** The law that every storage must keep: folding the journal of a record gives the record. */
import {
  Account, type Concept, Contract, Credential, type Kept, type Line, Notice, Policy, Resource, Setting,
  type Tagged, User
} from "@intendant/core"

/** How a record is compared with its journal. */
export interface Fold {
  readonly concept: string
  /** What differs, in words; `undefined` when nothing does. */
  readonly differenceOf: (lines: ReadonlyArray<Line>, kept: Kept | undefined) => string | undefined
}

const foldOf = <State extends Tagged, Command extends Tagged, Event extends Tagged, Refusal, Facts>(
  { name, initial, evolve, event, state }: Concept<State, Command, Event, Refusal, Facts>
): Fold => ({
  concept: name,
  differenceOf: (lines, kept) => {
    const happened = lines.flatMap((line) => "happened" in line ? [line.happened] : [])
    if (happened.length === 0) return kept && "is kept, and its journal tells of nothing that happened"
    const [folded, fault] = attempt(() => state.write(happened.map(event.read).reduce(evolve, initial)))
    if (fault !== undefined) return `has a journal that cannot be read: ${fault}`
    if (kept === undefined) return "is not kept, and its journal tells of it"
    const fields = differingFields(folded, kept.state)
    return fields.length === 0 ? undefined : `differs from its journal in ${fields.join(", ")}`
  }
})

/** The records whose changes are told in the journal. Those with secrets, or told by others' lines, are not. */
export const folds: ReadonlyArray<Fold> = [
  foldOf(Account.concept), foldOf(Policy.concept), foldOf(Credential.tokens), foldOf(Contract.concept),
  foldOf(Setting.concept), foldOf(User.concept), foldOf(Notice.concept), foldOf(Resource.concept)
]

const attempt = (read: () => unknown): readonly [value: unknown, fault?: string] => {
  try {
    return [read()]
  } catch (cause) {
    return [undefined, cause instanceof Error ? cause.message : String(cause)]
  }
}

/** The names of the fields that are not the same, and never what stands in them: it may be somebody's. */
const differingFields = (one: unknown, other: unknown): ReadonlyArray<string> => {
  if (!isFields(one) || !isFields(other)) return inOrder(one) === inOrder(other) ? [] : ["everything"]
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names.filter((name) => inOrder(one[name]) !== inOrder(other[name])).toSorted()
}

/** As JSON, whatever order the fields are in: a database may keep its own. */
const inOrder = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) => isFields(part) ? Object.fromEntries(Object.entries(part).sort()) : part)

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
