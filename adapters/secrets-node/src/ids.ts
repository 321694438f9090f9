/** Ids that are never given twice and sort by the time at which they were given. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"

const countMax = 0xfff

/**
 * Makes `<prefix>_<uuid>` with UUIDs of version 7 (RFC 9562). The 12 bits behind the milliseconds count, so that ids of
 * one process keep their order within a millisecond, and when the clock is set back.
 */
export const idMaker = () => {
  let latestMillis = -1
  let count = 0
  const draw = drawer()
  return (prefix: string): Effect.Effect<string> =>
    Effect.map(Clock.currentTimeMillis, (nowMillis) => {
      if (nowMillis > latestMillis) [latestMillis, count] = [Math.floor(nowMillis), 0]
      else if (count < countMax) count += 1
      else [latestMillis, count] = [latestMillis + 1, 0]
      return `${prefix}_${uuidOf(latestMillis, count, draw())}`
    })
}

const idBytes = 16
const poolBytes = 256 * idBytes

/** Random bytes are asked for in blocks: asking costs more than they do. None is given twice. */
const drawer = () => {
  let [pool, at] = [randomBytes(poolBytes), 0]
  return (): Buffer => {
    if (at === poolBytes) [pool, at] = [randomBytes(poolBytes), 0]
    at += idBytes
    return pool.subarray(at - idBytes, at)
  }
}

const uuidOf = (millis: number, count: number, bytes: Buffer): string => {
  bytes.writeUIntBE(millis, 0, 6)
  bytes.writeUInt16BE(0x7000 + count, 6)
  bytes.writeUInt8(0x80 + (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
