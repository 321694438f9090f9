#!/usr/bin/env node
/** The command line of the operator: migrate a storage, verify a journal, import and export users. */
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { run } from "./run.ts"

const { stdout, stderr } = process

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => { stdout.write(`${line}\n`) },
  err: (line) => { stderr.write(`${line}\n`) },
  bytes: (pieces) => pipeline(Readable.from(pieces), stdout, { end: false }),
  // A terminal that knows no width has no room for a bar.
  ...(stderr.isTTY && stderr.columns > 0 ? { screen: stderr } : {})
})
