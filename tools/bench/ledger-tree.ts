/** The groups and accounts of the ledger bench: one crowded tree, and one lonely chain for each caller. Four levels. */

/** How many callers ask at once, where a server's requests share a few connections. */
export const manyCallers = 256

const six = [1, 2, 3, 4, 5, 6]
const below = (paths: ReadonlyArray<string>): ReadonlyArray<string> =>
  paths.flatMap((path) => six.map((name) => `${path}>${name}`))

const hotLevels = [["hot"], below(["hot"]), below(below(["hot"])), below(below(below(["hot"])))]
const hotLeaves = hotLevels[3] ?? []
const coldLevels = ["", ">1", ">1>1", ">1>1>1"].map((rest) =>
  Array.from({ length: manyCallers }, (_, caller) => `cold${caller}${rest}`))

/** All names, groups before their members. */
export const ledgerPaths: ReadonlyArray<string> = [...hotLevels, ...coldLevels].flat()

/** Where a caller reserves next: `hot` is under one root for all, `cold` under a root of the caller's own. */
export const leafOf = (heat: "hot" | "cold", caller: number, turn: number): string =>
  heat === "hot" ? hotLeaves[turn * 89 % hotLeaves.length] ?? "hot>1>1>1" : `cold${caller}>1>1>1`

const numbers = new Map(ledgerPaths.map((path, index) => [path, index + 1]))

/** The number of a path and of all groups above it, the leaf first: the order in which everyone locks them. */
const chainOf = (leaf: string): ReadonlyArray<number> => {
  const parts = leaf.split(">")
  return parts.map((_, above) => numbers.get(parts.slice(0, parts.length - above).join(">")) ?? 0)
}

/** The chain of every leaf, worked out before the clock runs. */
export const chains: ReadonlyMap<string, ReadonlyArray<number>> = new Map(
  ledgerPaths.filter((path) => path.split(">").length === 4).map((leaf) => [leaf, chainOf(leaf)])
)

/** More than any bench reserves, so that each admission is looked at and none is refused. */
export const limitUnits = 1_000_000_000_000
