/** Users of enterprises. */
export * from "./model.ts"
export * from "./commands.ts"
export * from "./refusals.ts"
export { type Address, Free, Held, isAwaited, isPresent, unknownAddress } from "./addresses.ts"
export { decide } from "./decide.ts"
export { codeChannel, isForced, offeredChannels } from "./decide-own.ts"
export { evolve, initial } from "./evolve.ts"
export { Column, keySeparator, listing, sortValue, UserLists, type UserQuery } from "./lists.ts"
export { adminActions, offered, offeredTo } from "./offered.ts"
export { exportedRows, exportQuery, exportStart } from "./export-rows.ts"
export * from "./import-model.ts"
export { checkImport, type ImportCheck, type Judged } from "./import-rules.ts"
export { importWordings } from "./import-wording.ts"
export { over, permissions } from "./permissions.ts"
export {
  adminsAdvised, boundTo, colours, eachStatus, holdsMail, holdsSeat, isActiveAdmin, placeOf, rankOf, rosterEvents
} from "./rules.ts"
export { isKnown, sortKey } from "./known.ts"
export {
  addressConcept, concept, holderOf, knownOf, load, nothingProven, type Proven, readAddress, type SettingsRead,
  signUpDue, submitter, userErasureDue, writeAddress
} from "./use-cases.ts"
export { statusNames, wordings } from "./wording.ts"
