/** Codes that people type: read off a screen, a telephone or a sheet of paper, and made of random text. */

const digits = 8
const groups = [0, 4, 8, 12]
/** The signs of a random text, each of which has six bits. */
const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
const base32 = "abcdefghijklmnopqrstuvwxyz234567"

/** Eight digits from a secret text: 60 bits of it, so that no digit is likelier than another by more than a breath. */
export const digitsOf = (text: string): string => {
  const value = Array.from(text.slice(0, 10)).reduce((sum, sign) => sum * 64n + BigInt(base64.indexOf(sign)), 0n)
  return String(value % 10n ** BigInt(digits)).padStart(digits, "0")
}

/** Sixteen letters and digits in groups of four: 80 bits of a random text. */
export const lettersOf = (random: string): string => {
  // Each sign of the text has six bits, of which five are taken.
  const letters = Array.from(random.slice(0, 16), (sign) => base32.charAt(base64.indexOf(sign) >> 1))
  return groups.map((at) => letters.slice(at, at + 4).join("")).join("-")
}

/** What `lettersOf` gives, and nothing else. */
export const isLetters = (text: string): boolean => /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/.test(text)
