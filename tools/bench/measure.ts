/** Measures variants of one piece of work side by side: every round runs each of them, and medians are kept. */
import { type Figure, rounded } from "./report.ts"

export interface Variant {
  readonly label: string
  /** How many do the work at once; each begins again as soon as it is done. */
  readonly callers: number
  /** One piece of work. `turn` is never given twice to one variant. */
  readonly work: (caller: number, turn: number) => Promise<unknown>
}

interface Rounds { readonly rounds: number; readonly roundMillis: number }

/** Five rounds of a second, after a shorter one that does not count. */
const usualRounds: Rounds = { rounds: 5, roundMillis: 1000 }

/** Runs all variants in turn, another one first in each round, so that a slow moment of the machine spares none. */
export const measure = async (
  variants: ReadonlyArray<Variant>, { rounds, roundMillis }: Rounds = usualRounds
): Promise<ReadonlyArray<Figure>> => {
  const turns = new Map(variants.map(({ label }) => [label, counter()]))
  const samples = new Map<string, Array<Required<Figure>>>(variants.map(({ label }) => [label, []]))
  for (let round = 0; round <= rounds; round++) {
    for (let place = 0; place < variants.length; place++) {
      const variant = variants[(place + round) % variants.length]
      if (variant === undefined) continue
      const millis = round === 0 ? Math.min(roundMillis, 300) : roundMillis
      const sample = await oneRound(variant, turns.get(variant.label) ?? counter(), millis)
      if (round > 0) samples.get(variant.label)?.push(sample)
    }
  }
  return [...samples].map(([label, taken]) => ({
    label,
    perSecond: rounded(median(taken.map(({ perSecond }) => perSecond))),
    p50Ms: rounded(median(taken.map(({ p50Ms }) => p50Ms))),
    p99Ms: rounded(median(taken.map(({ p99Ms }) => p99Ms)))
  }))
}

const counter = (): () => number => {
  let turn = 0
  return () => turn++
}

const oneRound = async (variant: Variant, next: () => number, millis: number): Promise<Required<Figure>> => {
  const took: Array<number> = []
  const start = performance.now()
  const end = start + millis
  const callUntilEnd = async (caller: number) => {
    for (let before = performance.now(); before < end;) {
      await variant.work(caller, next())
      const after = performance.now()
      took.push(after - before)
      before = after
    }
  }
  await Promise.all(Array.from({ length: variant.callers }, (_, caller) => callUntilEnd(caller)))
  const seconds = (performance.now() - start) / 1000
  const sorted = Float64Array.from(took).sort()
  return {
    label: variant.label, perSecond: took.length / seconds, p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99)
  }
}

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

const median = (values: ReadonlyArray<number>): number => quantile(Float64Array.from(values).sort(), 0.5)
