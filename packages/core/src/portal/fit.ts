/** Whether a blueprint fits together, and with its ports: told when the portal opens, and not when it would matter. */
import { ownOf } from "../kernel/own.ts"
import type * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import { rolesOf } from "./people-target.ts"
import type { Ports } from "./ports.ts"
import { rememberedMillisMax } from "./remembered.ts"

/** What of it the check looks at. */
type Given = Pick<Ports, "strength" | "authenticator" | "gateways" | "rememberedMillis">

/** A sentence for each thing that does not fit. */
type Misfits = ReadonlyArray<string>

const ofPasswords = ({ strength }: Given, { password: { policy } }: Blueprint): Misfits =>
  policy.mode === "enforce" && policy.rule.commonRefused && strength === undefined
    ? [`the password policy ${policy.name} refuses common passwords: give the portal a strength meter`]
    : []

const ofMemory = ({ rememberedMillis = 0 }: Given): Misfits =>
  Number.isInteger(rememberedMillis) && rememberedMillis >= 0 && rememberedMillis <= rememberedMillisMax
    ? []
    : [`rememberedMillis is a whole number from 0 to ${rememberedMillisMax}, and not ${rememberedMillis}`]

/** Whether anybody can become a user of this portal at all. */
const hasPeople = ({ powers }: Blueprint): boolean =>
  Object.values(powers).some((held) =>
    held.some(({ permission }) => permission === "user.signUp" || permission.startsWith("user.create.")))

const ofRoles = (blueprint: Blueprint): Misfits =>
  rolesOf(blueprint).all.filter((role) => ownOf(blueprint.powers, role) === undefined)
    .map((role) => `people are given the role ${role}, of which the powers say nothing: name it there`)

/** What is missing for each way; without gateways another process sends what the journal says. */
const missingFor = ({ authenticator, gateways }: Given, way: User.Channel): Misfits => {
  switch (way) {
    case "mail": return []
    case "sms": return gateways === undefined || gateways.texter !== undefined ? [] : ["the gateways a texter"]
    case "totp": return authenticator === undefined ? ["the portal an authenticator"] : []
  }
}

const ofWays = (given: Given, { factors: { kinds } }: Blueprint): Misfits => {
  const missing = kinds.map((way) => missingFor(given, way))
  return kinds.length === 0 || missing.some((one) => one.length === 0)
    ? []
    : [`codes come by ${kinds.join(" or ")} alone, which nothing here carries out: give ${missing.flat().join(" or ")}`]
}

/** Whether somebody may be asked for a code who has enrolled nothing yet: theirs can only come by mail. */
const asksEverybody = ({ factors: { required }, powers }: Blueprint): boolean =>
  required !== "never" || Object.values(powers).some((held) => held.some(({ level = 1 }) => level > 1))

const ofMail = (blueprint: Blueprint): Misfits =>
  blueprint.factors.kinds.includes("mail") || !asksEverybody(blueprint)
    ? []
    : ["codes go by mail to whoever has enrolled nothing else, and factors.kinds has no mail: name it there"]

/** Refuses to open a portal that promises what nothing can keep; everything that is wrong is told at once. */
export const checkFit = (given: Given, blueprint: Blueprint): void => {
  const ofPeople = hasPeople(blueprint)
    ? [...ofRoles(blueprint), ...ofWays(given, blueprint), ...ofMail(blueprint)]
    : []
  const misfits = [...ofPasswords(given, blueprint), ...ofMemory(given), ...ofPeople]
  if (misfits.length > 0) throw new Error(misfits.join("; "))
}

/**
 * Codes by text are offered where they can leave. Without any gateway everything waits, and nothing is known yet of
 * those to come.
 *
 * @rule AUT-3
 * @source ours: nobody is offered a code that would never come
 */
export const withReachableFactors = ({ gateways }: Given, blueprint: Blueprint): Blueprint => {
  const { factors } = blueprint
  if (gateways === undefined || gateways.texter !== undefined) return blueprint
  return { ...blueprint, factors: { ...factors, kinds: factors.kinds.filter((kind) => kind !== "sms") } }
}
