/** A stream in pieces of one size, whatever the sizes in which it arrives: none is too small to be worth its while. */

const blockBytes = 65_536

/**
 * The same bytes in blocks of 64 kB, the last one shorter. Each block is gone once the next is asked for: it is the
 * same memory.
 */
export async function* blocksOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const block = new Uint8Array(blockBytes)
  let filled = 0
  for await (const chunk of bytes) {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + blockBytes - filled)
      block.set(part, filled)
      taken += part.length
      filled += part.length
      if (filled < blockBytes) continue
      yield block
      filled = 0
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}
