/** The catalogue of settings, data of the portal: what each takes, who may change it, and while what it applies. */
import * as Schema from "effect/Schema"
import { ownOf } from "../kernel/own.ts"
import { isKeepable } from "../kernel/text.ts"
import { SettingValue } from "../policy/model.ts"

export const SettingName = Schema.String.check(Schema.isPattern(/^[a-z][a-zA-Z0-9.]{0,63}$/))

/** Settings by name, each with a value. */
export const Values = Schema.Record(SettingName, SettingValue)
export type Values = typeof Values.Type

const DayCount = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 36_525 }))

/** On or off. */
export const YesOrNo = Schema.TaggedStruct("YesOrNo", {})
/** A whole number of days, both ends included. */
export const Days = Schema.TaggedStruct("Days", { minDays: DayCount, maxDays: DayCount }).check(
  Schema.makeFilter(({ minDays, maxDays }) => minDays <= maxDays || "minDays must not exceed maxDays")
)
/** One of a few words. */
export const Choice = Schema.TaggedStruct("Choice", {
  values: Schema.Array(Schema.NonEmptyString.check(Schema.isMaxLength(100), isKeepable))
    .check(Schema.isMinLength(1), Schema.isUnique())
})

/** What a setting takes. */
export const SettingType = Schema.Union([YesOrNo, Days, Choice])
export type SettingType = typeof SettingType.Type

/** One setting of the portal, and what holds where nobody says anything. */
export const Declaration = Schema.Struct({
  type: SettingType,
  default: SettingValue,
  /** Whether the enterprise changes it, or only sees what the operator gives. */
  changedBy: Schema.Literals(["enterprise", "operator"]),
  /** Whether each user may have a value of their own: never, always, or while another setting is on. */
  userMay: Schema.Union([Schema.Literals(["never", "always"]), Schema.Struct({ when: SettingName })]),
  /** It has an effect only while another setting has this value, and has an effect itself. */
  appliesWhile: Schema.optionalKey(Schema.Struct({ setting: SettingName, is: SettingValue }))
})
export type Declaration = typeof Declaration.Type

type Declarations = Readonly<Record<string, Declaration>>

/** What keeps a value from being taken, if anything: it is of another kind, or beyond what is allowed. */
export const obstacleTo = (value: SettingValue, type: SettingType): "type" | "range" | undefined => {
  switch (type._tag) {
    case "YesOrNo": return typeof value === "boolean" ? undefined : "type"
    case "Days":
      if (typeof value !== "number") return "type"
      return value >= type.minDays && value <= type.maxDays ? undefined : "range"
    case "Choice":
      if (typeof value !== "string") return "type"
      return type.values.includes(value) ? undefined : "range"
  }
}

export const isTaken = (value: SettingValue, type: SettingType): boolean => obstacleTo(value, type) === undefined

/** What a setting takes, in signs that need no language. */
export const expectedBy = (type: SettingType): string => {
  switch (type._tag) {
    case "YesOrNo": return "true, false"
    case "Days": return `${type.minDays}–${type.maxDays}`
    case "Choice": return type.values.join(", ")
  }
}

/** The catalogue, and the values that the operator gives the whole installation. */
export const Settings = Schema.Struct({
  catalogue: Schema.Record(SettingName, Declaration),
  operator: Values
}).check(Schema.makeFilter(({ catalogue, operator }) => [
  ...Object.entries(catalogue).flatMap(([name, declared]) =>
    faultsOf(name, declared, catalogue).map(([field, issue]) => ({ path: ["catalogue", name, field], issue }))),
  ...Object.entries(operator).flatMap(([name, value]) => isTakenBy(value, ownOf(catalogue, name)) ? [] : [{
    path: ["operator", name], issue: "must be a setting of the catalogue, and a value that it takes"
  }])
]))

const isTakenBy = (value: SettingValue, declared: Declaration | undefined): boolean =>
  declared !== undefined && isTaken(value, declared.type)

/**
 * What is wrong with a declaration. Whether users may change one setting must not depend on what they change
 * themselves: the setting that says so is never theirs, and always applies.
 */
const faultsOf = (name: string, declared: Declaration, catalogue: Declarations) => {
  const faults: Array<readonly [field: keyof Declaration, issue: string]> = []
  const { type, default: value, userMay, appliesWhile } = declared
  if (!isTaken(value, type)) faults.push(["default", `must be what the setting takes: ${expectedBy(type)}`])
  if (typeof userMay === "object" && !isGate(ownOf(catalogue, userMay.when))) {
    faults.push(["userMay", "must name a setting that is on or off, that users never change and that always applies"])
  }
  if (appliesWhile === undefined) return faults
  if (!isTakenBy(appliesWhile.is, ownOf(catalogue, appliesWhile.setting))) {
    faults.push(["appliesWhile", "must name a setting of the catalogue, and a value that it takes"])
  }
  if (isCircular(name, catalogue)) faults.push(["appliesWhile", "must not lead back to where it came from"])
  return faults
}

const isGate = (declared: Declaration | undefined): boolean =>
  declared?.type._tag === "YesOrNo" && declared.userMay === "never" && declared.appliesWhile === undefined

const isCircular = (name: string, catalogue: Declarations): boolean => {
  const seen = new Set<string>()
  for (let at: string | undefined = name; at !== undefined; at = ownOf(catalogue, at)?.appliesWhile?.setting) {
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}
