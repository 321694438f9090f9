/** 100,000 accounts: each group has ten members, and the lowest level is filled as far as they go. */

export const accountCount = 100_000
export const pageSize = 50

/** A group and the names below it, sorted: what a list of it pages through. */
export interface Scope { readonly group: string; readonly size: number; readonly members: ReadonlyArray<string> }

const grow = (): ReadonlyArray<string> => {
  const paths = ["all"]
  for (let parent = 0; paths.length < accountCount; parent++) {
    for (let member = 0; member < 10 && paths.length < accountCount; member++) paths.push(`${paths[parent]}>${member}`)
  }
  return paths
}

/** All names, groups before their members. */
export const allPaths: ReadonlyArray<string> = grow()

const scopeOf = (group: string): Scope => {
  const members = allPaths.filter((path) => path.startsWith(`${group}>`)).sort()
  return { group, size: members.length, members }
}

/** From everything to the members of one small group. */
export const scopes: ReadonlyArray<Scope> = ["all", "all>0", "all>0>0", "all>0>0>0", "all>0>0>0>0"].map(scopeOf)

/** Where in a scope a page starts: its first, its middle, its last part. */
export const positions: ReadonlyArray<number> = [0, 0.5, 0.99]

/** The scope that is also measured where nothing stands outside it, to show that the outside costs nothing. */
export const sparseScope: Scope = scopeOf("all>0>0>0")
export const sparsePaths: ReadonlyArray<string> = allPaths.filter((path) =>
  sparseScope.group.startsWith(path) || path.startsWith(`${sparseScope.group}>`))
