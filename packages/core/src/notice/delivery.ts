/** What may become of a message that is handed to a gateway. */

/**
 * Sent: the gateway took it, and answers for it from here. Refused: it will never take this one, and why, in words
 * that name neither the receiver nor what was written. Later: nobody knows, or not now; the same message may be handed
 * on again, under the same id. It is for all where the reason is nothing of this message's, such as a gateway that is
 * down: then every other would fare alike. `afterSeconds` is how long the gateway asks to be left alone.
 */
export type Delivery =
  | { readonly _tag: "Sent" }
  | { readonly _tag: "Refused"; readonly reason: string }
  | {
    readonly _tag: "Later"
    readonly reason: string
    readonly isForAll?: boolean
    readonly afterSeconds?: number
  }
