/** How much is done in each second of a processor: a measure that others who use the machine hardly move. */
import { measure, type Variant } from "./measure.ts"
import { type Figure, rounded } from "./report.ts"

/** So many pieces of work at once, and what the process that does them has spent so far, in microseconds. */
export interface Piece {
  readonly label: string
  readonly count: number
  readonly work: () => Promise<unknown>
  readonly spent: () => Promise<number> | number
}

/** What this process has spent so far. */
export const spentHere = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Runs the pieces in turn for five rounds; a rate is taken of each piece, and the median of all of them is told. */
export const perProcessorSecond = async (pieces: ReadonlyArray<Piece>): Promise<ReadonlyArray<Figure>> => {
  const timed = pieces.map(timedOf)
  await measure(timed.map(({ variant }) => variant))
  return timed.map(({ variant: { label }, rates }) => ({ label, perSecond: rounded(median(rates)) }))
}

const timedOf = ({ label, count, work, spent }: Piece) => {
  const rates: Array<number> = []
  const variant: Variant = {
    label, callers: 1,
    work: async () => {
      const before = await spent()
      await work()
      rates.push(count * 1_000_000 / (await spent() - before))
    }
  }
  return { variant, rates }
}

export const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((one, two) => one - two)[values.length >> 1] ?? Number.NaN
