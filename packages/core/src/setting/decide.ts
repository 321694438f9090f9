/** What may happen to settings. First the list of commands, then one rule each. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { ownOf } from "../kernel/own.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import type { SettingValue } from "../policy/model.ts"
import { expectedBy, obstacleTo } from "./catalogue.ts"
import * as Setting from "./model.ts"
import { enterpriseOf, revisionOf, userOf } from "./ownership.ts"
import { resolve } from "./rules.ts"

type Verdict = Decision<Setting.Event, Setting.Refusal>
type Changes = (typeof Setting.SaveSettings.Type)["changes"]

export const decide = (command: Setting.Command, saved: Setting.Saved, facts: Setting.Facts): Verdict => {
  const { ownerId } = facts
  if (ownerId === undefined) return refuse(NoSuchAccount.make({ path: command.owner }))
  const known: Known = { ...facts, ownerId, saved }
  return conclude(command, saved, Match.valueTags(command, {
    SaveSettings: (order) => save(order, known),
    SaveOwnSettings: (order) => saveOwn(order, known),
    LockSettings: (order) => lock(order, known),
    UnlockSettings: (order) => unlock(order, known)
  }))
}

interface Known extends Setting.Facts {
  readonly ownerId: string
  readonly saved: Setting.Saved
}

/** What an order comes to: all that stands in its way, and what happens if nothing does. */
interface Weighed {
  readonly faults: ReadonlyArray<Setting.SettingFault>
  readonly happens: ReadonlyArray<Setting.Event>
}

/**
 * What is edited holds once it is saved: all together, or not at all, and then every fault is told. Whoever looked at
 * an earlier revision is told so, unless what they ask for is so already.
 *
 * @rule POL-5
 * @source 001, Paramétrage de votre instance
 */
const conclude = (
  { owner, basedOn }: Setting.Command, saved: Setting.Saved, { faults, happens }: Weighed
): Verdict => {
  if (faults.length === 0 && happens.length === 0) return nothing
  const revision = revisionOf(saved)
  if (basedOn !== undefined && basedOn !== revision) {
    return refuse(Setting.SettingsMoved.make({ owner, basedOn, revision }))
  }
  return faults.length > 0 ? refuse(Setting.SettingsRefused.make({ faults })) : accept(...happens)
}

/**
 * The settings of an enterprise are those of the portal's catalogue. Saving what holds already changes nothing: what
 * is inherited stays inherited.
 *
 * @rule POL-2
 * @source 001, Paramétrage de votre instance
 */
const save = ({ owner, changes }: typeof Setting.SaveSettings.Type, known: Known): Weighed => {
  const enterprise = enterpriseOf(known.saved, known.ownerId)
  const { faults, rest } = weigh(changes, editing(known, enterprise, enterprise.values))
  return { faults, happens: rest.map((kept) => Setting.SettingsSaved.make({ owner, ownerId: known.ownerId, ...kept })) }
}

const saveOwn = ({ owner, changes }: typeof Setting.SaveOwnSettings.Type, known: Known): Weighed => {
  const { ownerId, enterprise } = known
  const user = userOf(known.saved, ownerId)
  const { faults, rest } = weigh(changes, editing(known, enterprise, user.values, user))
  return { faults, happens: rest.map((kept) => Setting.OwnSettingsSaved.make({ owner, ownerId, ...kept })) }
}

const lock = ({ owner, locks }: typeof Setting.LockSettings.Type, known: Known): Weighed => {
  const { ownerId, settings: { catalogue } } = known
  const before = enterpriseOf(known.saved, ownerId).locks
  const { faults, rest } = weigh(locks, (setting, value) => {
    const declared = ownOf(catalogue, setting)
    if (declared === undefined) return unknown(setting, known)
    const obstacle = value === null ? undefined : obstacleTo(value, declared.type)
    if (obstacle !== undefined) return { setting, obstacle, expected: expectedBy(declared.type) }
    return ownOf(before, setting) === value ? "stays" : "changes"
  })
  return { faults, happens: rest.map((kept) => Setting.SettingsLocked.make({ owner, ownerId, locks: kept.changes })) }
}

/** The enterprise's own value holds again. A lock on what the catalogue no longer has can still be lifted. */
const unlock = ({ owner, settings }: typeof Setting.UnlockSettings.Type, known: Known): Weighed => {
  const { ownerId } = known
  const { locks } = enterpriseOf(known.saved, ownerId)
  const named: Changes = Object.fromEntries(settings.map((setting) => [setting, null]))
  const { faults, rest } = weigh(named, (setting) => {
    if (Object.hasOwn(locks, setting)) return "changes"
    return Object.hasOwn(known.settings.catalogue, setting) ? "stays" : unknown(setting, known)
  })
  return {
    faults,
    happens: rest.map(({ changes }) =>
      Setting.SettingsUnlocked.make({ owner, ownerId, settings: Object.keys(changes) }))
  }
}

type Judge = (setting: string, value: SettingValue | null) => Setting.SettingFault | "changes" | "stays"

/** Looks at every change: the faults among them, and the rest that would change something, if any. */
const weigh = (changes: Changes, judge: Judge) => {
  const judged = Object.entries(changes).map(([name, value]) => ({ name, value, outcome: judge(name, value) }))
  const changing = judged.flatMap(({ name, value, outcome }) => outcome === "changes" ? [[name, value] as const] : [])
  return {
    faults: judged.flatMap(({ outcome }) => typeof outcome === "string" ? [] : [outcome]),
    rest: changing.length === 0 ? [] : [{ changes: Object.fromEntries(changing) }]
  }
}

/** How a change is judged that whoever bears the settings makes: `own` is what they have saved so far. */
const editing = (
  facts: Setting.Facts, enterprise: Setting.EnterpriseValues, own: Setting.UserValues["values"],
  user?: Setting.UserValues
): Judge => {
  const resolved = resolve(facts, enterprise, user)
  return (setting, value) => {
    const declared = ownOf(facts.settings.catalogue, setting)
    const now = resolved.find((one) => one.setting === setting)
    if (declared === undefined || now === undefined) return unknown(setting, facts)
    if (value === null ? !Object.hasOwn(own, setting) : value === now.value) return "stays"
    if (!now.editable) return { setting, obstacle: now.locked ? "locked" : "notYours", expected: String(now.value) }
    const obstacle = value === null ? undefined : obstacleTo(value, declared.type)
    return obstacle === undefined ? "changes" : { setting, obstacle, expected: expectedBy(declared.type) }
  }
}

const unknown = (setting: string, { settings: { catalogue } }: Setting.Blueprint): Setting.SettingFault =>
  ({ setting, obstacle: "unknown", expected: Object.keys(catalogue).join(", ") })
