/** How a refusal about a contract is told to a person. */
import type { Wordings } from "../kernel/refusal.ts"
import type { Refusal } from "./model.ts"

export const wordings: Wordings<Refusal> = {
  en: {
    AlreadySigned: ({ enterprise }) => `${enterprise} has a contract. Change its terms instead.`,
    NoContract: ({ enterprise }) => `${enterprise} has no contract.`
  },
  fr: {
    AlreadySigned: ({ enterprise }) => `${enterprise} a déjà un contrat. Modifiez plutôt ses conditions.`,
    NoContract: ({ enterprise }) => `${enterprise} n'a pas de contrat.`
  }
}
