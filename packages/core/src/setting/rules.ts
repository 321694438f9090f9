/** Which value of a setting holds for an enterprise or a user, where it comes from, and who may change it. */
import { ownOf } from "../kernel/own.ts"
import type { SettingValue } from "../policy/model.ts"
import { type Declaration, isTaken } from "./catalogue.ts"
import type { Blueprint, EnterpriseValues, Resolved, UserValues } from "./model.ts"

/** For whom settings are resolved: an enterprise, or one user of it. */
interface Subject extends Blueprint {
  readonly enterprise: EnterpriseValues
  readonly user?: UserValues
}

/**
 * The nearest value holds: the user's own where users may have one, then the enterprise's, then the operator's for the
 * whole installation, then the catalogue's. What the operator locks comes before them all, and is nobody else's to
 * change. A value that the catalogue no longer takes is as if it had never been saved.
 *
 * @rule POL-4
 * @source ours: where a value comes from can be asked of any setting
 */
export const resolve = (
  { settings }: Blueprint, enterprise: EnterpriseValues, user?: UserValues
): ReadonlyArray<Resolved> => {
  const subject: Subject = { settings, enterprise, ...(user === undefined ? {} : { user }) }
  return Object.entries(settings.catalogue).map(([setting, declared]) => ({
    setting, ...held(setting, declared, subject),
    locked: isLocked(setting, subject), editable: isEditable(setting, declared, subject),
    applies: isApplied(declared, subject)
  }))
}

/** The value of one setting; none where the catalogue has no such setting. */
export const valueOf = (resolved: ReadonlyArray<Resolved>, name: string): SettingValue | undefined =>
  resolved.find(({ setting }) => setting === name)?.value

const held = (name: string, declared: Declaration, subject: Subject): Pick<Resolved, "value" | "origin"> => {
  const { enterprise, user, settings } = subject
  const mine = user !== undefined && isEditable(name, declared, subject)
  const candidates = [
    { value: ownOf(enterprise.locks, name), origin: "operator" },
    { value: mine ? ownOf(user.values, name) : undefined, origin: "user" },
    { value: declared.changedBy === "enterprise" ? ownOf(enterprise.values, name) : undefined, origin: "enterprise" },
    { value: ownOf(settings.operator, name), origin: "operator" }
  ] as const
  for (const { value, origin } of candidates) {
    if (value !== undefined && value !== null && isTaken(value, declared.type)) return { value, origin }
  }
  return { value: declared.default, origin: "default" }
}

/**
 * What the operator has locked is shown to the enterprise and its users, and changed by neither.
 *
 * @rule POL-3
 * @source 001, Paramétrage de votre instance
 */
const isLocked = (name: string, { enterprise }: Subject): boolean => Object.hasOwn(enterprise.locks, name)

/**
 * A user has a value of their own where the catalogue lets them, or while their enterprise does. Where the enterprise
 * no longer does, the user's value sleeps, and holds again once it does again.
 *
 * @rule POL-8
 * @source 001, Paramétrage de votre instance
 */
const isEditable = (name: string, { changedBy, userMay }: Declaration, subject: Subject): boolean => {
  if (isLocked(name, subject)) return false
  if (subject.user === undefined) return changedBy === "enterprise"
  return typeof userMay === "object" ? valueIn(userMay.when, withoutUser(subject)) === true : userMay === "always"
}

const withoutUser = ({ settings, enterprise }: Subject): Subject => ({ settings, enterprise })

const valueIn = (name: string, subject: Subject): SettingValue | undefined => {
  const declared = ownOf(subject.settings.catalogue, name)
  return declared === undefined ? undefined : held(name, declared, subject).value
}

/**
 * The policy for free accounts has an effect only while their automatic validation is off; so does, in turn, what
 * depends on the policy. It can be changed all the same.
 *
 * @rule POL-9
 * @source 001, Paramétrage de votre instance
 */
const isApplied = ({ appliesWhile }: Declaration, subject: Subject): boolean => {
  if (appliesWhile === undefined) return true
  const condition = ownOf(subject.settings.catalogue, appliesWhile.setting)
  return condition !== undefined && isApplied(condition, subject)
    && held(appliesWhile.setting, condition, subject).value === appliesWhile.is
}
