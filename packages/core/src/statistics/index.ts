/** What people do, counted and shown. */
export * from "./model.ts"
export { Activity } from "./activity.ts"
export { NoSuchWindow, Refusal, wordings } from "./refusals.ts"
export { activityRows, activityView, dayOf, spanOf } from "./rules.ts"
