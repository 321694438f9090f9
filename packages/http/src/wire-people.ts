/** The shapes of the wire around enterprises and their people. What a command or a user is, the domain says. */
import {
  Contract, Cursor, Level, Locale, MailAddress, Moment, Notice, Password, Path, PhoneNumber, Portals, Quota,
  Secret, Setting, Statistics, User
} from "@intendant/core"
import { Applicant, Newcomer } from "@intendant/core/promises"
import * as Schema from "effect/Schema"
import { Batch, Limit, outcomeOf, UserShown } from "./wire.ts"

const reason = { reason: Schema.optionalKey(Portals.Reason) }

// ------------------------------------------------------------------------------------- parameters and queries

export const AtEnterprise = Schema.Struct({ enterprise: Path })
export const AtUser = Schema.Struct({ enterprise: Path, userId: User.UserId })
export const AtTemplate = Schema.Struct({ enterprise: Path, kind: Notice.NoticeKind })
export const UsersQuery = Schema.Struct({
  enterprise: Path,
  status: Schema.optionalKey(Schema.Array(User.Status)),
  sort: Schema.optionalKey(User.Column),
  order: Schema.optionalKey(Schema.Literals(["asc", "desc"])),
  after: Schema.optionalKey(Cursor),
  limit: Schema.optionalKey(Limit)
})
export const StorageQuery = Schema.Struct({ limit: Schema.optionalKey(Limit) })
export const ActivityQuery = Schema.Struct({ period: Schema.String })
export const TemplateQuery = Schema.Struct({ language: Locale })

// -------------------------------------------------------------------------------------- orders of administrators

export const ContractOrder = Schema.Struct({ command: Contract.Command, ...reason }).annotate({
  identifier: "ContractOrder", description: "Signs a contract or changes its terms, and why."
})
export const NewUser = Schema.Struct({
  newcomer: Newcomer, ...reason
}).annotate({ identifier: "NewUser", description: "Who is to have an account, and why. The id is minted." })
export const UserOrder = Schema.Struct({ command: User.AdminCommand, ...reason }).annotate({
  identifier: "UserOrder", description: "One command on one user, and why it is given: the journal keeps both."
})
export const UserBatch = Schema.Struct(Batch.fields).annotate({
  identifier: "UserBatch",
  description: "Up to 500 commands, as `POST /user-commands` takes them. Each is read and carried out on its own."
})
export const Reasoned = Schema.Struct(reason).annotate({ identifier: "Reasoned" })
export const SettingsOrder = Schema.Struct({ command: Setting.Command, ...reason }).annotate({
  identifier: "SettingsOrder", description: "Saves or locks settings, all together or not at all."
})
export const TemplateOrder = Schema.Struct({ command: Notice.Command }).annotate({
  identifier: "TemplateOrder", description: "Words a mail anew, or as everywhere."
})

// ------------------------------------------------------------------------------------- answers to administrators

export const UsersShown = Schema.Struct({
  items: Schema.Array(UserShown), next: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "UserPage", description: "Give `next` as `after` to get the next page." })
export const UserOutcome = outcomeOf(UserShown, "UserOutcome")
export type UserOutcome = typeof UserOutcome.Type
export const UserOutcomes = Schema.Struct({ outcomes: Schema.Array(UserOutcome) }).annotate({
  identifier: "UserOutcomes", description: "What became of each row, in the order in which they were sent."
})
export const UserCounts = Schema.Record(User.Status, Schema.Int).annotate({ identifier: "UserCounts" })
export const HandedOver = Schema.Struct({ password: Schema.String, expiresAt: Moment }).annotate({
  identifier: "HandedOver",
  description: "Shown here and nowhere else. Whoever signs in with it, once, chooses a password of their own."
})
export const StorageShown = Schema.Struct({
  usage: Quota.Usage,
  users: Schema.Array(Schema.Struct({
    userId: Schema.String, lastName: Schema.String, firstName: Schema.String, bytes: Schema.Int
  }))
}).annotate({ identifier: "EnterpriseStorage", description: "The room of an enterprise, and who fills most of it." })
export const ContractShown = Portals.ContractView.annotate({ identifier: "Contract" })
export const SettingsShown = Setting.SettingsView.annotate({ identifier: "EnterpriseSettings" })
export const ActivityShown = Statistics.ActivityView.annotate({ identifier: "Activity" })
export const TemplateShown = Notice.Template.annotate({ identifier: "Template" })

// ------------------------------------------------------------------------------------------- people, coming in

/** A code as it is typed, or what a link carries: in bodies alone, since addresses are written down everywhere. */
const Proof = Secret(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(512)))
const NewPassword = Schema.Struct({ next: Password, again: Password })

export const UserSignIn = Schema.Struct({ mail: MailAddress, password: Password }).annotate({
  identifier: "UserSignIn", description: "A mail address, and a password; or the code of an invitation, once."
})
export const Answer = Schema.Struct({ challenge: Proof, code: Proof }).annotate({
  identifier: "ChallengeAnswer", description: "The code that was sent, that an app shows, or a recovery code."
})
export const Chosen = Schema.Struct({ token: Proof, password: NewPassword }).annotate({
  identifier: "ChosenPassword", description: "What stands behind the `#` of a link, or a ticket; and a password, twice."
})
export const MailGiven = Schema.Struct({ mail: MailAddress }).annotate({ identifier: "MailGiven" })
export const SignUp = Schema.Struct({ enterprise: Path, person: Applicant }).annotate({
  identifier: "SignUp", description: "Who would like an account, and of which enterprise."
})

const challenge = { challenge: Schema.String, channel: User.Channel, expiresAt: Moment }
export const Challenge = Schema.Struct(challenge).annotate({
  identifier: "Challenge", description: "Answer it with the code, at `POST /people/challenges`."
})
export const UserSession = Schema.TaggedStruct("Entered", {
  /** Shown here and nowhere else. */
  token: Schema.String, level: Level, expiresAt: Moment
}).annotate({
  identifier: "UserSession", description: "The token stands in the header `Authorization: Bearer …`."
})
const CodeAsked = Schema.TaggedStruct("CodeAsked", challenge).annotate({ identifier: "CodeAsked" })
const PasswordToChoose = Schema.TaggedStruct("PasswordToChoose", {
  ticket: Schema.String, expiresAt: Moment
}).annotate({ identifier: "PasswordToChoose", description: "Choose a password at `POST /people/activation`." })
export const EnteredUser = Schema.Union([UserSession, CodeAsked, PasswordToChoose]).annotate({
  identifier: "EnteredUser", description: "Signed in; asked for a code; or to choose a password first."
})

// -------------------------------------------------------------------------------------------- about oneself

export const PasswordChange = Schema.Struct({ current: Password, password: NewPassword }).annotate({
  identifier: "PasswordChange"
})
export const PhoneGiven = Schema.Struct({ phone: PhoneNumber }).annotate({ identifier: "PhoneGiven" })
export const PhoneProved = Schema.Struct({
  phone: Schema.NullOr(PhoneNumber), code: Schema.optionalKey(Proof)
}).annotate({ identifier: "PhoneProved", description: "`null` takes the telephone off; any other needs its code." })
export const MailProved = Schema.Struct({
  mail: Schema.NullOr(MailAddress), code: Schema.optionalKey(Proof)
}).annotate({ identifier: "MailProved", description: "`null` takes the address off; any other needs its code." })
export const OwnOrder = Schema.Struct({ command: User.OwnCommand }).annotate({
  identifier: "OwnOrder", description: "About whoever is signed in, and about nobody else."
})
export const CodeGiven = Schema.Struct({ code: Proof }).annotate({ identifier: "CodeGiven" })
export const DirectoryQuery = Schema.Struct({
  after: Schema.optionalKey(Cursor), limit: Schema.optionalKey(Limit)
})
export const DirectoryShown = Schema.Struct({
  isHidden: Schema.Boolean,
  items: Schema.Array(Schema.Struct({
    userId: User.UserId, lastName: Schema.String, firstName: Schema.String, mail: Schema.NullOr(MailAddress)
  })),
  next: Schema.optionalKey(Schema.String)
}).annotate({
  identifier: "Directory", description: "Nobody where the enterprise hides it; no address where one is hidden."
})
export const Enrolment = Schema.Struct({
  uri: Schema.String, svg: Schema.String, png: Schema.Uint8ArrayFromBase64
}).annotate({ identifier: "Enrolment", description: "What an authenticator app scans; the PNG is in base 64." })
export const RecoveryCodes = Schema.Struct({ codes: Schema.Array(Schema.String) }).annotate({
  identifier: "RecoveryCodes", description: "Shown here and nowhere else. Each works once."
})
