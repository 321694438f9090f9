/** Secrets on Node: argon2id for passwords, AES-256-GCM for data keys, random tokens, and ids in the order of time. */
import { Secrets } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { idMaker } from "./ids.ts"
import { type Cost, costOwasp, hasher } from "./passwords.ts"
import { sealer } from "./sealing.ts"

export type { Cost } from "./passwords.ts"

export interface Options {
  /** What a guess costs. For tests only: anything less than the default is too cheap for a portal. */
  readonly cost?: Cost
  /**
   * The installation's own key, 32 bytes or more, the same in every process and after every start: what was sent to
   * people is made again from it. Without one each process makes its own, and cannot send again what another began.
   */
  readonly key?: Uint8Array
}

const tokenBytes = 32
const keyBytesMin = 32

/** Makes the port. One value serves the whole process: the bound on hashes at once is its own. */
export const make = ({ cost = costOwasp, key = randomBytes(keyBytesMin) }: Options = {}): Secrets["Service"] => {
  if (key.length < keyBytesMin) throw new Error(`the key must have at least ${keyBytesMin} bytes`)
  const argon2 = hasher(cost)
  return Secrets.of({
    newId: idMaker(),
    newToken: Effect.sync(() => Redacted.make(randomBytes(tokenBytes).toString("base64url"))),
    digest: (secret) => Effect.sync(() => createHash("sha256").update(secret).digest("hex")),
    // Digests of both are compared, so that neither a common beginning nor a length takes another time.
    same: (one, two) => Effect.sync(() => timingSafeEqual(sha256(one), sha256(two))),
    derive: (purpose) =>
      Effect.sync(() => Redacted.make(createHmac("sha256", key).update(purpose).digest("base64url"))),
    hash: argon2.hash,
    verify: argon2.verify,
    ...sealer(argon2.deriveKey, cost)
  })
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest()

/** The port as a layer. */
export const layer = (options: Options = {}): Layer.Layer<Secrets> => Layer.sync(Secrets, () => make(options))
