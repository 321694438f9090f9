/** What saved settings become once something has happened to them. */
import * as Setting from "./model.ts"
import { enterpriseOf, revisionOf, userOf } from "./ownership.ts"

export const initial: Setting.Saved = Setting.Unset.make({})

export const evolve = (saved: Setting.Saved, event: Setting.Event): Setting.Saved => {
  const { owner, ownerId } = event
  const next = { owner, ownerId, revision: revisionOf(saved) + 1 }
  const { values, locks } = enterpriseOf(saved, ownerId)
  switch (event._tag) {
    case "SettingsSaved":
      return Setting.OfEnterprise.make({ ...next, locks, values: changed(values, event.changes) })
    case "OwnSettingsSaved":
      return Setting.OfUser.make({ ...next, values: changed(userOf(saved, ownerId).values, event.changes) })
    case "OwnSettingsErased": return initial
    case "SettingsLocked":
      return Setting.OfEnterprise.make({ ...next, values, locks: { ...locks, ...event.locks } })
    case "SettingsUnlocked":
      return Setting.OfEnterprise.make({
        ...next, values,
        locks: Object.fromEntries(Object.entries(locks).filter(([name]) => !event.settings.includes(name)))
      })
  }
}

type Values = Setting.UserValues["values"]
type Changes = (typeof Setting.SettingsSaved.Type)["changes"]

const changed = (values: Values, changes: Changes): Values =>
  Object.fromEntries(Object.entries({ ...values, ...changes }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]]))
