/** How a power that a status takes away is told to a person. */
import type { Wordings } from "../kernel/refusal.ts"
import type { Barred } from "./decisions-model.ts"

export const wordings: Wordings<Barred> = {
  en: {
    Barred: ({ actor, permission, path, by }) =>
      `As ${by} stands now, ${actor} cannot use ${permission} on ${path}.`
  },
  fr: {
    Barred: ({ actor, permission, path, by }) =>
      `Dans l'état actuel de ${by}, ${actor} ne peut pas exercer ${permission} sur ${path}.`
  }
}
