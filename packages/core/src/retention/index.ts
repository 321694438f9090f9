/** How deleted things end. */
export * from "./model.ts"
export { erasureWindow, isNameFree } from "./rules.ts"
