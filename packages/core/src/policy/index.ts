/** Backup policies, and which setting holds where. */
export * from "./model.ts"
export { decide } from "./decide.ts"
export { evolve, initial } from "./evolve.ts"
export { permissions } from "./permissions.ts"
export { type Given, isOf, resolve } from "./rules.ts"
export { concept, keyOf, type Owner, submitter } from "./use-cases.ts"
export { wordings } from "./wording.ts"
