/** Resources that powers can be given over: companies with what they hold, containers, and who has access. */
export * from "./model.ts"
export { decide } from "./decide.ts"
export { evolve, initial } from "./evolve.ts"
export { ResourceLists, within } from "./lists.ts"
export { permissions } from "./permissions.ts"
export { grantsFor, type Subject } from "./rules.ts"
export { concept, type Membership, type Sources, submitter, type Tenant } from "./use-cases.ts"
export { wordings } from "./wording.ts"
