/** Who is there at all, and by which letters a list sorts them. */
import type { Known, User } from "./model.ts"

/** Whether there is somebody to see: in one of the seven statuses. */
export const isKnown = (user: User): user is Known =>
  user._tag !== "Absent" && user._tag !== "Erasing" && user._tag !== "Erased"

const marks = /\p{M}+/gu

/** The letters that lists sort by: without accents, all small. */
export const sortKey = (text: string): string =>
  Array.from(text.normalize("NFKD").replace(marks, ""), (letter) => letter.toLowerCase()).join("").normalize("NFC")
