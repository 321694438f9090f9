/** Secrets of this installation, each made once and kept in a file for its owner's eyes alone. */
import { randomBytes } from "node:crypto"
import { link, open, readFile, rm } from "node:fs/promises"

/** Writes a file that survives a power cut. */
const writeDurably = async (file: string, text: string): Promise<void> => {
  const opened = await open(file, "wx", 0o600)
  try {
    await opened.writeFile(text)
    await opened.sync()
  } finally {
    await opened.close()
  }
}

/**
 * The text in this file. Where there is none, it is made from so many random bytes: only one process does, and the file
 * is there with all of its text or not at all.
 */
export const keptIn = async (file: string, bytes: number): Promise<string> => {
  const made = `${file}.${randomBytes(6).toString("hex")}`
  await writeDurably(made, `${randomBytes(bytes).toString("base64url")}\n`)
  try {
    await link(made, file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EEXIST") throw cause
    })
  } finally {
    await rm(made)
  }
  return (await readFile(file, "utf8")).trim()
}
