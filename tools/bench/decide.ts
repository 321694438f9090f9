/** How quickly the pure rule of one command decides, and how large core is for a browser. */
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import { measure, type Variant } from "./measure.ts"
import { ours } from "./ours.ts"
import { ratiosOf, type Report, rounded, valueOf } from "./report.ts"

/** So many decisions are one piece of work: the clock costs more than a decision does. */
const batch = 10_000

/** Measures the rule against the same decision written without a library, and the bundle in kB of 1,000 bytes. */
export const decideBench = async (): Promise<Report> => {
  const subject = ours.decide
  const variants = [variant("by hand", decideByHand), ...subject === undefined ? [] : [variant("ours", subject)]]
  const figures = (await measure(variants)).map(({ label, perSecond = Number.NaN }) =>
    ({ label, perSecond: perSecond * batch }))
  const speed = ratiosOf({ byHand: [valueOf(figures, "ours", "perSecond"), valueOf(figures, "by hand", "perSecond")] })
  return {
    name: "decide", settings: { node: process.version }, figures,
    ratios: { ...speed, bundleKb: await bundleKb([]), bundleWithoutEffectKb: await bundleKb(["effect"]) }
  }
}

const variant = (label: string, decide: () => boolean): Variant => ({
  label, callers: 1,
  work: async () => {
    for (let left = batch; left > 0; left--) if (!decide()) throw new Error(`${label}: refused`)
  }
})

const disabled = { status: "Disabled", path: "acme>nas" }
const wait = { undoMillis: 10_000, graceMillis: 86_400_000, windowMillis: 14_400_000 }
let now = Date.UTC(2026, 0, 1)
let decided: unknown

/** A disabled account is deleted: the event, kept so that it is really made, says from when it may be erased. */
const decideByHand = (): boolean => {
  now += 1
  const eraseFrom = now + wait.graceMillis
  decided = disabled.status === "Disabled" ? [{
    kind: "DeletionScheduled", path: disabled.path, at: now, undoUntil: now + wait.undoMillis,
    eraseFrom, eraseBy: eraseFrom + wait.windowMillis
  }] : undefined
  return decided !== undefined
}

/** Everything that core exports, in one file, minified, then compressed. */
const bundleKb = async (external: ReadonlyArray<string>): Promise<number> => {
  const { outputFiles: [file] } = await build({
    stdin: { contents: 'export * from "@intendant/core"', resolveDir: import.meta.dirname },
    conditions: ["@intendant/source"], bundle: true, minify: true, format: "esm", platform: "neutral", write: false,
    external: [...external], logLevel: "silent"
  })
  return rounded(gzipSync(file?.contents ?? "", { level: 9 }).length / 1000)
}
