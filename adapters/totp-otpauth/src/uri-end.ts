/** The end of a name, as much of it as a URI has room for: of a long name the end tells most. */
const cut = "…"

/** Lone halves of characters, which no URI can hold, are shown as such. */
export const uriEnd = (name: string, lengthMax: number): string => {
  const characters = Array.from(name.replaceAll(/\p{Cs}/gu, "\ufffd"))
  const lengths = characters.map((character) => encodeURIComponent(character).length)
  if (lengths.reduce((sum, length) => sum + length, 0) <= lengthMax) return characters.join("")
  let room = lengthMax - encodeURIComponent(cut).length
  const last = lengths.findLastIndex((length) => (room -= length) < 0)
  return cut + characters.slice(last + 1).join("")
}
