/** Roles and their powers. */
export * from "./model.ts"
export { grantsOf } from "./rules.ts"
