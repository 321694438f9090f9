/** How a refusal about policies is told to a person. */
import type { Wordings } from "../kernel/refusal.ts"
import type { NoSuchAccount } from "../kernel/permit.ts"
import type { Refusal } from "./model.ts"

type Faults = ReadonlyArray<{ readonly setting: string; readonly expected: string }>
const listed = (faults: Faults): string => faults.map(({ setting, expected }) => `${setting} (${expected})`).join("; ")

/** That there is no such account is told by the accounts' own sentences. */
export const wordings: Wordings<Exclude<Refusal, NoSuchAccount>> = {
  en: {
    NoSuchPolicy: ({ policy }) => `There is no policy ${policy.name} of ${policy.owner}.`,
    SettingsUnknown: ({ faults }) => `These settings cannot be set so: ${listed(faults)}.`
  },
  fr: {
    NoSuchPolicy: ({ policy }) => `Il n'y a pas de stratégie ${policy.name} de ${policy.owner}.`,
    SettingsUnknown: ({ faults }) => `Ces réglages ne se règlent pas ainsi : ${listed(faults)}.`
  }
}
