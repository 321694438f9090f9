/** What rules about users read of the settings of their enterprise. */
import * as Effect from "effect/Effect"
import type * as Contract from "../contract/index.ts"
import type { Change } from "../kernel/plan.ts"
import type { Records } from "../kernel/records.ts"
import { read } from "../kernel/run.ts"
import * as Setting from "../setting/index.ts"
import { enterpriseOf } from "../setting/ownership.ts"
import type * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"

/** The settings that the library itself obeys, by their names in the catalogue; without them, the strictest holds. */
const graceDaysDefault = 30

const freeSignUpOf = (resolved: ReadonlyArray<Setting.Resolved>): User.Settings["freeSignUp"] => {
  if (Setting.valueOf(resolved, "freeSignUp.automatic") === true) return "automatic"
  return Setting.valueOf(resolved, "freeSignUp.policy") === "approval" ? "approval" : "forbidden"
}

export const settingsFrom = (resolved: ReadonlyArray<Setting.Resolved>): User.Settings => {
  const graceDays = Setting.valueOf(resolved, "deletion.graceDays")
  return {
    graceDays: typeof graceDays === "number" ? graceDays : graceDaysDefault,
    secondaryMailAllowed: Setting.valueOf(resolved, "secondaryMail.allowed") === true,
    twoFactorForced: Setting.valueOf(resolved, "factors.forced") === true,
    freeSignUp: freeSignUpOf(resolved)
  }
}

/** The settings of an enterprise as they hold now, and the record that says so. */
export const settingsReader = (records: Records["Service"], blueprint: Blueprint) =>
  Effect.fnUntraced(function*(contract: Contract.Contract) {
    if (contract._tag === "Unsigned") return { settings: settingsFrom([]), resolved: [], guard: [] }
    const key = { concept: Setting.concept.name, id: contract.enterprise }
    const { state, basedOn } = read(Setting.concept, yield* records.load(key))
    const resolved = Setting.resolve(blueprint, enterpriseOf(state, contract.enterpriseId))
    const guard: ReadonlyArray<Change> = [{ ...key, basedOn, events: [] }]
    return { settings: settingsFrom(resolved), resolved, guard }
  })
