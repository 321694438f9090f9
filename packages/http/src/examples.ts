/** What may be sent, as the description of the interface shows it. */
import * as OpenApi from "effect/http-api/OpenApi"

const password = "correct horse battery staple"
const contact = { name: "Support", mail: "support@portal.example" }
const person = { lastName: "Lovelace", firstName: "Ada", mail: "ada@acme.example", language: "en" }
const whom = { enterprise: "acme", userId: "usr_1" }
const chosen = { next: password, again: password }

/** A body for each route that takes one. */
export const bodies = {
  signIn: { name: "acme>paris", password },
  open: { command: { _tag: "OpenAccount", under: "acme", name: "paris>nas", password }, reason: "new customer" },
  batch: {
    commands: [{ _tag: "DisableAccount", path: "acme>paris" }, { _tag: "DisableAccount", path: "acme>lyon" }],
    reason: "contract ended"
  },
  policy: {
    command: { _tag: "DefinePolicy", owner: "acme", name: "nightly", settings: { "schedule.hour": 3 } }
  },
  reservation: { id: "upload-1", resource: "bytes", amount: 1_000_000 },
  token: { label: "backup agent", seconds: 2_592_000 },
  password: { password },
  contract: {
    command: {
      _tag: "SignContract", enterprise: "acme",
      terms: {
        domains: ["acme.example"], usersMax: 50, storageBytesMax: 1_000_000_000_000, accountManager: contact,
        support: contact
      }
    }
  },
  settings: {
    command: { _tag: "SaveSettings", owner: "acme", basedOn: 3, changes: { "transfer.validityDays": 14 } }
  },
  template: {
    command: {
      _tag: "EditTemplate", enterprise: "acme", kind: "activation", language: "en", subject: "Welcome to Acme",
      text: "Hello {{ firstName }}, your code is {{ code }}. Or follow {{ link }}."
    }
  },
  user: { newcomer: { ...person, enterprise: "acme", role: "user" }, reason: "hired" },
  suspend: { command: { _tag: "SuspendUser", ...whom }, reason: "left" },
  suspendAll: { commands: [{ _tag: "SuspendUser", ...whom }], reason: "left" },
  attachment: { reason: "asked for by telephone" },
  userSignIn: { mail: person.mail, password },
  challenge: { challenge: "chl_…", code: "40817263" },
  chosen: { token: "usr_1.…", password: chosen },
  mail: { mail: person.mail },
  signUp: { enterprise: "acme", person },
  passwordChange: { current: password, password: chosen },
  phone: { phone: "+33612345678" },
  phoneProved: { phone: "+33612345678", code: "40817263" },
  mailProved: { mail: "ada@home.example", code: "40817263" },
  code: { code: "481726" },
  imports: { file: "TG92ZWxhY2U7QWRhO2FkYUBhY21lLmV4YW1wbGU7RU4K", dryRun: true },
  report: { kind: "lines", count: 3 },
  newResource: { wish: { kind: "company", client: "acme" } },
  share: {
    command: {
      _tag: "GrantAccess", nodeId: "res_1", place: "acme>res_1", to: { _tag: "Role", role: "user" }, actions: ["read"]
    }
  },
  ownOrder: { command: { _tag: "ChooseFactor", ...whom, channel: "mail", twoFactor: true } }
}

interface Said {
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> }
}

/** What an operation is for, and what can be sent to it. */
export const says = (summary: string, description: string, example?: object) =>
  OpenApi.annotations({
    summary, description,
    transform: (operation) => {
      const { requestBody }: Said = operation
      if (requestBody === undefined || example === undefined) return operation
      const content = Object.fromEntries(Object.entries(requestBody.content).map(([type, media]) =>
        [type, type === "application/json" ? { ...media, example } : media]))
      return { ...operation, requestBody: { ...requestBody, content } }
    }
  })
