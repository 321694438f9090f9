/** The settings of enterprises and of their users, and which value of a setting holds for whom, and why. */
export * from "./model.ts"
export { Days, Choice, Declaration, SettingName, SettingType, Values, YesOrNo } from "./catalogue.ts"
export { decide } from "./decide.ts"
export { evolve, initial } from "./evolve.ts"
export { permissions } from "./permissions.ts"
export { resolve, valueOf } from "./rules.ts"
export { type Bearers, concept, leaving, resolver, submitter } from "./use-cases.ts"
export { wordings } from "./wording.ts"
