/** Everything that can become of a user, walked under everything that a rule looks at. */
import * as DateTime from "effect/DateTime"
import { decide } from "../src/user/decide.ts"
import type { Command } from "../src/user/commands.ts"
import { evolve, initial } from "../src/user/evolve.ts"
import { isKnown } from "../src/user/known.ts"
import * as User from "../src/user/model.ts"
import type { Facts, Refusal } from "../src/user/refusals.ts"
import {
  acme, ada, community, domainNamed, eraseFrom, facts, mailOf, ordersAbout, rival, settings, signed
} from "./people.ts"
import { type Transition, walk } from "./walk.ts"

const another = User.UserId.make("usr_eve")
const known = ordersAbout()
const commands: ReadonlyArray<Command> = [
  ...Object.values(known), { ...known.CreateUser, role: "user" },
  { ...known.EditUser, role: "user" }, { ...known.EditUser, role: "admin" },
  { ...known.EditUser, mail: mailOf("augusta@acme.example") }, { ...known.EditUser, mail: mailOf("ada@else.example") },
  { ...known.SetSecondaryMail, mail: null }, { ...known.AttachUser, to: acme }, { ...known.SetPhone, phone: null },
  { ...known.ChooseFactor, channel: "sms" }
]

/** Each differs from the first in one thing that some rule looks at. */
const variants: ReadonlyArray<Partial<Facts>> = [
  {}, { holder: { userId: ada, enterprise: acme } }, { holder: { userId: another, enterprise: acme } },
  { holder: { userId: another, enterprise: rival } }, { contract: { _tag: "Unsigned" } },
  { contract: signed({ seatsTaken: 5 }) }, { contract: signed({ activeAdmins: [ada] }) },
  { contract: signed({ activeAdmins: [] }) }, { contract: community() },
  { contract: signed({}, { domains: [domainNamed("else.example")] }) },
  { minAdmins: { floor: 2, advised: 2 } }, { target: { _tag: "Unsigned" } }, { target: signed({ seatsTaken: 5 }) },
  { settings: { ...settings, freeSignUp: "automatic" } }, { settings: { ...settings, freeSignUp: "forbidden" } },
  { settings: { ...settings, secondaryMailAllowed: false } }, { settings: { ...settings, twoFactorForced: true } },
  { isAwaited: true }, { actor: ada }, { actor: ada, contract: community() },
  { contract: community(), holder: undefined },
  { settings: { ...settings, graceDays: 0 } }, { recovery: { by: "admin", seconds: 60 } },
  { recovery: { by: "none", seconds: 0 } },
  { factors: { kinds: [], required: "always" } }
]
const moments = [-1, 0].map((milliseconds) => DateTime.add(eraseFrom, { milliseconds }))
export const circumstances = [
  ...variants.map((more) => facts(more)), ...moments.map((now) => facts({ now, actor: "worker" }))
]

/** No door depends on what is described, counted or dated; such states are looked at once. */
export const doorsOf = (user: User.User): string => {
  if (!isKnown(user)) return user._tag
  const { _tag, role, secondaryMail, enterprise, channel, phone, twoFactor } = user
  const isEnrolled = channel !== "mail" || phone !== null || twoFactor
  const was = _tag === "Deleted" ? doorsOf(user.was) : ""
  const isLockedToo = _tag === "Suspended" && user.lockedAt !== null
  const isUnfinished = (_tag === "Suspended" && !user.isFinalised) || (_tag === "NotFinalised" && user.lapses)
  const until = _tag === "Deleted" ? DateTime.formatIso(user.eraseFrom) : ""
  return JSON.stringify([_tag, role, secondaryMail, enterprise, isEnrolled, isLockedToo, isUnfinished, until, was])
}

export type Step = Transition<User.User, Command, User.Event, Refusal, Facts>
export const steps: ReadonlyArray<Step> = walk({ initial, decide, evolve }, commands, circumstances, doorsOf)
