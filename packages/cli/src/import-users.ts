/** Creates everyone in a file, or says what is wrong with it. */
import { type FileHandle, open, stat } from "node:fs/promises"
import { type Portals, User } from "@intendant/core"
import { writeRows } from "@intendant/csv"
import type { ImportRequest } from "./arguments.ts"
import type { Lines } from "./lines.ts"
import { answerOf, type Desk, openDesk } from "./portal.ts"
import { inLines, onTerminal } from "./progress.ts"
import { reportRows } from "./report.ts"
import { openSource, type Source } from "./source.ts"
import { tellFault, words } from "./wording.ts"

/** Gives the exit code: 0 where everyone is there now, or would be; 1 where the file has faults. */
export const importUsers = async (request: ImportRequest, lines: Lines): Promise<number> => {
  const source = await openSource(request.file, lines.input)
  try {
    return await importFrom(source, request, lines)
  } finally {
    await source.close()
  }
}

const importFrom = async (source: Source, request: ImportRequest, lines: Lines): Promise<number> => {
  const desk = await openDesk(request)
  try {
    const report = request.report === undefined ? undefined : await openReport(source, request.report)
    try {
      return await carryOut(request, { desk, lines, report, source })
    } finally {
      await report?.close()
    }
  } finally {
    await desk.close()
  }
}

/** What an import works with. */
interface Tools {
  readonly desk: Desk
  readonly lines: Lines
  readonly report: FileHandle | undefined
  readonly source: Source
}

/** A report holds names and addresses: it is its owner's alone, and never takes the place of what it reports on. */
const openReport = async (source: Source, report: string): Promise<FileHandle> => {
  if (source.isAt(await stat(report).catch(() => undefined))) throw new Error("--report is the file itself")
  return open(report, "w", 0o600)
}

const interrupted = 130

/**
 * Says something to whoever interrupts the program, which then ends, and never with the exit code of success: a bar on
 * a terminal would end it so. Gives the way to be interrupted no more.
 */
const onInterrupt = (tell: () => void): () => void => {
  const stop = (): void => {
    letGo()
    tell()
    process.exit(interrupted)
  }
  const letGo = (): void => { process.off("SIGINT", stop).off("exit", stop) }
  process.on("SIGINT", stop).on("exit", stop)
  return letGo
}

const carryOut = async (request: ImportRequest, tools: Tools): Promise<number> => {
  const { desk: { portal, actor }, lines, source } = tools
  const { enterprise, isDryRun, language, reason } = request
  const ofFile: Array<User.ImportFault> = []
  const bytes = Math.max(1, source.sizeBytes * (isDryRun ? 1 : 2))
  let doneBefore = 0
  const tellBrokenOff = (): void => { if (doneBefore > 0) lines.err(words[language].brokenOff(doneBefore)) }
  const progress = lines.screen === undefined ? inLines(lines.err) : onTerminal(lines.screen)
  const letGo = onInterrupt(() => {
    progress.end()
    tellBrokenOff()
  })
  const order = portal.importUsers(actor, enterprise, source.read, {
    dryRun: isDryRun, reason,
    // Who has no seat is known to the portal alone; everything else stands in the file.
    onFault: (fault) => { if (fault._tag === "SeatsShort") ofFile.push(fault) },
    onProgress: (checked, done) => {
      doneBefore = done
      const { checking, creating } = words[language]
      const message = done === 0 ? checking(checked) : creating(done, checked)
      progress.tell(source.readBytes() / bytes, done || checked, message)
    }
  })
  const imported = await answerOf(order, language).catch((failure: unknown) => {
    tellBrokenOff()
    throw failure
  }).finally(() => {
    letGo()
    progress.end()
  })
  await writeReport(request, tools, ofFile)
  return tellOutcome(request, imported, lines)
}

/** Written whatever came of the file, so that no report of an earlier file is taken for this one's. */
const writeReport = async (
  { enterprise, language }: ImportRequest, { desk: { portal, actor }, report, source }: Tools,
  ofFile: ReadonlyArray<User.ImportFault>
): Promise<void> => {
  if (report === undefined) return
  const { terms } = await answerOf(portal.contract(actor, enterprise), language)
  // Each fault is written beside its line, in one reading.
  const check = User.checkImport(terms, Number.POSITIVE_INFINITY)
  const rows = reportRows(source.read(), check, ofFile, language)
  for await (const piece of writeRows(rows, { delimiter: ";" })) await report.write(piece)
}

const faultsTold = 20

const tellOutcome = (
  { isDryRun, language, report }: ImportRequest, imported: Portals.Imported, { out }: Lines
): number => {
  const { done, more, refused, reported, valid } = words[language]
  const { faults, faultsTotal } = imported
  if (faultsTotal === 0) {
    out(isDryRun ? valid(imported) : done(imported))
    return 0
  }
  for (const fault of faults.slice(0, faultsTold)) out(tellFault(fault, language))
  if (faultsTotal > faultsTold && report === undefined) out(more(faultsTotal - faultsTold))
  if (report !== undefined) out(reported(report))
  out(refused(imported))
  return 1
}
