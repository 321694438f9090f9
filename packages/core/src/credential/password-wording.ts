/** How a password that is too weak is told to a person. */
import * as Match from "effect/Match"
import type { Wordings } from "../kernel/refusal.ts"
import type { PasswordTooWeak, Weakness } from "./password-policy.ts"

const inEnglish = (weakness: Weakness): string => Match.valueTags(weakness, {
  TooShort: ({ charactersMin }) => `it needs ${charactersMin} characters or more`,
  TooFewClasses: ({ classesMin, has }) =>
    `it needs ${classesMin} of lower case, upper case, digits and other characters, and has ${has}`,
  TooFewWords: ({ wordsMin, has }) => `it needs ${wordsMin} words of three letters or more, and has ${has}`,
  TooCommon: () => "too many people use it",
  TooPersonal: () => "it holds a name or a mail address of its owner"
})

const inFrench = (weakness: Weakness): string => Match.valueTags(weakness, {
  TooShort: ({ charactersMin }) => `il lui faut ${charactersMin} caractères ou plus`,
  TooFewClasses: ({ classesMin, has }) =>
    `il lui faut ${classesMin} types parmi minuscules, majuscules, chiffres et autres caractères, et il en a ${has}`,
  TooFewWords: ({ wordsMin, has }) => `il lui faut ${wordsMin} mots de trois lettres ou plus, et il en a ${has}`,
  TooCommon: () => "trop de gens l'utilisent",
  TooPersonal: () => "il contient un nom ou une adresse mail de son titulaire"
})

export const passwordWordings: Wordings<PasswordTooWeak> = {
  en: {
    PasswordTooWeak: ({ policy, weaknesses }) =>
      `The password does not satisfy the rule ${policy}: ${weaknesses.map(inEnglish).join("; ")}.`
  },
  fr: {
    PasswordTooWeak: ({ policy, weaknesses }) =>
      `Le mot de passe ne satisfait pas la règle ${policy} : ${weaknesses.map(inFrench).join(" ; ")}.`
  }
}
