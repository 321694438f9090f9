/** How a refusal about users is told to a person. */
import { formatMoment } from "../kernel/locale.ts"
import type { Moment } from "../kernel/moment.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { Channel, Status } from "./model.ts"
import type { Refusal } from "./refusals.ts"

/** What a status is called on screen. */
export const statusNames: { readonly [Language in "en" | "fr"]: Readonly<Record<Status, string>> } = {
  en: {
    Active: "active", PendingApproval: "pending approval", Locked: "locked", Suspended: "suspended",
    NotFinalised: "not finalised", CreationBlocked: "creation blocked", Deleted: "deleted"
  },
  fr: {
    Active: "actif", PendingApproval: "en attente d'approbation", Locked: "bloqué", Suspended: "suspendu",
    NotFinalised: "création non finalisée", CreationBlocked: "création bloquée", Deleted: "supprimé"
  }
}

const channelNames: { readonly [Language in "en" | "fr"]: Readonly<Record<Channel, string>> } = {
  en: { mail: "mail", sms: "text message", totp: "authenticator app" },
  fr: { mail: "mail", sms: "SMS", totp: "application d'authentification" }
}

const statusesIn = (language: "en" | "fr", statuses: ReadonlyArray<Status>): string =>
  statuses.map((status) => statusNames[language][status]).join(language === "en" ? " or " : " ou ")
const channelsIn = (language: "en" | "fr", channels: ReadonlyArray<Channel>): string =>
  channels.map((channel) => channelNames[language][channel]).join(", ") || (language === "en" ? "none" : "aucun")
const when = (moment: Moment, language: "en" | "fr"): string => formatMoment(moment.epochMilliseconds, "UTC", language)

export const wordings: Wordings<Refusal> = {
  en: {
    NoSuchUser: ({ userId, enterprise }) => `${enterprise} has no user ${userId}.`,
    WrongStatus: ({ userId, status, fits }) =>
      `${userId} is ${statusNames.en[status]}. This can be done to users who are ${statusesIn("en", fits)}.`,
    MailTaken: () => "Another account has this mail address.",
    DomainNotAllowed: ({ enterprise, domain, allowed }) =>
      `Addresses of ${domain} are not ${enterprise}'s. Allowed are: ${allowed.join(", ") || "none"}.`,
    NoSeatLeft: ({ enterprise, usersMax, seatsTaken }) =>
      `${enterprise} has ${seatsTaken} users, and its contract allows ${usersMax}.`,
    LastAdmin: ({ floor }) => floor === 1
      ? "This is the last active admin. Make somebody else an admin first."
      : `At least ${floor} admins must stay active. Make somebody else an admin first.`,
    OwnAccount: () => "Nobody opens their own account again: ask another administrator, or the support.",
    AccountOfEnterprise: () => "This account is the enterprise's: another of its administrators closes it.",
    StillBlocked: () => "Another account still has this mail address.",
    SignUpForbidden: ({ enterprise }) => `${enterprise} creates accounts itself. Ask one of its administrators.`,
    CodeRefused: () => "The code or link is not right, or its time is over. Ask for another one.",
    TooManyMessages: ({ retryAt }) => retryAt === undefined
      ? "Too many messages were sent already."
      : `Too many messages were sent already. Try again after ${when(retryAt, "en")}.`,
    ErasureTooEarly: ({ userId, eraseFrom }) => `${userId} may be erased from ${when(eraseFrom, "en")}.`,
    RecallTooLate: ({ userId, eraseFrom }) => `${userId} could be recalled until ${when(eraseFrom, "en")}.`,
    SignUpHolds: ({ until }) => `The invitation still works, until ${when(until, "en")}.`,
    ResetElsewhere: ({ by }) => by === "selfService"
      ? "People choose a new password themselves here, with a link that is mailed to them."
      : "A password that was lost is not replaced here.",
    SecondaryMailForbidden: ({ enterprise }) => `${enterprise} does not allow second addresses.`,
    NoSecondaryMail: () => "There is no second address to take its place.",
    MainMailFixed: () => "The main address is changed by an administrator of the enterprise.",
    ChannelUnavailable: ({ channel, offered }) =>
      `Codes cannot come by ${channelNames.en[channel]} here. Possible now: ${channelsIn("en", offered)}.`,
    TwoFactorForced: ({ enterprise }) => `${enterprise} asks everyone for a code at every sign-in.`
  },
  fr: {
    NoSuchUser: ({ userId, enterprise }) => `${enterprise} n'a pas d'utilisateur ${userId}.`,
    WrongStatus: ({ userId, status, fits }) =>
      `${userId} est au statut « ${statusNames.fr[status]} ». Il faudrait : ${statusesIn("fr", fits)}.`,
    MailTaken: () => "Un autre compte utilise cette adresse mail.",
    DomainNotAllowed: ({ enterprise, domain, allowed }) =>
      `Les adresses de ${domain} ne sont pas à ${enterprise}. Domaines autorisés : ${allowed.join(", ") || "aucun"}.`,
    NoSeatLeft: ({ enterprise, usersMax, seatsTaken }) =>
      `${enterprise} compte ${seatsTaken} utilisateurs et son contrat en autorise ${usersMax}.`,
    LastAdmin: ({ floor }) => floor === 1
      ? "C'est le dernier administrateur actif. Nommez-en d'abord un autre."
      : `Au moins ${floor} administrateurs doivent rester actifs. Nommez-en d'abord un autre.`,
    OwnAccount: () => "Personne ne réactive son propre compte : demandez à un autre administrateur, ou au support.",
    AccountOfEnterprise: () => "Ce compte est celui de l'entreprise : c'est à un autre administrateur de le clore.",
    StillBlocked: () => "Un autre compte utilise encore cette adresse mail.",
    SignUpForbidden: ({ enterprise }) =>
      `${enterprise} crée elle-même les comptes. Demandez à l'un de ses administrateurs.`,
    CodeRefused: () => "Le code ou le lien n'est pas le bon, ou n'est plus valable. Demandez-en un autre.",
    TooManyMessages: ({ retryAt }) => retryAt === undefined
      ? "Trop de messages ont déjà été envoyés."
      : `Trop de messages ont déjà été envoyés. Réessayez après le ${when(retryAt, "fr")}.`,
    ErasureTooEarly: ({ userId, eraseFrom }) => `${userId} pourra être effacé à partir du ${when(eraseFrom, "fr")}.`,
    RecallTooLate: ({ userId, eraseFrom }) => `${userId} pouvait être rétabli jusqu'au ${when(eraseFrom, "fr")}.`,
    SignUpHolds: ({ until }) => `L'invitation reste valable jusqu'au ${when(until, "fr")}.`,
    ResetElsewhere: ({ by }) => by === "selfService"
      ? "Chacun choisit ici lui-même un nouveau mot de passe, avec un lien envoyé par mail."
      : "Un mot de passe perdu n'est pas remplacé ici.",
    SecondaryMailForbidden: ({ enterprise }) => `${enterprise} n'autorise pas d'adresse secondaire.`,
    NoSecondaryMail: () => "Il n'y a pas d'adresse secondaire pour la remplacer.",
    MainMailFixed: () => "L'adresse principale est modifiée par un administrateur de l'entreprise.",
    ChannelUnavailable: ({ channel, offered }) =>
      `Les codes ne peuvent pas arriver par ${channelNames.fr[channel]}. Possible : ${channelsIn("fr", offered)}.`,
    TwoFactorForced: ({ enterprise }) => `${enterprise} demande un code à chacun, à chaque connexion.`
  }
}
