/** Which address of a file stands further up: of all of them, or of as many at a time as can be remembered. */

/** Remembers on which line each address stands first, of one part of all addresses. */
export interface FirstLines {
  /** The line on which it stands further up; nothing where it stands nowhere there, or is told in another reading. */
  readonly repeated: (key: string, line: number) => number | undefined
}

/** Those of the first reading, and what is left for others. */
export interface FirstReading extends FirstLines {
  readonly others: () => ReadonlyArray<FirstLines>
}

/** A file of a hundred thousand people is read once, and one of a million takes no more memory than that. */
export const addressesMost = 131_072

/** FNV-1a: any number that spreads the keys evenly will do. */
const hashOf = (key: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  // The low bits of a product know little of the high ones.
  return (hash ^ (hash >>> 15)) >>> 0
}

/** The text by itself: one that was cut out of a file keeps all that was around it in memory. */
const copied = (key: string): string => Array.from(key).join("")

/**
 * The addresses of the first reading. Whenever there are too many of them, there are twice as many parts, and half of
 * what is remembered is forgotten: whatever is of another part is for another reading from there on.
 */
export const firstReading = (most: number): FirstReading => {
  let [lines, parts] = [new Map<string, number>(), 1]
  const halvedOn: Array<number> = []
  const halve = (line: number): void => {
    parts *= 2
    halvedOn.push(line)
    const mine = Array.from(lines).filter(([key]) => hashOf(key) % parts === 0)
    lines = new Map(mine.map(([key, first]) => [copied(key), first]))
  }
  return {
    repeated: (key, line) => {
      if (parts > 1 && hashOf(key) % parts !== 0) return undefined
      const firstLine = lines.get(key)
      if (firstLine === undefined) lines.set(parts > 1 ? copied(key) : key, line)
      // Where the hash tells nothing apart there is nothing to halve: then all of them are remembered.
      if (lines.size > most && parts < lines.size) halve(line)
      return firstLine
    },
    others: () => Array.from({ length: parts - 1 }, (_, index) => {
      // A part was let go when the parts were first as many as tell it from the first one.
      const toldUntil = halvedOn.find((_line, times) => (index + 1) % 2 ** (times + 1) !== 0) ?? 0
      return otherReading(index + 1, parts, toldUntil)
    })
  }
}

/** The addresses of another part. What stands up to a line was told in the first reading. */
const otherReading = (part: number, parts: number, toldUntil: number): FirstLines => {
  const lines = new Map<string, number>()
  return {
    repeated: (key, line) => {
      if (hashOf(key) % parts !== part) return undefined
      const firstLine = lines.get(key)
      if (firstLine === undefined) lines.set(copied(key), line)
      return line > toldUntil ? firstLine : undefined
    }
  }
}
