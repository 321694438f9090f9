/** Roles and their powers, and who may do what. */
export * from "./model.ts"
export * from "./decisions-model.ts"
export { type Decisions, decisionsOf } from "./decisions.ts"
export { wordings } from "./decisions-wording.ts"
export { grantsOf, membersGrants } from "./rules.ts"
