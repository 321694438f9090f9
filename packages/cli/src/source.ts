/** The file of people: opened once and read more than once, also where it came through a pipe. */
import { type FileHandle, mkdtemp, open, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Reading, readRows } from "@intendant/csv"

/** A file that stays while it is read, whatever stands under its name meanwhile. */
export interface Source {
  readonly sizeBytes: number
  /** Begins at its beginning, once more. */
  readonly read: () => Reading
  /** How many bytes were read in all. */
  readonly readBytes: () => number
  /** Whether this is the file itself, under whatever name. */
  readonly isAt: (place: { readonly dev: number; readonly ino: number } | undefined) => boolean
  readonly close: () => Promise<void>
}

/** What comes through a pipe has this name. */
const piped = "-"

/** Keeps what comes through a pipe, in a file that has no name any more: nothing of it is left, however this ends. */
const kept = async (input: AsyncIterable<Uint8Array>): Promise<FileHandle> => {
  const folder = await mkdtemp(join(tmpdir(), "intendant-"))
  try {
    const file = await open(join(folder, "people.csv"), "wx+", 0o600)
    await rm(folder, { recursive: true })
    await writeFile(file, input)
    return file
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const opened = (file: string): Promise<FileHandle> =>
  open(file).catch((failure: unknown) => {
    const isMissing = failure instanceof Error && "code" in failure && failure.code === "ENOENT"
    throw isMissing ? new Error(`there is no file ${file}`) : failure
  })

/** Opens the file of a name, or what comes through a pipe where the name is `-`. */
export const openSource = async (file: string, input: AsyncIterable<Uint8Array>): Promise<Source> => {
  const handle = await (file === piped ? kept(input) : opened(file))
  const found = await handle.stat()
  if (!found.isFile()) {
    await handle.close()
    throw new Error(`${file} is no file that can be read twice`)
  }
  let [passedBytes, reading]: [number, Reading | undefined] = [0, undefined]
  return {
    sizeBytes: found.size,
    read: () => {
      passedBytes += reading?.progress.bytes ?? 0
      return reading = readRows(handle.createReadStream({ start: 0, autoClose: false }))
    },
    readBytes: () => passedBytes + (reading?.progress.bytes ?? 0),
    isAt: (place) => place?.dev === found.dev && place.ino === found.ino,
    close: () => handle.close()
  }
}
