/** Data keys, each sealed with a password: without it nobody opens one, whoever administers the portal. */
import { Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import type { Cost, DeriveKey, Password } from "./passwords.ts"

const cipher = "aes-256-gcm"
const dataKeyBytes = 32
const saltBytes = 16
const nonceBytes = 12
const tagBytes = 16

/** A sealed key as it is written: how its own key is derived, and the box. The head is sealed with it. */
interface Sealed {
  readonly head: string
  readonly cost: Cost
  readonly salt: Buffer
  readonly nonce: Buffer
  readonly box: Buffer
}

const written =
  /^(v1\$argon2id\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,3})\$([\w-]{22})\$([\w-]{16}))\$([\w-]{64})$/

/** Makes the functions that seal. New seals take the cost given; old ones are opened at the cost written in them. */
export const sealer = (deriveKey: DeriveKey, cost: Cost) => {
  const seal = Effect.fnUntraced(function*(dataKey: Buffer, password: Password) {
    const [salt, nonce] = [randomBytes(saltBytes), randomBytes(nonceBytes)]
    const sealing = createCipheriv(cipher, yield* deriveKey(password, salt, cost), nonce)
    const head = headOf(cost, salt, nonce)
    sealing.setAAD(Buffer.from(head))
    const box = Buffer.concat([sealing.update(dataKey), sealing.final(), sealing.getAuthTag()])
    return `${head}$${box.toString("base64url")}`
  })

  /** The data key itself; fails with `Unavailable` for another password, and for what was altered. */
  const open = Effect.fnUntraced(function*(sealedKey: string, password: Password) {
    const sealed = parse(sealedKey)
    if (sealed === undefined) return yield* closed("this is no sealed key")
    const key = yield* deriveKey(password, sealed.salt, sealed.cost)
    return yield* Effect.try({ try: () => unbox(sealed, key), catch: (cause) => new Unavailable({ cause }) })
  })

  return {
    sealNewKey: (password: Password) => Effect.suspend(() => seal(randomBytes(dataKeyBytes), password)),
    reseal: (sealedKey: string, current: Password, next: Password) =>
      Effect.flatMap(open(sealedKey, current), (dataKey) => seal(dataKey, next)),
    open
  }
}

const closed = (why: string) => Effect.fail(new Unavailable({ cause: new Error(why) }))

const headOf = ({ memoryKibibytes, passes, lanes }: Cost, ...texts: ReadonlyArray<Buffer>): string =>
  ["v1", "argon2id", `m=${memoryKibibytes},t=${passes},p=${lanes}`, ...texts.map((text) => text.toString("base64url"))]
    .join("$")

const parse = (sealedKey: string): Sealed | undefined => {
  const [, head, memory, passes, lanes, ...texts] = written.exec(sealedKey) ?? []
  const [salt, nonce, box] = texts.map((text) => Buffer.from(text, "base64url"))
  if (head === undefined || salt === undefined || nonce === undefined || box === undefined) return undefined
  const cost = { memoryKibibytes: Number(memory), passes: Number(passes), lanes: Number(lanes) }
  return { head, cost, salt, nonce, box }
}

const unbox = (sealed: Sealed, key: Uint8Array): Buffer => {
  const opening = createDecipheriv(cipher, key, sealed.nonce, { authTagLength: tagBytes })
  opening.setAAD(Buffer.from(sealed.head))
  opening.setAuthTag(sealed.box.subarray(-tagBytes))
  return Buffer.concat([opening.update(sealed.box.subarray(0, -tagBytes)), opening.final()])
}
