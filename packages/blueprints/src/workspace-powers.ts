/** The powers of the secure workspace (guide 001): what each role may do to people of each role, and how surely. */
import type { Portals } from "@intendant/core"

type Powers = (typeof Portals.Blueprint.Encoded)["powers"]
type Held = Powers["account"]
type Permission = Held[number]["permission"]

/** The back office is entered with the password and a code once more. */
const backOffice = 3

/** Everything that is done to people, by what it is called; each is held over people of some roles. */
const actions = [
  "create", "edit", "suspend", "reactivate", "delete", "approve", "assign", "revoke", "resetFactors", "resetPassword"
] as const

const over = (action: string, roles: ReadonlyArray<string>): ReadonlyArray<Permission> =>
  roles.map((role): Permission => `user.${action}.${role}`)

const within = (permissions: ReadonlyArray<Permission>): Held =>
  permissions.map((permission) => ({ permission, reach: "within" as const, level: backOffice }))
const everywhere = (permissions: ReadonlyArray<Permission>): Held =>
  permissions.map((permission) => ({ permission, reach: "everywhere" as const }))
const ofOneself = (permissions: ReadonlyArray<Permission>): Held =>
  permissions.map((permission) => ({ permission, reach: "itself" as const }))

/**
 * What everybody does about themselves, in whatever role. A personal account is closed by its owner. What decides how
 * one signs in, or ends everything, is for who has just given the password: never for a token, nor a session left open.
 */
const own: Held = [
  ...ofOneself([
    "account.see", "user.see", "user.changePassword", "user.requestCode", "setting.own", "setting.see",
    "directory.see", "token.issue", "token.revoke", "account.backUp"
  ]),
  ...ofOneself(["user.setOwn", "user.delete.user"]).map((power) => ({ ...power, fresh: true }))
]

/** What both kinds of administrators do: see everything of the enterprise, and set it up. */
const administration: ReadonlyArray<Permission> = [
  "account.see", "user.see", "setting.see", "setting.save", "notice.edit", "statistics.see", "resource.see",
  "company.create", "company.read", "company.update", "company.delete", "company.share", "container.edit",
  "container.view", "container.download", "container.delete"
]

/** What the password is asked for again, though the back office is open: it makes what nobody can alter. */
const sensitive = within(["container.create"]).map((power) => ({ ...power, fresh: true }))

const everyRole = ["user", "manager", "admin"]

export const workspacePowers: Powers = {
  account: [],
  user: own,
  manager: [
    ...own, ...sensitive,
    ...within([...administration, ...actions.flatMap((action) => over(action, ["user", "manager"]))])
  ],
  admin: [
    ...own,
    ...sensitive,
    ...within([
      ...administration, ...actions.flatMap((action) => over(action, everyRole)), ...over("editMail", everyRole)
    ])
  ],
  support: everywhere([
    "account.see", "user.see", "user.recall", "user.attach", ...over("reactivate", everyRole),
    ...over("resetFactors", everyRole)
  ]),
  operator: everywhere([
    ...administration, "container.create", "statistics.report", "client.create", "contract.sign", "setting.lock",
    "user.recall", "user.attach", "token.issue", "token.revoke",
    ...actions.flatMap((action) => over(action, everyRole)), ...over("editMail", everyRole)
  ]),
  worker: everywhere(["user.erase"]),
  visitor: everywhere([
    "user.signUp", "user.finalise", "user.lock", "user.signIn", "user.requestCode", "user.requestReset",
    "user.changePassword"
  ])
}
