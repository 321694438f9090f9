/** What every handler does around the way in that it calls. */
import {
  Conflict, OnReplay, type Portals, Quota, Repeated, Unavailable as StorageUnavailable
} from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Bearer, Caller } from "./caller.ts"
import { CurrentExchange } from "./exchange.ts"
import { faultOf } from "./fault.ts"
import { Unavailable } from "./transport.ts"

/** What a storage can fail with. A repeat that no key announced, or a conflict without end, is its fault too. */
type Trouble = StorageUnavailable | Conflict | Repeated

type Told<Failure> = Exclude<Failure, Trouble> | typeof Unavailable.Type

/** What the storage cannot do becomes "try again", and is told to the log; what a rule refuses stays as it is. */
export const orUnavailable = <Value, Failure, Needs>(
  asked: Effect.Effect<Value, Failure, Needs>
): Effect.Effect<Value, Told<Failure>, Needs> =>
  asked.pipe(Effect.catch((failure) =>
    Effect.flatMap(CurrentExchange, (exchange): Effect.Effect<never, Told<Failure>> => {
      const isTrouble = [StorageUnavailable, Conflict, Repeated].some((kind) => failure instanceof kind)
      // The three classes were just tested for; the compiler does not subtract them from a type parameter.
      if (!isTrouble) return Effect.fail(failure as Exclude<Failure, Trouble>)
      exchange.fault = faultOf(failure)
      return Effect.fail(Unavailable.make({}))
    })))

const isQuotaExceeded = Schema.is(Quota.QuotaExceeded)

/** For orders on records that move no counter: room cannot be missing, so it is no part of what they refuse. */
export const withoutQuota = <Value, Failure>(
  asked: Effect.Effect<Value, Failure>
): Effect.Effect<Value, Exclude<Failure, Quota.QuotaExceeded>> =>
  asked.pipe(Effect.catch((failure) =>
    // As above: the compiler does not subtract what was tested for.
    isQuotaExceeded(failure) ? Effect.die(failure) : Effect.fail(failure as Exclude<Failure, Quota.QuotaExceeded>)))

/** Asks for whoever bears the token of this request. The exchange is told when the answer was given before. */
export const answer = <Value, Failure>(ask: (caller: Caller["Service"]) => Effect.Effect<Value, Failure>) =>
  Effect.gen(function*() {
    const caller = yield* Caller
    const exchange = yield* CurrentExchange
    const onReplay = () => {
      exchange.isReplayed = true
    }
    return yield* orUnavailable(Effect.provideService(ask(caller), OnReplay, onReplay))
  })

/** Asks for whoever bears the token of this request, where the way in recognises them by itself. */
export const answerBearer = <Value, Failure>(
  ask: (
    bearer: Bearer["Service"], onRecognised: (who: Portals.SignedIn) => void
  ) => Effect.Effect<Value, Failure>
) =>
  Effect.gen(function*() {
    const exchange = yield* CurrentExchange
    return yield* orUnavailable(ask(yield* Bearer, ({ actor }) => {
      exchange.actor = actor.id
    }))
  })
