/** Reads QR codes back out of pictures, module by module, as a camera would find them: true is dark. */
import { inflateSync } from "node:zlib"

export type Modules = ReadonlyArray<ReadonlyArray<boolean>>

/** Paints the strokes of the path: `M` and `m` move, `h` draws to the right, in rows one module high. */
export const modulesOfSvg = (svg: string): Modules => {
  const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)?.[1])
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  let [column, row] = [0, 0]
  for (const [, order, by, to] of (/ d="(M[^"]*)"\/><\/svg>/.exec(svg)?.[1] ?? "")
    .matchAll(/([Mmh])(\d+)(?: (\d+(?:\.5)?))?/g)) {
    if (order === "M") [column, row] = [Number(by), Math.floor(Number(to))]
    else if (order === "m") column += Number(by)
    else {
      rows[row]?.fill(true, column, column + Number(by))
      column += Number(by)
    }
  }
  return rows
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** The chunks of a PNG by name, those of one name joined. */
const chunksOf = (png: Buffer): ReadonlyMap<string, Buffer> => {
  if (!png.subarray(0, 8).equals(signature)) throw new Error("this is no PNG")
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const name = png.toString("latin1", at + 4, at + 8)
    const content = png.subarray(at + 8, at + 8 + png.readUInt32BE(at))
    chunks.set(name, Buffer.concat([chunks.get(name) ?? Buffer.alloc(0), content]))
  }
  return chunks
}

const paeth = (left: number, above: number, corner: number): number => {
  const guess = left + above - corner
  const toLeft = Math.abs(guess - left)
  const toAbove = Math.abs(guess - above)
  const toCorner = Math.abs(guess - corner)
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner
}

/** The lines of a picture of four bytes a point, each written as a difference to what stands around it. */
const linesOf = (raw: Buffer, width: number): ReadonlyArray<Buffer> => {
  const lines: Array<Buffer> = []
  for (let at = 0; at < raw.length; at += 1 + 4 * width) {
    const [line, before] = [Buffer.from(raw.subarray(at + 1, at + 1 + 4 * width)), lines.at(-1)]
    for (const [index, value] of line.entries()) {
      const [left, above, corner] = [line[index - 4] ?? 0, before?.[index] ?? 0, before?.[index - 4] ?? 0]
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][raw.readUInt8(at)]
      line[index] = value + (guess ?? Number.NaN)
    }
    lines.push(line)
  }
  return lines
}

/** The width and height that a PNG claims, and its modules: each is a square of `scale` points of one colour. */
export const readPng = (bytes: Uint8Array, scale: number) => {
  const chunks = chunksOf(Buffer.from(bytes))
  const header = chunks.get("IHDR") ?? Buffer.alloc(0)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const lines = linesOf(inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0)), width)
  const points = lines.map((line) => Array.from({ length: width }, (_, column) => line.readUInt32BE(4 * column)))
  const sampled = points.filter((_, row) => row % scale === 0).map((row) => row.filter((_, at) => at % scale === 0))
  const isEven = points.every((row, at) =>
    row.every((point, column) => point === sampled[Math.floor(at / scale)]?.[Math.floor(column / scale)]))
  const modules = sampled.map((row) => row.map((point) => point === 0xff))
  return { width, height, isEven, colours: new Set(points.flat()), modules }
}
