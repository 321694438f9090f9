/** How a program beside the tests is told what to do, and says what it did. */
import { once } from "node:events"
import { createInterface } from "node:readline"

const lines = createInterface({ input: process.stdin })

/** Says a line to whoever started this program. */
export const say = (line: string): void => { process.stdout.write(`${line}\n`) }

/** The next line from whoever started this program. */
export const told = async (): Promise<void> => { await once(lines, "line") }

/** Where this program works, and what else it was started with. */
export const [file = "", ...more] = process.argv.slice(2)

/** Listens no more, so that the program can end. */
export const hangUp = (): void => lines.close()
