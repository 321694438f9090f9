/** How a refusal about settings is told to a person. */
import type { NoSuchAccount } from "../kernel/permit.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { Refusal, SettingFault } from "./model.ts"

type Sentences = { readonly [Obstacle in SettingFault["obstacle"]]: (fault: SettingFault) => string }

const english: Sentences = {
  unknown: ({ setting, expected }) => `${setting} is no setting (there are: ${expected})`,
  type: ({ setting, expected }) => `${setting} takes another kind of value (${expected})`,
  range: ({ setting, expected }) => `${setting} is beyond what is allowed (${expected})`,
  locked: ({ setting, expected }) => `${setting} is locked by the operator (it stays ${expected})`,
  notYours: ({ setting, expected }) => `${setting} is not yours to change (it stays ${expected})`
}
const french: Sentences = {
  unknown: ({ setting, expected }) => `${setting} n'est pas un réglage (il y a : ${expected})`,
  type: ({ setting, expected }) => `${setting} attend une valeur d'une autre nature (${expected})`,
  range: ({ setting, expected }) => `${setting} sort de ce qui est permis (${expected})`,
  locked: ({ setting, expected }) => `${setting} est verrouillé par l'opérateur (reste à ${expected})`,
  notYours: ({ setting, expected }) => `${setting} n'est pas à vous de changer (reste à ${expected})`
}

const listed = (faults: ReadonlyArray<SettingFault>, sentences: Sentences): string =>
  faults.map((fault) => sentences[fault.obstacle](fault)).join("; ")

/** That there is no such account is told by the denials' own sentences. */
export const wordings: Wordings<Exclude<Refusal, NoSuchAccount>> = {
  en: {
    SettingsRefused: ({ faults }) => `Nothing was saved: ${listed(faults, english)}.`,
    SettingsMoved: ({ owner, basedOn, revision }) =>
      `The settings of ${owner} were changed meanwhile: you saw revision ${basedOn}, this is ${revision}. Look again.`
  },
  fr: {
    SettingsRefused: ({ faults }) => `Rien n'a été enregistré : ${listed(faults, french)}.`,
    SettingsMoved: ({ owner, basedOn, revision }) =>
      `Les réglages de ${owner} ont changé entre-temps : vous avez vu la révision ${basedOn}, voici la ${revision}. `
        + "Relisez-les."
  }
}
