/** Certificates of a test's own, written byte by byte (X.509, DER): nothing on the machine has to make them. */
import { createSign, generateKeyPairSync } from "node:crypto"

/** A key, and a certificate that vouches for itself and for one address of four numbers. */
export interface Certified {
  readonly key: string
  readonly cert: string
}

const der = (tag: number, ...parts: ReadonlyArray<Buffer>): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: ReadonlyArray<Buffer>) => der(0x30, ...parts)
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content)
const octets = (content: Buffer) => der(0x04, content)
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"))
const time = (text: string) => der(0x18, Buffer.from(text))
const whole = (value: number) => der(0x02, Buffer.from([value]))

const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"))
const commonName = oid("550403")
const alternativeNames = oid("551d11")
const basicConstraints = oid("551d13")
const isAuthority = sequence(der(0x01, Buffer.from([0xff])))

export const certify = (address: string): Certified => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(address)))))
  const names = sequence(der(0x87, Buffer.from(address.split(".").map(Number))))
  const body = sequence(
    der(0xa0, whole(2)), whole(1), ecdsaWithSha256, name,
    sequence(time("20200101000000Z"), time("21200101000000Z")), name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(
      sequence(basicConstraints, octets(isAuthority)), sequence(alternativeNames, octets(names)))))
  const signature = createSign("sha256").update(body).sign(privateKey)
  const certificate = sequence(body, ecdsaWithSha256, bits(signature)).toString("base64")
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`
  }
}
