/** Which address a request really came from, when proxies stand in between: for the log, and for nothing else. */

/**
 * The last address that no trusted proxy vouches for. Each proxy appends whom it heard from, so the header is read from
 * its end: as long as the speaker is trusted, the one it names is believed. What stands further left was written by
 * whoever sent the request, and is never believed.
 *
 * @example clientAddress(headers, "10.0.0.1", ["10.0.0.1"]) // of "6.6.6.6, 203.0.113.7": "203.0.113.7"
 */
export const clientAddress = (
  headers: Headers, remote: string | undefined, trusted: ReadonlyArray<string>
): string | undefined => {
  const named = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim())
  let speaker = remote
  for (const next of named.reverse()) {
    if (speaker === undefined || !trusted.includes(speaker) || !isAddress.test(next)) break
    speaker = next
  }
  return speaker
}

const isAddress = /^[0-9a-fA-F.:]{2,45}$/
