/** What may be sent, as the description of the interface shows it. */
import * as OpenApi from "effect/http-api/OpenApi"

const password = "correct horse battery staple"

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
  password: { password }
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
        [type, { ...media, example }]))
      return { ...operation, requestBody: { ...requestBody, content } }
    }
  })
