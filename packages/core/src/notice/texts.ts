/** The wordings that everybody has, and how they are filled in: no engine is needed for that. */
import type { Locale } from "../kernel/locale.ts"
import type { KindBy, Texts } from "./kinds.ts"
import type { Template } from "./model.ts"
import { english } from "./texts-en.ts"
import { french } from "./texts-fr.ts"

const texts: Record<Locale, Texts> = { fr: french, en: english }

/** The wording that a mail has where nobody edited it, and that an editor begins with. */
export const standardTemplate = (kind: KindBy<"mail">, language: Locale): Template => {
  const { subject, text } = texts[language].mail[kind]
  return { subject, text: text.join("\n\n") }
}

/** The wording of a text message, in one line. */
export const standardMessage = (kind: KindBy<"sms">, language: Locale): string => texts[language].sms[kind]
