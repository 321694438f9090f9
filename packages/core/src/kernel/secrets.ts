/** The port for everything that needs randomness or cryptography, and the ids that come from it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Unavailable } from "./records.ts"

/** Hashing, randomness and sealing. Every comparison takes the same time whatever is compared. */
export class Secrets extends Context.Service<Secrets, {
  /** An id that was never given before, in the order of time: `<prefix>_…`. */
  readonly newId: (prefix: string) => Effect.Effect<string>
  /** A random text of 256 bits that goes into a URL or a header as it is. */
  readonly newToken: Effect.Effect<Redacted.Redacted<string>>
  /** The digest under which a token is kept, and looked up. */
  readonly digest: (secret: string) => Effect.Effect<string>
  /** Whether two digests are the same, in constant time. */
  readonly same: (one: string, two: string) => Effect.Effect<boolean>
  /**
   * A secret text of 256 bits that this installation alone can make, and always makes the same for the same purpose:
   * what is told to people is made from it again when it has to be told again, and is written down nowhere.
   */
  readonly derive: (purpose: string) => Effect.Effect<Redacted.Redacted<string>>
  /** A slow, salted hash of a password, with its own parameters. */
  readonly hash: (password: Redacted.Redacted<string>) => Effect.Effect<string, Unavailable>
  /** Whether this is the password; `undefined` as hash takes as long, and is never right. */
  readonly verify: (
    hash: string | undefined, password: Redacted.Redacted<string>
  ) => Effect.Effect<boolean, Unavailable>
  /** A new data key, sealed with this password: without the password nobody opens it. */
  readonly sealNewKey: (password: Redacted.Redacted<string>) => Effect.Effect<string, Unavailable>
  /** The same data key, sealed with another password. Fails with `Unavailable` when it does not open. */
  readonly reseal: (
    sealedKey: string, current: Redacted.Redacted<string>, next: Redacted.Redacted<string>
  ) => Effect.Effect<string, Unavailable>
}>()("@intendant/core/Secrets") {}
