/** What is told of a failure in a log: its names and codes, never its message, which may quote what was sent. */

const depthMax = 5

const nameOf = (failure: object): string => {
  const code = "code" in failure && typeof failure.code === "string" ? ` ${failure.code}` : ""
  const name = "_tag" in failure ? String(failure._tag) : failure.constructor.name
  return `${name}${code}`
}

/** `Unavailable < DatabaseError 57P01`: a failure, and what caused it. */
export const faultOf = (failure: unknown): string => {
  const names: Array<string> = []
  for (let at = failure; typeof at === "object" && at !== null && names.length < depthMax;) {
    names.push(nameOf(at))
    at = "cause" in at ? at.cause : undefined
  }
  return names.length === 0 ? typeof failure : names.join(" < ")
}
