/** Everything that can be ordered about a user. Secrets stand in none of them but as facts found out before. */
import * as Schema from "effect/Schema"
import { Level } from "../kernel/level.ts"
import { Locale } from "../kernel/locale.ts"
import { MailAddress } from "../kernel/mail.ts"
import { Path } from "../kernel/path.ts"
import { PhoneNumber } from "../kernel/phone.ts"
import { Role } from "../role/model.ts"
import { Channel, PersonName, Purpose, UserId } from "./model.ts"

const order = { enterprise: Path, userId: UserId }

/** What is told of somebody who is to have an account. */
export const Person = Schema.Struct({
  lastName: PersonName, firstName: PersonName, mail: MailAddress, language: Locale
})
export type Person = typeof Person.Type

/** The id is minted: it is never taken from a request. */
export const CreateUser = Schema.TaggedStruct("CreateUser", { ...order, ...Person.fields, role: Role })
/** Said by a visitor, of themselves. */
export const SignUp = Schema.TaggedStruct("SignUp", { ...order, ...Person.fields })
export const ApproveSignUp = Schema.TaggedStruct("ApproveSignUp", order)
export const RefuseSignUp = Schema.TaggedStruct("RefuseSignUp", order)
/** Sends the code that finishes the account once more; the one before no longer works. */
export const SendCodeAgain = Schema.TaggedStruct("SendCodeAgain", order)
/** The other account let go of the address: the creation goes on. */
export const ResumeCreation = Schema.TaggedStruct("ResumeCreation", order)
/** Said by support: the account that holds the address becomes the enterprise's, and this one is given up. */
export const AbandonCreation = Schema.TaggedStruct("AbandonCreation", order)
/** The other half of it, about the account that held the address, which is its main one from then on. */
export const AttachUser = Schema.TaggedStruct("AttachUser", { ...order, to: Path, role: Role, mail: MailAddress })

/** The person has proved the address, and chosen a password. */
export const FinaliseUser = Schema.TaggedStruct("FinaliseUser", order)
export const EditUser = Schema.TaggedStruct("EditUser", {
  ...order,
  lastName: Schema.optionalKey(PersonName), firstName: Schema.optionalKey(PersonName),
  mail: Schema.optionalKey(MailAddress), role: Schema.optionalKey(Role), language: Schema.optionalKey(Locale)
})
export const SuspendUser = Schema.TaggedStruct("SuspendUser", order)
/** Opens a locked or suspended account again. */
export const ReactivateUser = Schema.TaggedStruct("ReactivateUser", order)
export const DeleteUser = Schema.TaggedStruct("DeleteUser", order)
/** Said by support, until the erasure begins. */
export const RecallUser = Schema.TaggedStruct("RecallUser", order)
/** Ends every session, token and open code of a user at once. */
export const RevokeAccess = Schema.TaggedStruct("RevokeAccess", order)
/** Said for who lost the telephone or the app that their codes come by: they come by mail from then on. */
export const ResetFactors = Schema.TaggedStruct("ResetFactors", order)
/** Said where administrators hand over new passwords: the one before opens nothing any more. */
export const ResetPassword = Schema.TaggedStruct("ResetPassword", order)

/** Said by the sign-in page once too many guesses were wrong. */
export const LockUser = Schema.TaggedStruct("LockUser", order)
/** Said by the dispatcher once an invitation will never arrive. */
export const NoteUndelivered = Schema.TaggedStruct("NoteUndelivered", {
  ...order, noticeId: Schema.String, reason: Schema.String.check(Schema.isMaxLength(200))
})
/** Said by the worker once the invitation of somebody who signed up freely has run out. */
export const LapseSignUp = Schema.TaggedStruct("LapseSignUp", order)
/** Said by the worker once the time has come. */
export const EraseUser = Schema.TaggedStruct("EraseUser", order)
/** Said by the worker once the data and the keys are destroyed. */
export const ConfirmErasure = Schema.TaggedStruct("ConfirmErasure", order)

/** What a person does about themselves, each after the proof it needs. */
export const RecordSignIn = Schema.TaggedStruct("RecordSignIn", { ...order, level: Level })
export const RequestCode = Schema.TaggedStruct("RequestCode", {
  ...order, purpose: Purpose, channel: Channel,
  phone: Schema.optionalKey(PhoneNumber), mail: Schema.optionalKey(MailAddress)
})
export const RequestReset = Schema.TaggedStruct("RequestReset", order)
export const RepeatSignUp = Schema.TaggedStruct("RepeatSignUp", order)
export const ChangePassword = Schema.TaggedStruct("ChangePassword", order)
export const SetPhone = Schema.TaggedStruct("SetPhone", { ...order, phone: Schema.NullOr(PhoneNumber) })
export const SetSecondaryMail = Schema.TaggedStruct("SetSecondaryMail", {
  ...order, mail: Schema.NullOr(MailAddress)
})
/** The secondary address becomes the main one, and the main one the secondary. */
export const SwapMails = Schema.TaggedStruct("SwapMails", order)
export const ChooseFactor = Schema.TaggedStruct("ChooseFactor", {
  ...order, channel: Channel, twoFactor: Schema.Boolean
})

/** Said once a code of the app that was offered was right. */
export const EnrolAuthenticator = Schema.TaggedStruct("EnrolAuthenticator", order)

/** What an administrator may be offered about a user, in the order in which screens show it. */
export const AdminCommand = Schema.Union([
  EditUser, ReactivateUser, SuspendUser, DeleteUser, SendCodeAgain, ApproveSignUp, RefuseSignUp, ResumeCreation,
  RecallUser, RevokeAccess, ResetFactors
])
export type AdminCommand = typeof AdminCommand.Type

/** What people do about themselves without another proof than being signed in. */
export const OwnCommand = Schema.Union([SwapMails, ChooseFactor])
export type OwnCommand = typeof OwnCommand.Type

export const Command = Schema.Union([
  CreateUser, SignUp, AbandonCreation, AttachUser, FinaliseUser, ResetPassword, LockUser, NoteUndelivered,
  LapseSignUp, EraseUser, ConfirmErasure, RecordSignIn, RequestCode, RequestReset, RepeatSignUp, ChangePassword,
  SetPhone, SetSecondaryMail, EnrolAuthenticator,
  ...AdminCommand.members,
  ...OwnCommand.members
])
export type Command = typeof Command.Type
