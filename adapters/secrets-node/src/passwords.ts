/** Passwords: how they are read, hashed and compared by argon2id, and how many at once. */
import { Unavailable } from "@intendant/core"
import { hash, hashRaw, type Options, verify } from "@node-rs/argon2"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Semaphore from "effect/Semaphore"
import { randomBytes } from "node:crypto"
import { availableParallelism } from "node:os"

/** What argon2id is asked to spend on one password: memory, passes over it, and lanes side by side. */
export interface Cost {
  readonly memoryKibibytes: number
  readonly passes: number
  readonly lanes: number
}

/** The least that OWASP recommends for argon2id. */
export const costOwasp: Cost = { memoryKibibytes: 19_456, passes: 2, lanes: 1 }

export type Password = Redacted.Redacted<string>

/** A key of 256 bits that only who knows the password derives again. */
export type DeriveKey = (password: Password, salt: Uint8Array, cost: Cost) => Effect.Effect<Uint8Array, Unavailable>

const keyBytes = 32
const saltBytes = 16

/** One core stays free, and one of the four threads that Node shares among files, names and hashes. */
const atOnceMax = Math.max(1, Math.min(availableParallelism() - 1, 3))

/** Makes the slow functions. They share one bound: who comes when it is reached waits in line. */
export const hasher = (cost: Cost) => {
  const line = Semaphore.makeUnsafe(atOnceMax)
  // A hash under way cannot be stopped, so whoever gives up still keeps the place until it ends.
  const slowly = <Value>(work: () => Promise<Value>): Effect.Effect<Value, Unavailable> =>
    line.withPermit(Effect.uninterruptible(
      Effect.tryPromise({ try: work, catch: (cause) => new Unavailable({ cause }) })
    ))
  const decoy = decoyHash(cost)
  const deriveKey: DeriveKey = (password, salt, keyCost) =>
    slowly(() => hashRaw(textOf(password), { ...optionsOf(keyCost), salt, outputLen: keyBytes }))
  return {
    hash: (password: Password) => slowly(() => hash(textOf(password), optionsOf(cost))),
    verify: (kept: string | undefined, password: Password) =>
      Effect.map(slowly(() => verify(kept ?? decoy, textOf(password))), (right) => right && kept !== undefined),
    deriveKey
  }
}

const optionsOf = ({ memoryKibibytes, passes, lanes }: Cost): Options =>
  ({ memoryCost: memoryKibibytes, timeCost: passes, parallelism: lanes })

/** What is compared where there is no account: it costs what every hash costs, and no password is known to fit. */
const decoyHash = ({ memoryKibibytes, passes, lanes }: Cost): string => {
  const [salt, digest] = [saltBytes, keyBytes].map((size) => randomBytes(size).toString("base64").replace(/=+$/, ""))
  return `$argon2id$v=19$m=${memoryKibibytes},t=${passes},p=${lanes}$${salt}$${digest}`
}

/**
 * The text that counts. Keyboards write the same character in more than one way, so the password is brought into form
 * NFKC first. In UTF-8 all lone halves of characters would become one and the same replacement: text that holds any is
 * written out as it stands in memory, so that no two such passwords are the same.
 */
const textOf = (password: Password): string => {
  const text = Redacted.value(password).normalize("NFKC")
  const survives = Buffer.from(text, "utf8").toString("utf8") === text
  return survives ? text : `\u0000${Buffer.from(text, "utf16le").toString("base64")}`
}
