/** The ways to enterprises: their contracts, their settings, and the wording of their mails. */
import * as Effect from "effect/Effect"
import * as Contract from "../contract/index.ts"
import { onceGuard } from "../kernel/once.ts"
import type { Path, Segment } from "../kernel/path.ts"
import { type Actor, permit, seeing } from "../kernel/permit.ts"
import { Unavailable } from "../kernel/records.ts"
import type { Submission } from "../kernel/run.ts"
import * as Notice from "../notice/index.ts"
import * as Setting from "../setting/index.ts"
import * as User from "../user/index.ts"
import type { ContractView } from "./model.ts"
import { withoutConflict } from "./without-conflict.ts"
import type { Door } from "./people-door.ts"

/** Who bears the name of an enterprise now, by its contract; and who a user at a place is. */
const bearersOf = ({ ports: { records } }: Door): Setting.Bearers => ({
  enterprise: (place) =>
    Effect.map(Contract.find(records, place), ({ state, basedOn }) => ({
      ownerId: state._tag === "Signed" ? state.enterpriseId : undefined,
      guard: { concept: Contract.concept.name, id: place, basedOn, events: [] }
    })),
  user: (place) => {
    const id = place.slice(place.lastIndexOf(">") + 1)
    return Effect.map(User.load(records, id), ({ state, basedOn }) => ({
      ownerId: User.isKnown(state) && User.placeOf(state.enterprise, state.userId) === place ? id : undefined,
      guard: { concept: User.concept.name, id, basedOn, events: [] }
    }))
  }
})

/** Contracts, for the operator who signs them and for who may see them. */
const contracts = (door: Door) => {
  const { ports, blueprint } = door
  const submit = Contract.submitter(ports, blueprint)
  const once = onceGuard(ports, "contract", Contract.concept)
  const contractView = (signed: Contract.Signed): ContractView =>
    ({ ...signed, adminsAdvised: User.adminsAdvised(signed, blueprint) })
  return {
    contractView,

    /** Signs a contract, or changes its terms. */
    submitContract: (submission: Submission<Contract.Command>, key?: string) =>
      withoutConflict(once(
        { actor: submission.actor, asked: () => Contract.concept.command.write(submission.command), key },
        (remember) => submit(submission, remember))),

    /**
     * The contract of an enterprise, for who may see it: what was agreed, how much of it is taken, whom to call.
     *
     * @rule CTR-9
     * @source 001, Informations générales
     */
    contract: Effect.fnUntraced(function*(actor: Actor, enterprise: Path) {
      yield* Effect.fromResult(permit(actor, seeing, enterprise))
      const { state } = yield* Contract.find(ports.records, enterprise)
      if (state._tag === "Unsigned") return yield* Effect.fail(Contract.NoContract.make({ enterprise }))
      return contractView(state)
    })
  }
}

/** Settings, of enterprises and of their users. */
const settings = (door: Door, bearers: Setting.Bearers) => {
  const { ports, blueprint } = door
  const submit = Setting.submitter(ports.records, blueprint, bearers)
  const once = onceGuard(ports, "setting", Setting.concept)
  const resolve = Setting.resolver(ports.records, blueprint, bearers)
  return {
    /** Saves or locks settings, all together or not at all. */
    submitSettings: (submission: Submission<Setting.Command>, key?: string) =>
      withoutConflict(once(
        { actor: submission.actor, asked: () => Setting.concept.command.write(submission.command), key },
        (remember) => submit(submission, remember))),

    /** Every setting as it holds for an enterprise, or for one of its users, and where its value comes from. */
    enterpriseSettings: Effect.fnUntraced(function*(actor: Actor, enterprise: Path) {
      yield* Effect.fromResult(permit(actor, "setting.see", enterprise))
      return yield* resolve(enterprise)
    }),
    userSettings: Effect.fnUntraced(function*(actor: Actor, enterprise: Path, userId: User.UserId) {
      yield* Effect.fromResult(permit(actor, "setting.see", User.placeOf(enterprise, userId)))
      // A user's id is one segment.
      return yield* resolve(enterprise, userId as string as Segment)
    })
  }
}

/** The wording of an enterprise's mails. */
const wordings = ({ ports: { records, gateways } }: Door, bearers: Setting.Bearers) => ({
  /** Words a mail of the enterprise anew, or as everywhere. */
  submitTemplate: Effect.fnUntraced(function*(submission: Submission<Notice.Command>) {
    if (gateways === undefined) return yield* Effect.fail(new Unavailable({ cause: "no gateways" }))
    return yield* withoutConflict(Notice.submitter(records, gateways.templates, bearers.enterprise)(submission))
  }),

  /** A mail as it is worded here: the enterprise's own words, or those that everybody has. */
  template: Effect.fnUntraced(function*(actor: Actor, ref: Notice.TemplateRef) {
    yield* Effect.fromResult(permit(actor, "notice.edit", ref.enterprise))
    const { ownerId } = yield* bearers.enterprise(ref.enterprise)
    return yield* Notice.editedTemplate(records, ref, ownerId)
  })
})

/** Orders about enterprises, and what is asked of them. */
export const enterprises = (door: Door) => {
  const bearers = bearersOf(door)
  return { ...contracts(door), ...settings(door, bearers), ...wordings(door, bearers) }
}
