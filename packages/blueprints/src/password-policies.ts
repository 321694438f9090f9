/**
 * Rules for passwords that have a name: show the compatibility with them, or enforce one. None caps the length. Where a
 * standard does not speak of common or personal passwords, that they are refused is ours.
 */
import type { Credential } from "@intendant/core"

export const passwordPolicies = {
  /** The guide of the secure workspace (USR-3), to the letter. */
  portal: {
    alternatives: [{ charactersMin: 9, classesMin: 3 }], commonRefused: false, personalRefused: false
  },
  /**
   * NIST SP 800-63B-4 for a password alone: length and the list, and no classes. What is refused is compared whole, so
   * that a name within the password is no reason.
   */
  nist: {
    alternatives: [{ charactersMin: 15, classesMin: 1 }], commonRefused: true, personalRefused: false
  },
  /** The same where a second factor is always asked for. */
  "nist-second-factor": {
    alternatives: [{ charactersMin: 8, classesMin: 1 }], commonRefused: true, personalRefused: false
  },
  /** CNIL 2022, some 80 bits: for a password alone. */
  cnil: {
    alternatives: [
      { charactersMin: 12, classesMin: 4 }, { charactersMin: 14, classesMin: 3 },
      { charactersMin: 1, classesMin: 1, wordsMin: 7 }
    ],
    commonRefused: true, personalRefused: true
  },
  /** CNIL 2022, some 50 bits: where the number of attempts is limited, as a lockout does. */
  "cnil-limited": {
    alternatives: [{ charactersMin: 8, classesMin: 3 }], commonRefused: true, personalRefused: true
  },
  /** PGSSI-S asks for strong passwords and publishes no figure: these are ours, for each portal to set. */
  "pgssi-s": {
    alternatives: [{ charactersMin: 12, classesMin: 3 }], commonRefused: true, personalRefused: true
  }
} satisfies Record<string, Credential.PasswordRule>
