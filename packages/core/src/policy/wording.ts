/** How a refusal about policies is told to a person. */
import type { Wordings } from "../kernel/refusal.ts"
import type { Refusal } from "./model.ts"

type Faults = ReadonlyArray<{ readonly setting: string; readonly expected: string }>
const listed = (faults: Faults): string => faults.map(({ setting, expected }) => `${setting} (${expected})`).join("; ")

export const wordings: Wordings<Refusal> = {
  en: {
    NoSuchPolicy: ({ policy }) => `There is no policy ${policy.name} of ${policy.owner}.`,
    SettingsUnknown: ({ faults }) => `These settings cannot be set so: ${listed(faults)}.`
  },
  fr: {
    NoSuchPolicy: ({ policy }) => `Il n'y a pas de stratégie ${policy.name} de ${policy.owner}.`,
    SettingsUnknown: ({ faults }) => `Ces réglages ne se règlent pas ainsi : ${listed(faults)}.`
  }
}
