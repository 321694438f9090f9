/**
 * Where a search goes on. A list continues behind a key, which may hold the address of somebody: it leaves the portal
 * sealed, under a secret that the caller's own token alone gives, so that every process opens what another sealed.
 */
import { BadInput } from "@intendant/core"
import * as Effect from "effect/Effect"

/** Seals and opens the keys behind which one question, of one caller, goes on. */
export interface Pages {
  readonly seal: (after: string, question: string) => Effect.Effect<string>
  readonly open: (token: string, question: string) => Effect.Effect<string, BadInput>
}

const cipher = "AES-GCM"
const nonceBytes = 12

const bytesOf = (text: string) => new TextEncoder().encode(text)

const keyOf = async (bearer: string) => {
  const secret = await crypto.subtle.importKey("raw", bytesOf(bearer), "HKDF", false, ["deriveKey"])
  const kind = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytesOf("pages of searches") }
  return crypto.subtle.deriveKey(kind, secret, { name: cipher, length: 256 }, false, ["encrypt", "decrypt"])
}

const written = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
const readBytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0))

const seal = async (bearer: string, after: string, question: string): Promise<string> => {
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const kind = { name: cipher, iv, additionalData: bytesOf(question) }
  const sealed = await crypto.subtle.encrypt(kind, await keyOf(bearer), bytesOf(after))
  return written(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
}

const open = async (bearer: string, token: string, question: string): Promise<string> => {
  const bytes = readBytes(token)
  const kind = { name: cipher, iv: bytes.slice(0, nonceBytes), additionalData: bytesOf(question) }
  return new TextDecoder().decode(
    await crypto.subtle.decrypt(kind, await keyOf(bearer), bytes.slice(nonceBytes)))
}

const foreign = BadInput.make({
  faults: [{ field: "page.token", expected: "the token of the page before, of the same search by the same caller" }]
})

export const pagesOf = (bearer: string): Pages => ({
  seal: (after, question) => Effect.promise(() => seal(bearer, after, question)),
  open: (token, question) => Effect.tryPromise({ try: () => open(bearer, token, question), catch: () => foreign })
})
