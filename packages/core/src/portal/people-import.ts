/** Many people at once, from a file: all of it is checked before anyone is created, and who is there already stays. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Contract from "../contract/index.ts"
import { mailKey } from "../kernel/mail.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, permitBelow } from "../kernel/permit.ts"
import { Unavailable } from "../kernel/records.ts"
import * as User from "../user/index.ts"
import type { ImportFault, ImportRow } from "../user/import-model.ts"
import { checkImport, countSeats, type Judged } from "../user/import-rules.ts"
import { withoutConflict } from "./without-conflict.ts"
import type { Door } from "./people-door.ts"
import { eachHandful, type ImportSource, noneJoined, writer } from "./people-handfuls.ts"
import { actOf, type Holders, holdersOf, type Joined, joiner, type Joining } from "./people-joining.ts"

export interface ImportOptions {
  /** Only checked: nobody is created. */
  readonly dryRun: boolean
  readonly reason: string
  /** Told of every fault, also of those that the outcome has no room for. */
  readonly onFault?: (fault: ImportFault) => void
  /** Told how many people were looked at, and how many of them were carried out. */
  readonly onProgress?: (checked: number, done: number) => void
}

/** What became of a file, or is to become of one that is only checked. Nobody is created where there is a fault. */
export interface Imported extends Joined {
  readonly people: number
  readonly faultsTotal: number
  /** The first of them. */
  readonly faults: ReadonlyArray<ImportFault>
}

const faultsShown = 1_000

const personsOf = (judged: ReadonlyArray<Judged>): ReadonlyArray<User.Person> =>
  judged.flatMap(({ person }) => person === undefined ? [] : [person])

/** Collects faults: all are told, and the first are kept. */
const faultsCollector = ({ onFault }: ImportOptions) => {
  const faults: Array<ImportFault> = []
  let total = 0
  return {
    add: (found: ReadonlyArray<ImportFault>) => {
      for (const fault of found) {
        total += 1
        onFault?.(fault)
        if (faults.length < faultsShown) faults.push(fault)
      }
    },
    total: () => total,
    shown: () => faults
  }
}

interface Limits {
  readonly enterprise: Path
  readonly terms: Contract.Terms
  readonly seatsLeft: number
}

/** What is to become of somebody: an account and a seat, to wait for the address, or nothing where they are there. */
const fateOf = ({ mail }: User.Person, enterprise: Path, holders: Holders): keyof Joined => {
  const address = holders.get(mailKey(mail))?.state ?? User.unknownAddress
  if (User.isPresent(address, enterprise)) return "present"
  return address._tag === "Free" ? "created" : "blocked"
}

/**
 * Checks all of a file. Who is a user of the enterprise already takes no other seat, and who is only to wait for an
 * address takes none yet: so a file may be sent again.
 *
 * @rule USR-10
 * @source 001, Créer plusieurs utilisateurs
 */
const checkFile = Effect.fnUntraced(function*(
  door: Door, { enterprise, terms, seatsLeft }: Limits, source: ImportSource, options: ImportOptions
) {
  const [check, seats, found] = [checkImport(terms), countSeats(seatsLeft), faultsCollector(options)]
  const fates = { ...noneJoined }
  let checked = 0
  yield* eachHandful(source, Effect.fnUntraced(function*(rows: ReadonlyArray<ImportRow>) {
    const judged = rows.map((row) => ({ row, ...check.record(row) }))
    for (const { faults } of judged) found.add(faults)
    const holders = yield* holdersOf(door, personsOf(judged))
    for (const { row, person } of judged) {
      if (person === undefined) continue
      const fate = fateOf(person, enterprise, holders)
      fates[fate] += 1
      if (fate === "created") seats.take(row.line)
    }
    checked += rows.length
    options.onProgress?.(checked, 0)
  }))
  const { people, faults } = check.end()
  for (const look of check.again()) {
    yield* eachHandful(source, (rows) => Effect.sync(() => found.add(rows.flatMap(look))))
  }
  found.add([...faults, ...seats.end()])
  const faultsTotal = found.total()
  const outcome: Imported = { people, faultsTotal, faults: found.shown(), ...(faultsTotal === 0 ? fates : noneJoined) }
  return outcome
})

/** What is told where the second reading finds what the first did not. */
const changedMeanwhile = new Unavailable({ cause: new Error("the file changed while it was read") })

/**
 * Creates everyone in a file that was found right. A file that is another by now is not read on. Whoever goes away
 * meanwhile leaves no half of a file: what was begun is ended.
 */
const carryOut = Effect.fnUntraced(function*(
  door: Door, joining: Joining, { terms }: Limits, people: number, source: ImportSource, options: ImportOptions
) {
  const check = checkImport(terms)
  const { next, end } = writer(joiner(door, joining))
  const tell = (joined: Joined): void => options.onProgress?.(people, joined.created + joined.blocked + joined.present)
  yield* eachHandful(source, Effect.fnUntraced(function*(rows: ReadonlyArray<ImportRow>) {
    const judged = rows.map(check.record)
    const isRight = judged.every(({ faults }) => faults.length === 0) && check.end().people <= people
    if (!isRight) return yield* Effect.fail(changedMeanwhile)
    tell(yield* withoutConflict(next(personsOf(judged))))
  })).pipe(Effect.onError(() => Effect.ignore(end)))
  const total = yield* withoutConflict(end)
  tell(total)
  if (check.end().people !== people) return yield* Effect.fail(changedMeanwhile)
  return total
}, Effect.uninterruptible)

/** Who was refused, and why, is told of the enterprise in the journal, like every order. */
const noting = (door: Door, { actor, enterprise, reason }: Omit<Joining, "grant">) =>
  <Value, Failure>(order: Effect.Effect<Value, Failure>) =>
    Effect.tapError(order, Effect.fnUntraced(function*(failure) {
      // What a port could not do is no refusal. Refusals are plain data, and their own JSON.
      if (failure instanceof Error) return
      const now = yield* DateTime.now
      const key = { concept: Contract.concept.name, id: enterprise }
      yield* door.ports.records.note(actOf({ actor, enterprise, reason }, now), key, failure, [])
    }))

/** By which grant somebody may create people from a file. */
const permitted = ({ blueprint: { roles } }: Door, actor: Actor, enterprise: Path) =>
  Effect.fromResult(permitBelow(actor, User.over("create", roles.joining), enterprise))

export const peopleImport = (door: Door) => ({
  /** Whether somebody may send a file at all: asked first by those who have not read it yet. */
  mayImport: (actor: Actor, enterprise: Path) =>
    noting(door, { actor, enterprise, reason: "" })(Effect.asVoid(permitted(door, actor, enterprise))),

  /**
   * Creates everyone in a file, in the role of those who join, once the whole file was found right; or tells everything
   * that is wrong with it, and creates nobody. Sent again, it creates those who are not there yet.
   *
   * @rule USR-10
   * @source 001, Créer plusieurs utilisateurs
   */
  importUsers: Effect.fnUntraced(function*(
    actor: Actor, enterprise: Path, source: ImportSource, options: ImportOptions
  ) {
    const order = { actor, enterprise, reason: options.reason }
    return yield* noting(door, order)(Effect.gen(function*() {
      const grant = yield* permitted(door, actor, enterprise)
      const { state } = yield* Contract.find(door.ports.records, enterprise)
      if (state._tag === "Unsigned") return yield* Effect.fail(Contract.NoContract.make({ enterprise }))
      const limits = { terms: state.terms, seatsLeft: Contract.seatsLeft(state), enterprise }
      const outcome = yield* checkFile(door, limits, source, options)
      if (outcome.faultsTotal > 0 || options.dryRun) return outcome
      return { ...outcome, ...yield* carryOut(door, { ...order, grant }, limits, outcome.people, source, options) }
    }))
  })
})
