#!/usr/bin/env node
/** The command line of the operator: migrate a storage, verify a journal, import and export users. */
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { tooOld } from "./runtime.ts"

const { env, stdout, stderr, version } = process
// Whoever closes the other end hears no more, and the work goes on: nothing of it depends on being heard.
for (const heard of [stdout, stderr]) heard.on("error", () => undefined)

const start = async (): Promise<number> => {
  // Not before it is known that this Node has what they import.
  const { run } = await import("./run.ts")
  return run(process.argv.slice(2), {
    out: (line) => { stdout.write(`${line}\n`) },
    err: (line) => { stderr.write(`${line}\n`) },
    input: process.stdin, ...(env["DATABASE_URL"] === undefined ? {} : { database: env["DATABASE_URL"] }),
    bytes: (pieces) => pipeline(Readable.from(pieces), stdout, { end: false }),
    // A terminal that knows no width has no room for a bar.
    ...(stderr.isTTY && stderr.columns > 0 ? { screen: stderr } : {})
  })
}

const obstacle = tooOld(version)
if (obstacle !== undefined) stderr.write(`${obstacle}\n`)
process.exitCode = obstacle === undefined ? await start() : 2
