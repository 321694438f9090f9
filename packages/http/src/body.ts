/** The body of a request: read up to a limit, and taken only as JSON that can be read in one way. */
import { BadInput } from "@intendant/core"
import * as Result from "effect/Result"
import { repeatedName } from "./json.ts"
import type { AnyTold } from "./status.ts"
import { BodyTooLarge, WrongContentType } from "./transport.ts"

const jsonType = "application/json"
const isJson = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i
/** What a file of rows is called. Whatever is said of its encoding, that is found out. */
const fileType = "text/csv"
const isFile = /^text\/csv\s*(;|$)/i

const fault = (expected: string) => Result.fail(BadInput.make({ faults: [{ field: "", expected }] }))

const joined = (chunks: ReadonlyArray<Uint8Array>, length: number): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** Reads no further than the limit, whatever the length was said to be, and no longer than somebody waits. */
const readUpTo = async (request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  if (request.body === null) return new Uint8Array()
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) return undefined
  const reader = request.body.getReader()
  // A stream that failed cannot be cancelled any more, and need not be.
  const stop = () => void reader.cancel().catch(() => {})
  request.signal.addEventListener("abort", stop)
  const chunks: Array<Uint8Array> = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.byteLength
    if (length > limitBytes) {
      stop()
      return undefined
    }
    chunks.push(next.value)
  }
  request.signal.removeEventListener("abort", stop)
  // What was cut off may look whole: nobody meant to send it.
  request.signal.throwIfAborted()
  return joined(chunks, length)
}

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const isParsed = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whether what is sent is as it was written, and not packed. */
const isPlain = ({ headers }: Request): boolean => (headers.get("content-encoding") ?? "identity") === "identity"
const typeOf = ({ headers }: Request): string => headers.get("content-type") ?? ""

/** The body as text, or why it is not taken. */
export const readBody = async (
  request: Request, limitBytes: number, expected = jsonType
): Promise<Result.Result<string, AnyTold>> => {
  const bytes = await readUpTo(request, limitBytes)
  if (bytes === undefined) return Result.fail(BodyTooLarge.make({ limitBytes }))
  if (bytes.length === 0) return Result.succeed("")
  if (!isPlain(request) || !isJson.test(typeOf(request))) return Result.fail(WrongContentType.make({ expected }))
  const text = decode(bytes)
  if (text === undefined || !isParsed(text)) return fault("a JSON value in UTF-8")
  const name = repeatedName(text)
  return name === undefined ? Result.succeed(text) : fault("every name once in an object; one stands there twice")
}

/** The body as a file of rows, byte for byte, or else as text like any other. */
export const readFile = async (
  request: Request, limitBytes: number
): Promise<Result.Result<string | Uint8Array<ArrayBuffer>, AnyTold>> => {
  const isSentAsIs = isPlain(request) && isFile.test(typeOf(request))
  if (!isSentAsIs) return readBody(request, limitBytes, `${jsonType} or ${fileType}`)
  const bytes = await readUpTo(request, limitBytes)
  return bytes === undefined ? Result.fail(BodyTooLarge.make({ limitBytes })) : Result.succeed(bytes)
}
