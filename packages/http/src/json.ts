/** JSON as it is taken from outside: a name stands once in an object, so that nobody reads another value than we do. */

const isSpace = (character: string | undefined) => character !== undefined && " \n\r\t".includes(character)

/** Where a text ends that begins here, quotes included. */
const endOfText = (json: string, start: number): number => {
  let at = start + 1
  while (json[at] !== "\"") at += json[at] === "\\" ? 2 : 1
  return at + 1
}

/**
 * The first name that stands twice in one object, as the value of all the JSON's texts goes by; `undefined` if none
 * does. What is given must be JSON already.
 */
export const repeatedName = (json: string): string | undefined => {
  const open: Array<Set<string> | undefined> = []
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === "{") open.push(new Set())
    else if (character === "[") open.push(undefined)
    else if (character === "}" || character === "]") open.pop()
    else if (character === "\"") {
      const end = endOfText(json, at)
      let next = end
      while (isSpace(json[next])) next++
      const names = open.at(-1)
      if (json[next] === ":" && names !== undefined) {
        const name = String(JSON.parse(json.slice(at, end)))
        if (names.has(name)) return name
        names.add(name)
      }
      at = end - 1
    }
  }
  return undefined
}
