/** How a fault in a file of people is told to a person. */
import type { Locale } from "../kernel/locale.ts"
import { mailWordings } from "../kernel/mail-wording.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { ImportFault, NameObstacle, ReadingObstacle } from "./import-model.ts"

type Sentences<Obstacle extends string> = { readonly [Language in Locale]: { readonly [Each in Obstacle]: string } }

const names: Sentences<NameObstacle> = {
  en: {
    Empty: "A name is missing.",
    TooLong: "A name has at most 100 characters.",
    Character: "A name has no invisible character, and no two spaces in a row."
  },
  fr: {
    Empty: "Un nom manque.",
    TooLong: "Un nom a au plus 100 caractères.",
    Character: "Un nom n'a ni caractère invisible, ni deux espaces de suite."
  }
}

const readings: Sentences<ReadingObstacle> = {
  en: {
    Utf16: "The file is in UTF-16. Save it as CSV in UTF-8.",
    Nul: "The cell holds a character (NUL) that no text holds. Is the file CSV?",
    Unreadable: "The cell holds a character that cannot be read. Save the file as CSV in UTF-8.",
    QuoteInside: "A quotation mark stands inside a cell. Take it away, or put the whole cell in quotation marks.",
    TextAfterQuote: "Text follows the quotation mark that ends the cell.",
    QuoteNotClosed: "The quotation mark that begins the cell is never closed.",
    TooLong: "The line is far too long. Is the file CSV?"
  },
  fr: {
    Utf16: "Le fichier est en UTF-16. Enregistrez-le en CSV UTF-8.",
    Nul: "La cellule contient un caractère (NUL) qu'aucun texte ne contient. Le fichier est-il un CSV ?",
    Unreadable: "La cellule contient un caractère illisible. Enregistrez le fichier en CSV UTF-8.",
    QuoteInside: "Un guillemet se trouve dans une cellule. Retirez-le, ou mettez toute la cellule entre guillemets.",
    TextAfterQuote: "Du texte suit le guillemet qui termine la cellule.",
    QuoteNotClosed: "Le guillemet qui ouvre la cellule n'est jamais fermé.",
    TooLong: "La ligne est beaucoup trop longue. Le fichier est-il un CSV ?"
  }
}

/** The place of a fault stands beside its sentence, and is not repeated in it. */
export const importWordings: Wordings<ImportFault> = {
  en: {
    FileEmpty: () => "There is nobody in the file.",
    HeaderFound: () => "The file must not have a header: take away the line that names the columns.",
    RecordUnreadable: ({ obstacle }) => readings.en[obstacle],
    CellMissing: ({ cells }) =>
      `The line has too few cells (${cells}). It has four: last name; first name; mail; language.`,
    CellTooMany: ({ cells }) =>
      `The line has too many cells (${cells}). It has four: last name; first name; mail; language.`,
    NameUnfit: ({ obstacle }) => names.en[obstacle],
    MailUnfit: ({ obstacle }) => `The address ${mailWordings.en[obstacle]}.`,
    MailOutside: () => "The address is of a domain that is not authorised for your enterprise.",
    MailRepeated: ({ firstLine }) => `The address is already on line ${firstLine}.`,
    LanguageUnknown: () => "The language is FR or EN.",
    SeatsShort: ({ people, seatsLeft }) => `People in the file: ${people}; seats left: ${seatsLeft}.`
  },
  fr: {
    FileEmpty: () => "Le fichier ne contient personne.",
    HeaderFound: () => "Le fichier ne doit pas avoir d'en-tête : retirez la ligne qui nomme les colonnes.",
    RecordUnreadable: ({ obstacle }) => readings.fr[obstacle],
    CellMissing: ({ cells }) =>
      `La ligne a trop peu de cellules (${cells}). Il en faut quatre : nom ; prénom ; email ; langue.`,
    CellTooMany: ({ cells }) =>
      `La ligne a trop de cellules (${cells}). Il en faut quatre : nom ; prénom ; email ; langue.`,
    NameUnfit: ({ obstacle }) => names.fr[obstacle],
    MailUnfit: ({ obstacle }) => `L'adresse ${mailWordings.fr[obstacle]}.`,
    MailOutside: () => "L'adresse est d'un domaine qui n'est pas autorisé pour votre entreprise.",
    MailRepeated: ({ firstLine }) => `L'adresse figure déjà à la ligne ${firstLine}.`,
    LanguageUnknown: () => "La langue est FR ou EN.",
    SeatsShort: ({ people, seatsLeft }) => `Personnes dans le fichier : ${people} ; places restantes : ${seatsLeft}.`
  }
}
