/** Codes of authenticator apps by otpauth, and the QR code that shares a secret with one by qrcode. */
import { Credential } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { timingSafeEqual } from "node:crypto"
import { HOTP, Secret, TOTP } from "otpauth"
import * as QrCode from "qrcode"
import { uriEnd } from "./uri-end.ts"

const algorithm = "SHA1"
const digits = 6
const period = 30
const secretBytes = 20

/** What a URI may spend on the two names: with all the rest it still fits into the largest QR code there is. */
const issuerLengthMax = 300
const holderLengthMax = 1_500

/** The present step, one later for a clock that is fast, one earlier for slow fingers. The last that fits is taken. */
const drifts = [1, 0, -1]

/** Makes the port. */
export const make = (): Credential.Authenticator["Service"] => Credential.Authenticator.of({
  newSecret: Effect.sync(() => Redacted.make(new Secret({ size: secretBytes }).base32)),

  enrolment: Effect.fnUntraced(function*(secret, issuer, holder) {
    const shown = { issuer: uriEnd(issuer, issuerLengthMax), label: uriEnd(holder, holderLengthMax) }
    const uri = new TOTP({ ...shown, secret: read(secret), algorithm, digits, period }).toString()
    const [svg, png] = yield* Effect.promise(() =>
      Promise.all([QrCode.toString(uri, { type: "svg" }), QrCode.toBuffer(uri, { type: "png" })]))
    return { uri: Redacted.make(uri), svg: Redacted.make(svg), png: Redacted.make(png) }
  }),

  stepOf: (secret, code, now) => Effect.sync(() => {
    if (!/^[0-9]{6}$/.test(code)) return undefined
    const key = read(secret)
    const [present, asked] = [TOTP.counter({ period, timestamp: now.epochMilliseconds }), Buffer.from(code)]
    // All three are made and compared, whichever fits. Where two steps share a code it is the earlier one's: taken for
    // the later one's, it could be used a second time.
    return drifts.reduce<number | undefined>((found, drift) => {
      const right = HOTP.generate({ secret: key, algorithm, digits, counter: present + drift })
      return timingSafeEqual(asked, Buffer.from(right)) ? present + drift : found
    }, undefined)
  })
})

/** An empty or broken secret would make codes that anyone can make: with it nothing goes on, and it is not repeated. */
const read = (secret: Redacted.Redacted<string>): Secret => {
  const text = Redacted.value(secret)
  if (!/^[A-Z2-7]{32}$/.test(text)) throw new Error("this is no secret of 160 bits in base 32")
  return Secret.fromBase32(text)
}

/** The port as a layer. */
export const layer: Layer.Layer<Credential.Authenticator> = Layer.sync(Credential.Authenticator, make)
