/** The dashboards of an enterprise: its users by status, who stores most, and what was done over time. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Contract from "../contract/index.ts"
import { Resource } from "../kernel/ledger-moves.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, permit, permitBelow } from "../kernel/permit.ts"
import * as Quota from "../quota/index.ts"
import * as Statistics from "../statistics/index.ts"
import * as User from "../user/index.ts"
import type { Door } from "./people-door.ts"

const bytes = Resource.make("bytes")
const seeing = "statistics.see"

/** What one user stores, of what the enterprise may store. */
export interface Storing {
  readonly userId: string
  readonly lastName: string
  readonly firstName: string
  readonly bytes: number
}

/** The names of whoever stands at a node; none for who is gone. */
const namesOf = Effect.fnUntraced(function*({ ports: { records } }: Door, node: string) {
  const { state } = yield* User.load(records, node.slice(node.lastIndexOf(">") + 1))
  const known = User.isKnown(state) ? state : { lastName: "", firstName: "" }
  return { lastName: known.lastName, firstName: known.firstName }
})

/**
 * The storage of the enterprise: how much of all of it is used, and by whom most.
 *
 * @rule STA-1
 * @source 001, Connexion: tableau de bord
 */
const storageByUser = (door: Door) => Effect.fnUntraced(function*(actor: Actor, enterprise: Path, limit: number) {
  const { ledger } = door.ports
  yield* Effect.fromResult(permit(actor, seeing, enterprise))
  const now = yield* DateTime.now
  const [whole, most] = yield* Effect.all([
    ledger.counter(enterprise, bytes, now), ledger.heaviest(enterprise, bytes, limit, now)
  ])
  const users = yield* Effect.forEach(most.filter(({ node }) => node !== enterprise), ({ node, own }) =>
    Effect.map(namesOf(door, node), (names): Storing => ({
      userId: node.slice(node.lastIndexOf(">") + 1), ...names, bytes: own.held + own.reserved
    })), { concurrency: "unbounded" })
  return { usage: Quota.usageOf(whole), users }
})

/** What was done over one of the portal's periods. */
const activity = ({ ports, blueprint }: Door) =>
  Effect.fnUntraced(function*(actor: Actor, enterprise: Path, name: string) {
    yield* Effect.fromResult(permit(actor, seeing, enterprise))
    const { windows, zone } = blueprint.statistics
    const window = windows.find((one) => one.name === name)
    if (window === undefined) {
      const offered = windows.map((one) => one.name)
      return yield* Effect.fail(Statistics.NoSuchWindow.make({ window: name, offered }))
    }
    const now = yield* DateTime.now
    const { from, to } = Statistics.spanOf(window, now, zone)
    return Statistics.activityView(window, now, yield* ports.activity.perDay(enterprise, from, to), blueprint)
  })

export const peopleStatistics = (door: Door) => {
  const { ports, blueprint } = door
  return {
    storageByUser: storageByUser(door),
    activity: activity(door),

    /**
     * How many users are in each status.
     *
     * @rule STA-1
     * @source 001, Connexion: tableau de bord
     */
    usersByStatus: Effect.fnUntraced(function*(actor: Actor, enterprise: Path) {
      yield* Effect.fromResult(permitBelow(actor, "user.see", enterprise))
      return yield* ports.userLists.counts(enterprise)
    }),

    /** Said by the portal's own product: so much of something was done in an enterprise that there is. */
    reportActivity: Effect.fnUntraced(function*(
      actor: Actor, enterprise: Path, kind: Statistics.ActivityKind, count: number
    ) {
      yield* Effect.fromResult(permit(actor, "statistics.report", enterprise))
      yield* Effect.fromResult(Statistics.judgeReport(kind, blueprint))
      const { state } = yield* Contract.find(ports.records, enterprise)
      if (state._tag === "Unsigned") return yield* Effect.fail(Contract.NoContract.make({ enterprise }))
      const day = Statistics.dayOf(yield* DateTime.now, blueprint.statistics.zone)
      yield* ports.activity.add(enterprise, kind, day, count)
    })
  }
}
