/** What rules about users read of the settings of their enterprise. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Contract from "../contract/index.ts"
import type { Path } from "../kernel/path.ts"
import type { Change } from "../kernel/plan.ts"
import type { Records } from "../kernel/records.ts"
import { read } from "../kernel/run.ts"
import * as Setting from "../setting/index.ts"
import { enterpriseOf, userOf } from "../setting/ownership.ts"
import * as User from "../user/index.ts"
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

/** What an enterprise has saved, as it holds for whoever signed this contract. */
const settingsOfSaved = (blueprint: Blueprint, { enterpriseId }: Contract.Signed, saved: Setting.Saved) => {
  const resolved = Setting.resolve(blueprint, enterpriseOf(saved, enterpriseId))
  return { settings: settingsFrom(resolved), resolved }
}

/** What holds where nobody signed anything. */
const settingsOfNobody = settingsFrom([])

/** The same, where perhaps nobody did. */
export const settingsWith = (blueprint: Blueprint, contract: Contract.Contract, saved: Setting.Saved): User.Settings =>
  contract._tag === "Unsigned" ? settingsOfNobody : settingsOfSaved(blueprint, contract, saved).settings

/** The settings of an enterprise as they hold now, and the record that says so. */
export const settingsReader = (records: Records["Service"], blueprint: Blueprint) =>
  Effect.fnUntraced(function*(contract: Contract.Contract) {
    if (contract._tag === "Unsigned") return { settings: settingsOfNobody, resolved: [], guard: [] }
    const key = { concept: Setting.concept.name, id: contract.enterprise }
    const { state, basedOn } = read(Setting.concept, yield* records.load(key))
    const guard: ReadonlyArray<Change> = [{ ...key, basedOn, events: [] }]
    return { ...settingsOfSaved(blueprint, contract, state), guard }
  })

/** What holds for each of these users of an enterprise: its settings, and their own as far as they may have some. */
export const usersSettings = Effect.fnUntraced(function*(
  records: Records["Service"], blueprint: Blueprint, contract: Contract.Signed, users: ReadonlyArray<User.Known>
) {
  const placeOf = ({ userId }: User.Known) => User.placeOf(contract.enterprise, userId)
  const kept = yield* records.loadMany(Setting.concept.name, [contract.enterprise, ...users.map(placeOf)])
  const savedAt = (place: Path) => read(Setting.concept, Option.fromUndefinedOr(kept.get(place))).state
  const values = enterpriseOf(savedAt(contract.enterprise), contract.enterpriseId)
  return (user: User.Known): ReadonlyArray<Setting.Resolved> =>
    Setting.resolve(blueprint, values, userOf(savedAt(placeOf(user)), user.userId))
})
