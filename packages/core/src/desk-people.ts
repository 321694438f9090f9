/** What can be asked about enterprises and their people without knowing Effect: JSON in, a promise of JSON out. */
import type { Answer, OrderOptions, UsageJson, UserViewJson } from "./desk.ts"
import type { PageRequest } from "./kernel/page.ts"
import type * as Notice from "./notice/index.ts"
import type { ContractView, Storing } from "./portal/index.ts"
import type * as Setting from "./setting/index.ts"
import type * as Statistics from "./statistics/index.ts"
import type * as User from "./user/index.ts"

export type UsersPageJson = { readonly items: ReadonlyArray<UserViewJson>; readonly next?: string }
export type ContractJson = typeof ContractView.Encoded
export type SettingsJson = typeof Setting.SettingsView.Encoded
export type TemplateJson = typeof Notice.Template.Encoded
export type ActivityJson = typeof Statistics.ActivityView.Encoded

/** The room of an enterprise, and who fills most of it. */
export interface StorageJson {
  readonly usage: UsageJson
  readonly users: ReadonlyArray<Storing>
}

/** Which users, in which order; those who need help first where nothing is said. */
export interface UsersAsked extends PageRequest {
  readonly enterprise: string
  readonly statuses?: ReadonlyArray<string>
  readonly sort?: string
  readonly descending?: boolean
}

/** A code was sent, or an app shows one: the answer to it opens a session. */
export interface ChallengeJson {
  readonly challenge: string
  readonly channel: User.Channel
  readonly expiresAt: string
}

/** Someone came in with a right password: signed in, asked for a code, or for a password of their own first. */
export type EnteredJson =
  | { readonly _tag: "Entered"; readonly token: string; readonly level: number; readonly expiresAt: string }
  | ({ readonly _tag: "CodeAsked" } & ChallengeJson)
  | { readonly _tag: "PasswordToChoose"; readonly ticket: string; readonly expiresAt: string }

/** A new password, typed twice. */
export interface NewPasswordJson {
  readonly next: string
  readonly again: string
}

/** A password to hand over by a safe channel: whoever signs in with it chooses their own. */
export interface HandedOverJson {
  readonly password: string
  readonly expiresAt: string
}

/** A colleague, as everybody of the enterprise may find them; without an address where it is hidden. */
export interface ColleagueJson {
  readonly userId: string
  readonly lastName: string
  readonly firstName: string
  readonly mail: string | null
}

/** Where the directory is hidden, nobody is in it. */
export interface DirectoryJson {
  readonly isHidden: boolean
  readonly items: ReadonlyArray<ColleagueJson>
  readonly next?: string
}

/** What an authenticator app scans. The PNG is in base 64. */
export interface EnrolmentJson {
  readonly uri: string
  readonly svg: string
  readonly png: string
}

/** The administration of enterprises and their people. */
export interface PeopleDesk {
  readonly submitContract: (command: unknown, options?: OrderOptions) => Promise<Answer<ContractJson>>
  readonly contract: (enterprise: string) => Promise<Answer<ContractJson>>
  readonly createUser: (newcomer: unknown, options?: OrderOptions) => Promise<Answer<UserViewJson>>
  /** Everything but creating: see `User.AdminCommand`. */
  readonly submitUser: (command: unknown, options?: OrderOptions) => Promise<Answer<UserViewJson>>
  readonly submitUsers: (
    commands: ReadonlyArray<unknown>, options?: Pick<OrderOptions, "reason">
  ) => Promise<Answer<ReadonlyArray<Answer<UserViewJson>>>>
  readonly attachUser: (
    enterprise: string, userId: string, options?: Pick<OrderOptions, "reason">
  ) => Promise<Answer<UserViewJson>>
  /** Takes the password away, and answers with another to hand over, which is shown here and nowhere else. */
  readonly resetUserPassword: (
    enterprise: string, userId: string, options?: Pick<OrderOptions, "reason">
  ) => Promise<Answer<HandedOverJson>>
  readonly user: (enterprise: string, userId: string) => Promise<Answer<UserViewJson>>
  readonly users: (asked: UsersAsked) => Promise<Answer<UsersPageJson>>
  readonly usersByStatus: (enterprise: string) => Promise<Answer<Readonly<Record<User.Status, number>>>>
  readonly storageByUser: (enterprise: string, limit: number) => Promise<Answer<StorageJson>>
  /** What was done over one of the portal's periods, by its name. */
  readonly activity: (enterprise: string, period: string) => Promise<Answer<ActivityJson>>
  readonly submitSettings: (command: unknown, options?: OrderOptions) => Promise<Answer<SettingsJson>>
  readonly enterpriseSettings: (enterprise: string) => Promise<Answer<SettingsJson>>
  readonly userSettings: (enterprise: string, userId: string) => Promise<Answer<SettingsJson>>
  readonly submitTemplate: (command: unknown) => Promise<Answer<TemplateJson>>
  /** How a mail is worded here: see `Notice.TemplateRef`. */
  readonly template: (ref: unknown) => Promise<Answer<TemplateJson>>
}

/** What people do about themselves. */
export interface OwnDesk {
  readonly stepUp: (password: string) => Promise<Answer<ChallengeJson>>
  /** Gives the password again, for what asks for that alone; answers with the session to go on in. */
  readonly confirmPassword: (password: string) => Promise<Answer<EnteredJson>>
  /** The colleagues whom one finds, by name. */
  readonly directory: (page: PageRequest) => Promise<Answer<DirectoryJson>>
  readonly changeMyPassword: (current: string, password: NewPasswordJson) => Promise<Answer<null>>
  readonly sendPhoneCode: (phone: string) => Promise<Answer<null>>
  /** `null` takes the telephone off; any other needs the code that was sent to it. */
  readonly setPhone: (phone: string | null, code?: string) => Promise<Answer<UserViewJson>>
  readonly sendMailCode: (mail: string) => Promise<Answer<null>>
  readonly setSecondaryMail: (mail: string | null, code?: string) => Promise<Answer<UserViewJson>>
  /** Chooses how codes come, or which address is the main one: see `User.OwnCommand`. */
  readonly submitOwn: (command: unknown) => Promise<Answer<UserViewJson>>
  readonly offerAuthenticator: () => Promise<Answer<EnrolmentJson>>
  /** Answers with the recovery codes, which are shown here and nowhere else. */
  readonly enrolAuthenticator: (code: string) => Promise<Answer<ReadonlyArray<string>>>
}

/**
 * The ways in for people who are not recognised yet. `from` tells callers apart, such as a client's address: each may
 * have so many messages sent. Where nothing is said of that, only what is sent to each person is counted.
 */
export interface PeopleDoor {
  readonly signInUser: (mail: string, password: string) => Promise<Answer<EnteredJson>>
  readonly answerChallenge: (challenge: string, code: string) => Promise<Answer<EnteredJson>>
  readonly finaliseUser: (token: string, password: NewPasswordJson) => Promise<Answer<null>>
  readonly requestReset: (mail: string, from?: string) => Promise<Answer<null>>
  readonly resetPassword: (token: string, password: NewPasswordJson) => Promise<Answer<null>>
  readonly signUp: (enterprise: string, person: unknown, from?: string) => Promise<Answer<null>>
}
