/** What people do, counted and shown. */
export * from "./model.ts"
export { Activity } from "./activity.ts"
export { NoSuchActivity, NoSuchWindow, Refusal, wordings } from "./refusals.ts"
export { activityRows, activityView, dayOf, judgeReport, spanOf } from "./rules.ts"
