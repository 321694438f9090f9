/** How a refusal about an account is told to a person. */
import { formatMoment, type Locale } from "../kernel/locale.ts"
import type { Moment } from "../kernel/moment.ts"
import type { NoSuchAccount } from "../kernel/permit.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { NoSuchPolicy } from "../policy/model.ts"
import type { PasswordsDiffer, WrongPassword } from "../credential/model.ts"
import type { Refusal } from "./model.ts"

type Elsewhere = NoSuchAccount | typeof NoSuchPolicy.Type | typeof WrongPassword.Type | typeof PasswordsDiffer.Type

const when = (moment: Moment, locale: Locale) => formatMoment(moment.epochMilliseconds, "UTC", locale)

/** What the concepts above have a sentence for already is told by theirs. */
export const wordings: Wordings<Exclude<Refusal, Elsewhere>> = {
  en: {
    NameTaken: ({ path }) => `An account already bears the name ${path}.`,
    NameReserved: ({ path }) => `The name ${path} is not free yet: the account that bore it was deleted.`,
    StillEnabled: ({ path }) => `${path} is still enabled. Disable it first.`,
    UndoExpired: ({ path, undoUntil }) =>
      `The deletion of ${path} could be undone until ${when(undoUntil, "en")}. Ask the support desk.`,
    NotYourDeletion: ({ path }) => `Someone else deleted ${path}. Ask them, or the support desk.`,
    NotRecallable: ({ path }) => `${path} was deleted, and in this portal nobody brings it back.`,
    AwaitingDeletion: ({ path, eraseFrom }) =>
      `${path} was deleted and is erased from ${when(eraseFrom, "en")}. Bring it back first.`,
    BeingErased: ({ path }) => `The data of ${path} is being destroyed.`,
    NotScheduled: ({ path }) => `${path} was not deleted, so it cannot be erased.`,
    TooEarly: ({ path, eraseFrom }) => `${path} may be erased from ${when(eraseFrom, "en")}.`,
    BackupBlocked: ({ path }) => `${path} does not back up in its status. Enable it first.`,
    NoMachineHere: ({ path, use }) => use === "grouping"
      ? `${path} is a supervisor, and performs no backup.`
      : `${path} is assigned to a cloud-to-cloud agent, and takes no machine.`,
    MachineInUse: ({ path, machineId, liveUntil }) =>
      `${path} is used by the machine ${machineId}. Another may take over after ${when(liveUntil, "en")}.`
  },
  fr: {
    NameTaken: ({ path }) => `Un compte porte déjà le nom ${path}.`,
    NameReserved: ({ path }) => `Le nom ${path} n'est pas encore libre : le compte qui le portait a été supprimé.`,
    StillEnabled: ({ path }) => `${path} est encore activé. Désactivez-le d'abord.`,
    UndoExpired: ({ path, undoUntil }) =>
      `La suppression de ${path} pouvait être annulée jusqu'au ${when(undoUntil, "fr")}. Demandez au support.`,
    NotYourDeletion: ({ path }) => `Quelqu'un d'autre a supprimé ${path}. Demandez-lui, ou au support.`,
    NotRecallable: ({ path }) => `${path} a été supprimé, et dans ce portail personne ne le rétablit.`,
    AwaitingDeletion: ({ path, eraseFrom }) =>
      `${path} a été supprimé et sera effacé à partir du ${when(eraseFrom, "fr")}. Rétablissez-le d'abord.`,
    BeingErased: ({ path }) => `Les données de ${path} sont en cours de destruction.`,
    NotScheduled: ({ path }) => `${path} n'a pas été supprimé et ne peut donc pas être effacé.`,
    TooEarly: ({ path, eraseFrom }) => `${path} peut être effacé à partir du ${when(eraseFrom, "fr")}.`,
    BackupBlocked: ({ path }) => `${path} ne sauvegarde pas dans son statut. Réactivez-le d'abord.`,
    NoMachineHere: ({ path, use }) => use === "grouping"
      ? `${path} est un superviseur et n'effectue aucune sauvegarde.`
      : `${path} est affecté à un agent cloud-to-cloud et n'accepte pas de machine.`,
    MachineInUse: ({ path, machineId, liveUntil }) =>
      `${path} est utilisé par la machine ${machineId}. Une autre peut le reprendre après le ${when(liveUntil, "fr")}.`
  }
}
