/** The powers that each command on a user needs: the action, and the role of whom it is done to. */
import type { Path } from "../kernel/path.ts"
import type { Permission, PermissionTable } from "../kernel/permit.ts"
import type { Command } from "./commands.ts"
import type { Known, User } from "./model.ts"
import { isKnown } from "./known.ts"

/** The power to do something to people of one role. */
export const over = (action: string, role: string): Permission => `user.${action}.${role}`

/** To see whoever is there, for orders about nobody: the answer is then the same for all who may look. */
const nobody: ReadonlyArray<Permission> = ["user.see"]

/** Another enterprise's user is nobody here: what is needed must not tell whether there is one, nor in which role. */
const isTheirs = (user: User, enterprise: Path): user is Known => isKnown(user) && user.enterprise === enterprise

const toThem = (action: string) =>
  ({ enterprise }: { readonly enterprise: Path }, user: User): ReadonlyArray<Permission> =>
    isTheirs(user, enterprise) ? [over(action, user.role)] : nobody

/** Who edits touches several things at once, and needs the power for each; a role is also given to somebody. */
const editing: PermissionTable<Command, User>["EditUser"] = ({ enterprise, mail, role, ...names }, user) => {
  if (!isTheirs(user, enterprise)) return nobody
  const { lastName, firstName, language } = names
  const describes = lastName !== undefined || firstName !== undefined || language !== undefined
  const needed = [
    ...(describes ? [over("edit", user.role)] : []),
    ...(mail === undefined ? [] : [over("editMail", user.role)]),
    ...(role === undefined ? [] : [over("assign", user.role), over("assign", role)])
  ]
  return needed.length === 0 ? [over("edit", user.role)] : needed
}

/**
 * Powers are data of the portal: what each role may do to people of each role. A manager suspends users and managers,
 * and never touches an admin, whatever the way.
 *
 * @rule ROL-1
 * @source 001, Profils des utilisateurs
 */
export const permissions: PermissionTable<Command, User> = {
  CreateUser: ({ role }) => [over("create", role)],
  SignUp: "user.signUp",
  RepeatSignUp: "user.signUp",
  ApproveSignUp: toThem("approve"),
  RefuseSignUp: toThem("approve"),
  SendCodeAgain: toThem("create"),
  ResumeCreation: toThem("create"),
  AbandonCreation: "user.attach",
  AttachUser: "user.attach",
  FinaliseUser: "user.finalise",
  EditUser: editing,
  SuspendUser: toThem("suspend"),
  ReactivateUser: toThem("reactivate"),
  DeleteUser: toThem("delete"),
  RecallUser: "user.recall",
  RevokeAccess: toThem("revoke"),
  ResetFactors: toThem("resetFactors"),
  ResetPassword: toThem("resetPassword"),
  LockUser: "user.lock",
  NoteUndelivered: "user.erase",
  LapseSignUp: "user.erase",
  EraseUser: "user.erase",
  ConfirmErasure: "user.erase",
  RecordSignIn: "user.signIn",
  RequestCode: "user.requestCode",
  RequestReset: "user.requestReset",
  ChangePassword: "user.changePassword",
  SetPhone: "user.setOwn",
  SetSecondaryMail: "user.setOwn",
  SwapMails: "user.setOwn",
  ChooseFactor: "user.setOwn",
  EnrolAuthenticator: "user.setOwn"
}
