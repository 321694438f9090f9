/** Contracts of enterprises. */
export * from "./model.ts"
export { decide } from "./decide.ts"
export { evolve, initial } from "./evolve.ts"
export { permissions } from "./permissions.ts"
export { mayJoin, seatsLeft } from "./rules.ts"
export { concept, find, rosterChange, submitter } from "./use-cases.ts"
export { wordings } from "./wording.ts"
