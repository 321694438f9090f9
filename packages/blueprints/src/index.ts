/** Portals as plain data: give one to `open`, or copy it and change what your portal does differently. */
export { backupAccounts } from "./backup-accounts.ts"
export { backupAccountsClassic } from "./backup-accounts-classic.ts"
export { passwordPolicies } from "./password-policies.ts"
export { secureWorkspace } from "./secure-workspace.ts"
