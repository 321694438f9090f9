/** The status of each refusal: the one table of them. The compiler refuses a missing line. */
import type { Portals } from "@intendant/core"
import type { TransportRefusal } from "./transport.ts"

/** Every refusal that an answer can carry. */
export type AnyTold = Portals.Refusal | TransportRefusal
export type Tag = AnyTold["_tag"]

/**
 * What cannot be read is 400; nobody known 401; no power 403; nothing there, or nothing that you may see, 404; a state,
 * a quota, a name or a wrong proof that stands in the way 409; what has moved meanwhile 412; what has to be proved
 * first 428; too much of it 429.
 */
export const statusByTag = {
  BadInput: 400, SettingsUnknown: 400, PasswordsDiffer: 400, PasswordTooWeak: 400, SettingsRefused: 400,
  TemplateRefused: 400,
  NotSignedIn: 401, SignInRefused: 401,
  NotPermitted: 403, SignUpForbidden: 403, Barred: 403, OwnAccount: 403, AccountOfEnterprise: 403,
  NoSuchAccount: 404, NoSuchPolicy: 404, NoSuchToken: 404, NoSuchReservation: 404, NoSuchRoute: 404,
  NoSuchUser: 404, NoContract: 404, NoSuchWindow: 404, NoSuchActivity: 404, NoSuchNode: 404,
  WrongMethod: 405,
  NameTaken: 409, NameReserved: 409, StillEnabled: 409, UndoExpired: 409, NotYourDeletion: 409, NotRecallable: 409,
  AwaitingDeletion: 409, BeingErased: 409, NotScheduled: 409, TooEarly: 409, BackupBlocked: 409, NoMachineHere: 409,
  MachineInUse: 409, WrongPassword: 409, QuotaExceeded: 409, ReservationDiffers: 409, ReservationOver: 409,
  StillRunning: 409, WrongStatus: 409, MailTaken: 409, DomainNotAllowed: 409, NoSeatLeft: 409, LastAdmin: 409,
  StillBlocked: 409, CodeRefused: 409, ErasureTooEarly: 409, SecondaryMailForbidden: 409, NoSecondaryMail: 409,
  ResetElsewhere: 409, RecallTooLate: 409, SignUpHolds: 409, MainMailFixed: 409, ChannelUnavailable: 409,
  TwoFactorForced: 409, AlreadySigned: 409,
  NodeTaken: 409, Misplaced: 409, NotGrantable: 409, NotAContainer: 409, NotOfClient: 409,
  SettingsMoved: 412,
  BodyTooLarge: 413,
  AddressTooLong: 414,
  WrongContentType: 415,
  KeyReused: 422,
  StepUpNeeded: 428,
  SignInLocked: 429, TooManyMessages: 429,
  Unexpected: 500,
  Unavailable: 503
} as const satisfies { readonly [Each in Tag]: number }
