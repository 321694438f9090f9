/** How a refusal about passwords and tokens is told to a person. */
import { formatMoment } from "../kernel/locale.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { Refusal } from "./model.ts"
import { passwordWordings } from "./password-wording.ts"

export const wordings: Wordings<Refusal> = {
  en: {
    ...passwordWordings.en,
    NoSuchToken: ({ tokenId }) => `There is no token ${tokenId}.`,
    SignInRefused: () => "The name or the password is not right.",
    SignInLocked: ({ retryAt }) => retryAt === undefined
      ? "Too many wrong passwords. Ask whoever administers the account to release it."
      : `Too many wrong passwords. Try again after ${formatMoment(retryAt.epochMilliseconds, "UTC", "en")}.`,
    WrongPassword: () => "The current password is not right.",
    PasswordsDiffer: () => "The new password was not typed the same way twice.",
    NotSignedIn: () => "Sign in first."
  },
  fr: {
    ...passwordWordings.fr,
    NoSuchToken: ({ tokenId }) => `Il n'y a pas de jeton ${tokenId}.`,
    SignInRefused: () => "Le nom ou le mot de passe n'est pas le bon.",
    SignInLocked: ({ retryAt }) => retryAt === undefined
      ? "Trop de mots de passe faux. Demandez à qui administre le compte de le débloquer."
      : `Trop de mots de passe faux. Réessayez après le ${formatMoment(retryAt.epochMilliseconds, "UTC", "fr")}.`,
    WrongPassword: () => "Le mot de passe actuel n'est pas le bon.",
    PasswordsDiffer: () => "Le nouveau mot de passe n'a pas été saisi deux fois de la même façon.",
    NotSignedIn: () => "Connectez-vous d'abord."
  }
}
