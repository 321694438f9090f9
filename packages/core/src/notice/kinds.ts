/** Everything that people are told: by which channel, with which variables, and what an enterprise may word itself. */
import * as Schema from "effect/Schema"

/** How a notice reaches somebody. */
export const Channel = Schema.Literals(["mail", "sms"])
export type Channel = typeof Channel.Type

/** What people are told. Admins and managers are told of sign-ups; everything else is told to whom it concerns. */
export const NoticeKind = Schema.Literals([
  "activation", "activated", "signInCode", "stepUpCode", "passwordReset", "passwordChanged", "factorsReset",
  "phoneCode", "mailCode", "mailChanged", "accountLocked", "reactivated", "signUpApproved", "signUpRefused",
  "signUpBlocked", "signUpAwaiting", "alreadyRegistered"
])
export type NoticeKind = typeof NoticeKind.Type

/**
 * What a text can speak of. `firstName` and `lastName` are the receiver's, `applicant` is whoever signs up, `mail` the
 * address that the notice is about; `minutes` and `expiresAt` tell how long a code or a link works, as people read it.
 */
export const Variable = Schema.Literals([
  "firstName", "lastName", "applicant", "portal", "enterprise", "mail", "code", "link", "minutes", "expiresAt"
])
export type Variable = typeof Variable.Type

/** One kind of notice. What is required must be read in every wording of it; what is also known may be. */
interface Declaration {
  readonly channels: ReadonlyArray<Channel>
  readonly editable: boolean
  readonly required: ReadonlyArray<Variable>
  readonly also: ReadonlyArray<Variable>
}

const code = {
  channels: ["mail", "sms"], editable: false, required: ["code"], also: ["portal", "minutes"]
} as const satisfies Declaration
const warning = {
  channels: ["mail"], editable: false, required: [], also: ["firstName", "lastName", "portal"]
} as const satisfies Declaration
const welcome = {
  channels: ["mail"], editable: true, required: [], also: ["firstName", "lastName", "portal", "enterprise", "link"]
} as const satisfies Declaration
const toAdmins = {
  channels: ["mail"], editable: true, required: ["mail"],
  also: ["firstName", "lastName", "applicant", "portal", "enterprise"]
} as const satisfies Declaration

/**
 * What each kind is made of. An enterprise words what it says to its own people; what protects an account is worded
 * here and nowhere else, and what goes to an address that nobody has proven yet holds no name that a stranger chose.
 *
 * @rule NTF-2
 * @source 001, Adapter les emails
 */
export const notices = {
  activation: {
    ...welcome, required: ["code", "link"],
    also: ["firstName", "lastName", "portal", "enterprise", "mail", "expiresAt"]
  },
  activated: { ...welcome, also: [...welcome.also, "mail"] },
  signInCode: code,
  stepUpCode: code,
  passwordReset: { ...warning, required: ["link"], also: [...warning.also, "minutes"] },
  passwordChanged: warning,
  factorsReset: warning,
  phoneCode: { ...code, channels: ["sms"] },
  mailCode: { ...code, channels: ["mail"] },
  mailChanged: { ...warning, also: [...warning.also, "mail"] },
  accountLocked: warning,
  reactivated: welcome,
  signUpApproved: welcome,
  signUpRefused: { ...welcome, also: ["firstName", "lastName", "portal", "enterprise"] },
  signUpBlocked: toAdmins,
  signUpAwaiting: { ...toAdmins, also: [...toAdmins.also, "link"] },
  alreadyRegistered: { ...warning, also: ["portal", "link"] }
} as const satisfies { readonly [Kind in NoticeKind]: Declaration }

type Notices = typeof notices

/** The kinds that go by a channel. */
export type KindBy<Through extends Channel> = {
  readonly [Kind in NoticeKind]: Through extends Notices[Kind]["channels"][number] ? Kind : never
}[NoticeKind]

/** What is filled into a notice: a value for each of its variables. */
export type Values<Kind extends NoticeKind> = {
  readonly [Name in Notices[Kind]["required" | "also"][number]]: string
}

/** The wordings of one language: a mail as its subject and its paragraphs, a text message as one line. */
export interface Texts {
  readonly mail: {
    readonly [Kind in KindBy<"mail">]: { readonly subject: string; readonly text: ReadonlyArray<string> }
  }
  readonly sms: { readonly [Kind in KindBy<"sms">]: string }
}
