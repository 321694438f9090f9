/** Arrays as PostgreSQL writes them. The driver's own writer takes longer than the statement on the hot path. */

const special = /["\\]/
const everySpecial = /["\\]/g

const quoted = (text: string | null): string => {
  if (text === null) return "NULL"
  return special.test(text) ? `"${text.replace(everySpecial, "\\$&")}"` : `"${text}"`
}

/** Texts, each quoted, so that none is taken for NULL or for the end of the array. */
export const textArray = (texts: ReadonlyArray<string | null>): string => `{${texts.map(quoted).join(",")}}`

/** Numbers and booleans, which need no quotes. */
export const plainArray = (values: ReadonlyArray<number | boolean>): string => `{${values.join(",")}}`

/** Texts that are JSON already, as one array of it: the server parses it once, and nothing is quoted twice. */
export const jsonArray = (texts: ReadonlyArray<string | null>): string =>
  `[${texts.map((text) => text ?? "null").join(",")}]`
