/** Which address a request really came from, when proxies stand in between: for the log, and to count messages by. */

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
  let speaker = plain(remote)
  for (const next of named.reverse()) {
    if (speaker === undefined || !trusted.includes(speaker) || !isAddress.test(next)) break
    speaker = plain(next)
  }
  return speaker
}

/** A server that listens for both kinds of address tells those of the older kind in the newer one. */
const plain = (address: string | undefined) => address?.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "")

const isAddress = /^[0-9a-fA-F.:]{2,45}$/
