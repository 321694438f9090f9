/** How a refusal of the ledger is told to a person. */
import { formatBytes } from "../kernel/bytes.ts"
import type { Locale } from "../kernel/locale.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { Refusal, Resource } from "./model.ts"

const told = (amount: number, resource: Resource, locale: Locale): string =>
  resource === "bytes" ? formatBytes(amount, locale) : `${amount} ${resource}`

export const wordings: Wordings<Refusal> = {
  en: {
    QuotaExceeded: ({ node, resource, limitAmount, usedAmount, askedAmount, missingAmount }) =>
      `${node} has no room for ${told(askedAmount, resource, "en")} more: ${told(usedAmount, resource, "en")} of `
      + `${told(limitAmount, resource, "en")} are used. Free or allocate ${told(missingAmount, resource, "en")}.`,
    ReservationDiffers: ({ id }) => `The reservation ${id} was asked for something else. Choose another id.`,
    NoSuchReservation: ({ id }) => `There is no reservation ${id}.`,
    ReservationOver: ({ id, phase }) =>
      phase === "released" ? `The reservation ${id} was given back.` : `The reservation ${id} has run out.`
  },
  fr: {
    QuotaExceeded: ({ node, resource, limitAmount, usedAmount, askedAmount, missingAmount }) =>
      `${node} n'a pas la place pour ${told(askedAmount, resource, "fr")} de plus : `
      + `${told(usedAmount, resource, "fr")} utilisés sur ${told(limitAmount, resource, "fr")}. `
      + `Libérez ou allouez ${told(missingAmount, resource, "fr")}.`,
    ReservationDiffers: ({ id }) => `La réservation ${id} portait sur autre chose. Choisissez un autre identifiant.`,
    NoSuchReservation: ({ id }) => `Il n'y a pas de réservation ${id}.`,
    ReservationOver: ({ id, phase }) =>
      phase === "released" ? `La réservation ${id} a été rendue.` : `La réservation ${id} a expiré.`
  }
}
