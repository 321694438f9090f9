/** Every refusal of a portal as a sentence, in French and in English. */
import * as Match from "effect/Match"
import { wordings as account } from "../account/wording.ts"
import { wordings as contract } from "../contract/wording.ts"
import { wordings as credential } from "../credential/wording.ts"
import type { Locale } from "../kernel/locale.ts"
import type { BadInput } from "../kernel/input.ts"
import type { OnceRefusal } from "../kernel/once-refusals.ts"
import type { Wordings } from "../kernel/refusal.ts"
import { wordings as denial } from "../kernel/wording.ts"
import { wordings as notice } from "../notice/wording.ts"
import { wordings as policy } from "../policy/wording.ts"
import { wordings as quota } from "../quota/wording.ts"
import { wordings as resource } from "../resource/wording.ts"
import { wordings as decisions } from "../role/decisions-wording.ts"
import { wordings as setting } from "../setting/wording.ts"
import { wordings as statistics } from "../statistics/refusals.ts"
import { wordings as user } from "../user/wording.ts"
import type { Refusal } from "./model.ts"

const listed = (faults: BadInput["faults"]): string =>
  faults.map(({ field, expected }) => field === "" ? expected : `${field}: ${expected}`).join("; ")

const request: Wordings<OnceRefusal | BadInput> = {
  en: {
    BadInput: ({ faults }) => `This cannot be read. ${listed(faults)}.`,
    KeyReused: ({ key }) => `The key ${key} was used for another request. Choose another key.`,
    StillRunning: ({ key }) => `The first request with the key ${key} is still being carried out.`
  },
  fr: {
    BadInput: ({ faults }) => `Ceci ne peut pas être lu. ${listed(faults)}.`,
    KeyReused: ({ key }) => `La clé ${key} a servi à une autre demande. Choisissez une autre clé.`,
    StillRunning: ({ key }) => `La première demande avec la clé ${key} est encore en cours.`
  }
}

/** The sentences of every concept, by language. */
export const wordings: Wordings<Refusal> = {
  en: {
    ...denial.en, ...policy.en, ...credential.en, ...quota.en, ...request.en, ...account.en, ...contract.en,
    ...setting.en, ...notice.en, ...user.en, ...statistics.en, ...resource.en, ...decisions.en
  },
  fr: {
    ...denial.fr, ...policy.fr, ...credential.fr, ...quota.fr, ...request.fr, ...account.fr, ...contract.fr,
    ...setting.fr, ...notice.fr, ...user.fr, ...statistics.fr, ...resource.fr, ...decisions.fr
  }
}

/**
 * The sentence, and the number by which to look the rule up.
 *
 * @example
 * tell({ _tag: "StillEnabled", rule: "ACC-12", parameter: "deletion.requiresDisabled", path }, "en")
 * // "acme>nas is still enabled. Disable it first. (ACC-12)"
 */
export const tell = (refusal: Refusal, locale: Locale): string =>
  `${Match.valueTags(refusal, wordings[locale])} (${refusal.rule})`
