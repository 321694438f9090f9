/** Passwords and tokens. */
export * from "./model.ts"
export { decide } from "./decide.ts"
export { evolve, initial } from "./evolve.ts"
export { permissions } from "./permissions.ts"
export { holds, isCompatible, sameOwner, throttleRuleOf } from "./rules.ts"
export { type Strength, StrengthMeter } from "./strength.ts"
export { credentialConcept, type Credentials, credentials, type Found, tokens } from "./use-cases.ts"
export { wordings } from "./wording.ts"
