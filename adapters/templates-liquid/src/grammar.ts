/** The little of Liquid that people may write: a value, a few filters, and conditions. Whatever else stands out. */

/** A word that joins two values is no name of one. */
const name = "(?!(?:and|or|not|contains)\\b)[A-Za-z_][A-Za-z0-9_]*"
const operand = `(?:${name}|"[^"]*"|'[^']*')`
const filter = `(?:upcase|capitalize|default\\s*:\\s*${operand})`
const comparison = `${operand}(?:\\s*(?:==|!=)\\s*${operand}|\\s+contains\\s+${operand})?`
const condition = `${comparison}(?:\\s+(?:and|or)\\s+${comparison})*`
const conditional = `(?:(?:if|unless|elsif)\\s+${condition}|else|endif|endunless)`

const value = new RegExp(`^\\{\\{-?\\s*${operand}(?:\\s*\\|\\s*${filter})*\\s*-?\\}\\}$`)
const tag = new RegExp(`^\\{%-?\\s*${conditional}\\s*-?%\\}$`)

/** The tags and filters that the engine itself is left with. */
export const tags: ReadonlyArray<string> = ["if", "unless"]
export const filters: ReadonlyArray<string> = ["upcase", "capitalize", "default"]

/** Whether a piece, with the signs around it, is one that people may write: no path into a value, no range, no loop. */
export const isAllowed = (piece: string): boolean => value.test(piece) || tag.test(piece)
