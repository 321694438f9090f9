/** What is refused before the domain is asked: requests that are no question of ours, and a storage that is away. */
import type { Wordings } from "@intendant/core"
import * as Schema from "effect/Schema"

const told = <const Tag extends string, const Facts extends Schema.Struct.Fields>(tag: Tag, facts: Facts) =>
  Schema.TaggedStruct(tag, { rule: Schema.tag("HTTP"), ...facts })

/** There is nothing at this address. */
export const NoSuchRoute = told("NoSuchRoute", {})
/** There is something at this address, for other methods. */
export const WrongMethod = told("WrongMethod", { allowed: Schema.Array(Schema.String) })
export const BodyTooLarge = told("BodyTooLarge", { limitBytes: Schema.Int })
export const AddressTooLong = told("AddressTooLong", { limitCharacters: Schema.Int })
/** Bodies are JSON, and say so. */
export const WrongContentType = told("WrongContentType", { expected: Schema.String })
/** The storage does not answer. It may or may not have written; under an idempotency key one may simply ask again. */
export const Unavailable = told("Unavailable", {})
/** A fault of the program, told without its details. */
export const Unexpected = told("Unexpected", {})

export const TransportRefusal = Schema.Union([
  NoSuchRoute, WrongMethod, BodyTooLarge, AddressTooLong, WrongContentType, Unavailable, Unexpected
])
export type TransportRefusal = typeof TransportRefusal.Type

export const wordings: Wordings<TransportRefusal> = {
  en: {
    NoSuchRoute: () => "There is nothing at this address.",
    WrongMethod: ({ allowed }) => `This address takes ${allowed.join(", ")}.`,
    BodyTooLarge: ({ limitBytes }) => `The body has more than ${limitBytes} bytes.`,
    AddressTooLong: ({ limitCharacters }) => `The address has more than ${limitCharacters} characters.`,
    WrongContentType: ({ expected }) => `The body must be ${expected}.`,
    Unavailable: () => "The storage does not answer. Try again.",
    Unexpected: () => "Something went wrong here. It is not your fault."
  },
  fr: {
    NoSuchRoute: () => "Il n'y a rien à cette adresse.",
    WrongMethod: ({ allowed }) => `Cette adresse accepte ${allowed.join(", ")}.`,
    BodyTooLarge: ({ limitBytes }) => `Le corps dépasse ${limitBytes} octets.`,
    AddressTooLong: ({ limitCharacters }) => `L'adresse dépasse ${limitCharacters} caractères.`,
    WrongContentType: ({ expected }) => `Le corps doit être en ${expected}.`,
    Unavailable: () => "Le stockage ne répond pas. Réessayez.",
    Unexpected: () => "Une erreur s'est produite ici. Ce n'est pas de votre fait."
  }
}
