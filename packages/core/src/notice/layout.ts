/** How a notice is laid out: values made harmless, texts made tidy, and HTML that says what its text says. */
import type { Locale } from "../kernel/locale.ts"
import { ownOf } from "../kernel/own.ts"

/** As long as the longest mail address; a name that goes on longer is cut, so that it cannot become the mail. */
const valueCharactersMax = 254
/** These must be whole: half a link or half a code is none. */
const whole = ["code", "link"]

/** Controls and whatever else breaks lines; halves of characters; and what makes a line read in another order. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const breaksButLines = /[^\P{Cc}\n]+/gu
const halves = /\p{Cs}/gu
const reordering = /[\u202a-\u202e\u2066-\u2069]/g
const lineEnds = /\r\n?|[\p{Zl}\p{Zp}]/gu

/** One line, whatever it was: with single spaces, and nothing unseen that could break or turn it. */
export const oneLine = (text: string): string =>
  text.replace(reordering, "").replace(halves, "\ufffd").replace(breaks, " ").replace(/ {2,}/g, " ").trim()

/** Paragraphs with one empty line between them, of lines as in `oneLine`. */
export const tidy = (text: string): string =>
  text.replace(reordering, "").replace(halves, "\ufffd").replace(lineEnds, "\n").replace(breaksButLines, " ")
    .replace(/ {2,}/g, " ").replace(/ ?\n ?/g, "\n").replace(/\n{3,}/g, "\n\n").trim()

const shortened = (text: string): string => {
  const characters = Array.from(text.slice(0, 2 * valueCharactersMax + 2))
  return characters.length <= valueCharactersMax ? text : `${characters.slice(0, valueCharactersMax - 1).join("")}…`
}

/**
 * The values that a notice declares, and no other, each on one line: what people chose as their name adds no line to a
 * subject and no paragraph to a text.
 */
export const harmless = (
  values: Readonly<Record<string, string>>, declared: ReadonlyArray<string>
): Readonly<Record<string, string>> =>
  Object.fromEntries(declared.map((name) => {
    const line = oneLine(ownOf(values, name) ?? "")
    return [name, whole.includes(name) ? line : shortened(line)]
  }))

/** Fills in a standard wording, which holds `{{ name }}` and nothing else. What a value holds is not read again. */
export const fillIn = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{\{ (\w+) \}\}/g, (_found, name: string) => ownOf(values, name) ?? "")

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "")

const webLink = /^https?:\/\/[^\s"'<>\\]+$/

/** Only the link that the notice was given can be clicked, and only where it leads to the web. */
const linked = (text: string, link: string | undefined): string => {
  if (link === undefined || !webLink.test(link)) return escaped(text)
  const address = escaped(link)
  return text.split(link).map(escaped).join(`<a href="${address}" style="color:#0b57d0">${address}</a>`)
}

const bodyStyle = "margin:0;padding:24px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5"

/** A tidy text as HTML. It asks nothing of anybody: no picture, no style sheet, no script is fetched. */
export const htmlOf = (
  subject: string, text: string, language: Locale, link: string | undefined
): string => {
  const paragraphs = text.split("\n\n").map((paragraph) =>
    `<p style="margin:0 0 16px">${paragraph.split("\n").map((line) => linked(line, link)).join("<br>\n")}</p>`)
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(subject)}</title>
</head>
<body style="${bodyStyle}">
${paragraphs.join("\n")}
</body>
</html>
`
}
