/** Counting what is used, and how much may be. */
export * from "./model.ts"
export { counterKey, type Known } from "./draft.ts"
export { entryKey } from "./draft.ts"
export { type Asker, journalConcept, Ledger } from "./ledger.ts"
export { type Settlement, settle, usageOf } from "./rules.ts"
export { wordings } from "./wording.ts"
