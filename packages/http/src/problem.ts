/** How a refusal is written on the wire: a problem document of RFC 9457, and read back from one. */
import { type Locale, Portals, tell } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Match from "effect/Match"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { CurrentExchange, type Exchange } from "./exchange.ts"
import { samples } from "./samples.ts"
import { type AnyTold, statusByTag, type Tag } from "./status.ts"
import { TransportRefusal, wordings } from "./transport.ts"

export const problemContentType = "application/problem+json"

/** Seconds after which a request may be sent again when the storage was away. */
const unavailableRetrySeconds = 2
/**
 * Seconds after which to ask again where nobody knows when that may be, as where an administrator releases the lock:
 * advice, and no promise. It spares everyone what would be refused anyway.
 */
const lockedRetrySeconds = 3600

const writeRefusal = Schema.encodeSync(Schema.Union([...Portals.Refusal.members, ...TransportRefusal.members]))
const isTransport = Schema.is(TransportRefusal)

const sentence = (refusal: AnyTold, locale: Locale): string =>
  isTransport(refusal) ? Match.valueTags(refusal, wordings[locale]) : tell(refusal, locale)

/** `NoSuchAccount` read as words: `No such account`. */
const titleOf = (tag: Tag): string =>
  tag.replaceAll(/[A-Z]/g, (letter, at: number) => at === 0 ? letter : ` ${letter.toLowerCase()}`)

const typeOf = <Each extends Tag>(tag: Each) => `urn:intendant:problem:${tag}` as const

/** The document of a refusal, in the language of whoever asked; `why` has the sentence in both. */
export const documentOf = <Refusal extends AnyTold>(refusal: Refusal, locale: Locale) => {
  const tag: Refusal["_tag"] = refusal._tag
  const why = { en: sentence(refusal, "en"), fr: sentence(refusal, "fr") }
  const parameter = "parameter" in refusal ? { parameter: String(refusal.parameter) } : {}
  return {
    type: typeOf(tag), title: titleOf(tag), status: statusByTag[tag], detail: why[locale],
    rule: String(refusal.rule), ...parameter, refusal, why
  }
}

const retryAfter = (refusal: AnyTold, now: DateTime.Utc): number | undefined => {
  if (refusal._tag === "Unavailable") return unavailableRetrySeconds
  if (refusal._tag !== "SignInLocked" && refusal._tag !== "TooManyMessages") return undefined
  if (refusal.retryAt === undefined) return lockedRetrySeconds
  return Math.max(1, Math.ceil((refusal.retryAt.epochMilliseconds - now.epochMilliseconds) / 1000))
}

/** The document of a refusal, for the exchange under way: the exchange remembers it. */
const tellRefusal = Effect.fnUntraced(function*<Refusal extends AnyTold>(refusal: Refusal) {
  const exchange = yield* CurrentExchange
  exchange.refusal = refusal
  const seconds = retryAfter(refusal, yield* DateTime.now)
  if (seconds !== undefined) exchange.retryAfterSeconds = seconds
  return documentOf(refusal, exchange.locale)
})

type Refused<Each extends Tag> = Extract<AnyTold, { readonly _tag: Each }>

const members = new Map(
  [...Portals.Refusal.members, ...TransportRefusal.members].map((member) => [member.fields._tag.schema.literal, member])
)

/** One refusal as a problem document: handlers fail with the refusal itself, and clients read it back. */
const problem = <Each extends Tag>(tag: Each): Schema.Codec<Refused<Each>, unknown> => {
  // The map pairs each tag with the schema of that very refusal, which the compiler cannot follow through a lookup.
  const member = members.get(tag) as unknown as Schema.Codec<Refused<Each>, unknown>
  const title = titleOf(tag)
  const write = Schema.encodeSync(member)
  const written = Schema.Struct({
    type: Schema.Literal(typeOf(tag)), title: Schema.Literal(title), status: Schema.Literal(statusByTag[tag]),
    detail: Schema.String, rule: Schema.String, parameter: Schema.optionalKey(Schema.String),
    refusal: Schema.toEncoded(member), why: Schema.Struct({ en: Schema.String, fr: Schema.String })
  })
  // A sample is a refusal of its own tag.
  const sample = samples[tag] as Refused<Each>
  const shown = { ...documentOf(sample, "en"), refusal: write(sample) }
  return written.annotate({
    identifier: `${tag}Problem`, title, description: shown.detail, examples: [shown]
  }).pipe(
    Schema.decodeTo(Schema.toType(member), SchemaTransformation.transformEffect({
      decode: ({ refusal }: typeof written.Type) => Effect.mapError(read(member, refusal), ({ issue }) => issue),
      encode: (refusal: Refused<Each>) =>
        Effect.map(tellRefusal(refusal), (document) => ({ ...document, refusal: write(refusal) }))
    })),
    (schema) => schema.annotate({ description: title }),
    HttpApiSchema.status(statusByTag[tag]),
    HttpApiSchema.asJson({ contentType: problemContentType })
  )
}

const read = <Value>(schema: Schema.Codec<Value, unknown>, written: unknown) =>
  Schema.decodeUnknownEffect(schema)(written)

const made = new Map<Tag, unknown>()

/** Made once for each refusal, so that the description of the interface has one name for it. */
const problemOnce = <Each extends Tag>(tag: Each): Schema.Codec<Refused<Each>, unknown> => {
  if (!made.has(tag)) made.set(tag, problem(tag))
  // What stands under a tag was made for it, a line above.
  return made.get(tag) as Schema.Codec<Refused<Each>, unknown>
}

/** What an endpoint may refuse. A handler that fails with anything else does not compile. */
export const problems = <const Each extends Tag>(
  ...tags: ReadonlyArray<Each>
): ReadonlyArray<Schema.Codec<Refused<Each>, unknown>> => tags.map(problemOnce)

/** A refusal as an answer of its own, for what is refused outside the routes. */
export const problemResponse = (refusal: AnyTold, exchange: Exchange): Effect.Effect<Response> =>
  Effect.map(Effect.provideService(tellRefusal(refusal), CurrentExchange, exchange), (document) =>
    new Response(JSON.stringify({ ...document, refusal: writeRefusal(refusal) }), {
      status: document.status, headers: { "content-type": problemContentType }
    }))
