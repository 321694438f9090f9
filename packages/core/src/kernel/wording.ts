/** How a missing power is told to a person. */
import type { Denial } from "./permit.ts"
import type { Path } from "./path.ts"
import type { Wordings } from "./refusal.ts"

const at = (word: string, path: Path | undefined): string => path === undefined ? "" : ` ${word} ${path}`

export const wordings: Wordings<Denial> = {
  en: {
    NotPermitted: ({ actor, permission, path }) => `${actor} does not hold ${permission}${at("for", path)}.`,
    NoSuchAccount: ({ path }) => `There is no account ${path}.`,
    StepUpNeeded: ({ rule }) => rule === "AUT-4"
      ? "Give your password again first."
      : "Prove once more who you are first: with your password, then with a code."
  },
  fr: {
    NotPermitted: ({ actor, permission, path }) => `${actor} n'a pas le droit ${permission}${at("sur", path)}.`,
    NoSuchAccount: ({ path }) => `Il n'y a pas de compte ${path}.`,
    StepUpNeeded: ({ rule }) => rule === "AUT-4"
      ? "Saisissez d'abord votre mot de passe une nouvelle fois."
      : "Confirmez d'abord votre identité : par votre mot de passe, puis par un code."
  }
}
