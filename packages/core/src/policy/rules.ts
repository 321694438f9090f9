/** Which settings a policy may hold, and which value of a setting holds for an account. */
import { ownOf } from "../kernel/own.ts"
import type { Path } from "../kernel/path.ts"
import { type Blueprint, type Policy, type PolicyRef, type Resolved, type SettingValue, typeOf } from "./model.ts"

/** The settings that the catalogue does not know, or knows as another type, with what each takes. */
export const faultsOf = (
  settings: Readonly<Record<string, SettingValue>>, { policy }: Blueprint
): ReadonlyArray<{ readonly setting: string; readonly expected: string }> =>
  Object.entries(settings).flatMap(([setting, value]) => {
    const declared = ownOf(policy.settings, setting)
    const known = Object.keys(policy.settings).join(", ")
    if (declared === undefined) return [{ setting, expected: `one of: ${known}` }]
    return typeOf(value) === declared.type ? [] : [{ setting, expected: declared.type }]
  })

/** An account of a lineage with the policy that it was given, if any. */
export interface Given {
  readonly path: Path
  readonly policy?: Policy
}

/**
 * The nearest policy up the tree applies, as a whole: what it leaves open comes from the operator, and then from the
 * catalogue. A policy that was withdrawn is as if it had never been given.
 *
 * @rule POL-4
 * @source ours: where a value comes from can be asked of any setting
 */
export const resolve = (
  lineage: ReadonlyArray<Given>, { policy: { settings, operator } }: Blueprint
): ReadonlyArray<Resolved> => {
  const nearest = lineage.find((given) => given.policy?._tag === "Defined")
  const policy = nearest?.policy?._tag === "Defined" ? nearest.policy : undefined
  return Object.entries(settings).map(([setting, declared]): Resolved => {
    const given = ownOf(policy?.settings ?? {}, setting)
    if (policy !== undefined && nearest !== undefined && given !== undefined) {
      const origin = nearest === lineage[0] ? "own" : "ancestor"
      const ref: PolicyRef = { owner: policy.owner, name: policy.name }
      return { setting, value: given, origin, through: nearest.path, policy: ref }
    }
    const general = ownOf(operator, setting)
    return general === undefined
      ? { setting, value: declared.default, origin: "default" }
      : { setting, value: general, origin: "operator" }
  })
}

/** Whether a policy is still its maker's: it was made by the account that bears the owner's name now. */
export const isOf = (policy: Policy, ownerId: string | undefined): boolean =>
  policy._tag === "Defined" && policy.ownerId === ownerId
