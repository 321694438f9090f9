/** How a program beside the tests is told what to do, and says what it did. */
import { once } from "node:events"
import { createInterface } from "node:readline"
import type pg from "pg"

const lines = createInterface({ input: process.stdin })

/** Says a line to whoever started this program. */
export const say = (line: string): void => { process.stdout.write(`${line}\n`) }

/** The next line from whoever started this program. */
export const told = async (): Promise<void> => { await once(lines, "line") }

const [, , place = "{}", ...rest] = process.argv

/** The database that this program was started on, and what else it was started with. */
export const connection = JSON.parse(place) as pg.PoolConfig
export const more: ReadonlyArray<string> = rest

/** Listens no more, so that the program can end. */
export const hangUp = (): void => lines.close()
