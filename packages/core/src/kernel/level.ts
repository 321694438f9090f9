/** How surely someone who is signed in is who they say they are. */
import * as Schema from "effect/Schema"

/**
 * 1: one factor, as a password alone. 2: two factors, as a password and a code. 3: two factors, asked for again by
 * someone who was signed in already, to enter where more can be done.
 */
export const Level = Schema.Literals([1, 2, 3])
export type Level = typeof Level.Type

/** Reads a level as a storage tells it. Another one was never kept, and stops the program. */
export const levelOf = Schema.decodeUnknownSync(Level)
