/** Telephone numbers, as every network understands them. */
import * as Schema from "effect/Schema"

/**
 * A number in international form (E.164): `+`, the country, the rest, 8 to 15 digits and nothing else.
 */
export const PhoneNumber = Schema.String.check(
  Schema.isPattern(/^\+[1-9]\d{7,14}$/, { description: "a telephone number in international form, as +33612345678" })
).pipe(Schema.brand("PhoneNumber"))
export type PhoneNumber = typeof PhoneNumber.Type
