/** What the program runs on. */

/** The oldest Node that has all that is asked of it, as the manifest says too. */
export const nodeLeast = "22.19"

const numbersOf = (version: string): ReadonlyArray<number> => version.replace(/^v/, "").split(".").map(Number)

/** Why a Node cannot run the program; `undefined` where it can. */
export const tooOld = (version: string): string | undefined => {
  const [[major = 0, minor = 0], [majorLeast = 0, minorLeast = 0]] = [numbersOf(version), numbersOf(nodeLeast)]
  const isEnough = major > majorLeast || (major === majorLeast && minor >= minorLeast)
  return isEnough ? undefined : `intendant: this is Node ${version}, and it takes ${nodeLeast} or later`
}
