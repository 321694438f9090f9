/** One refusal of each kind about enterprises, their people and what is theirs, as the documentation shows it. */
import {
  Contract, Credential, MailDomain, Notice, Path, Resource, Setting, Statistics, User
} from "@intendant/core"
import * as DateTime from "effect/DateTime"

const enterprise = Path.make("acme")
const whom = { enterprise, userId: User.UserId.make("usr_1") }
const place = Path.make("acme>res_1")
const tomorrow = DateTime.makeUnsafe("2026-11-21T05:00:00.000Z")

export const ofPeople = {
  AlreadySigned: Contract.AlreadySigned.make({ enterprise }),
  NoContract: Contract.NoContract.make({ enterprise }),
  SettingsRefused: Setting.SettingsRefused.make({
    faults: [{ setting: "transfer.validityDays", obstacle: "range", expected: "1–365" }]
  }),
  SettingsMoved: Setting.SettingsMoved.make({ owner: enterprise, basedOn: 3, revision: 4 }),
  TemplateRefused: Notice.TemplateRefused.make({
    kind: "activation", faults: [Notice.MissingVariable.make({ variable: "link" })]
  }),
  NoSuchUser: User.NoSuchUser.make(whom),
  WrongStatus: User.WrongStatus.make({ ...whom, status: "Active", fits: ["PendingApproval"] }),
  MailTaken: User.MailTaken.make(whom),
  DomainNotAllowed: User.DomainNotAllowed.make({
    enterprise, domain: MailDomain.make("else.example"), allowed: [MailDomain.make("acme.example")]
  }),
  NoSeatLeft: User.NoSeatLeft.make({ enterprise, usersMax: 20, seatsTaken: 20 }),
  LastAdmin: User.LastAdmin.make({ ...whom, floor: 1 }),
  OwnAccount: User.OwnAccount.make(whom),
  AccountOfEnterprise: User.AccountOfEnterprise.make(whom),
  StillBlocked: User.StillBlocked.make(whom),
  SignUpForbidden: User.SignUpForbidden.make({ enterprise }),
  CodeRefused: User.CodeRefused.make({}),
  TooManyMessages: User.TooManyMessages.make({ retryAt: tomorrow }),
  ErasureTooEarly: User.ErasureTooEarly.make({ ...whom, eraseFrom: tomorrow }),
  RecallTooLate: User.RecallTooLate.make({ ...whom, eraseFrom: tomorrow }),
  SignUpHolds: User.SignUpHolds.make({ ...whom, until: tomorrow }),
  ResetElsewhere: User.ResetElsewhere.make({ by: "selfService" }),
  SecondaryMailForbidden: User.SecondaryMailForbidden.make(whom),
  NoSecondaryMail: User.NoSecondaryMail.make(whom),
  MainMailFixed: User.MainMailFixed.make(whom),
  ChannelUnavailable: User.ChannelUnavailable.make({ channel: "sms", offered: ["mail"] }),
  TwoFactorForced: User.TwoFactorForced.make({ enterprise }),
  PasswordTooWeak: Credential.PasswordTooWeak.make({
    policy: "portal", weaknesses: [{ _tag: "TooShort", charactersMin: 9 }]
  }),
  NoSuchNode: Resource.NoSuchNode.make({ place }),
  NodeTaken: Resource.NodeTaken.make({ nodeId: Resource.NodeId.make("res_1") }),
  Misplaced: Resource.Misplaced.make({ kind: "record", under: enterprise }),
  NotGrantable: Resource.NotGrantable.make({ place, actions: ["create"], grantable: ["read", "update", "delete"] }),
  NotAContainer: Resource.NotAContainer.make({ place }),
  NotOfClient: Resource.NotOfClient.make({ client: enterprise, userIds: ["usr_1"] }),
  NoSuchWindow: Statistics.NoSuchWindow.make({ window: "year", offered: ["week", "month"] }),
  NoSuchActivity: Statistics.NoSuchActivity.make({ kind: "likes", offered: ["lines", "transfers"] })
}
