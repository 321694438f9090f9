/** What the host says when it is up: where it is, who can sign in, and what to try first. */
import { rootName, type Seeded } from "./seed.ts"
import { enterprise, firstAdmin } from "./seed-workspace.ts"
import type { BlueprintName, Settings } from "./settings.ts"

/** What is up, and with what. */
export interface Up extends Seeded {
  readonly url: string
  readonly passwordFile: string
  readonly storage: string
}

const tokenLines = (tokens: Seeded["tokens"]): ReadonlyArray<string> =>
  Object.keys(tokens).length === 0 ? [] : [
    "",
    "These tokens are shown once, and kept nowhere. Each goes into `Authorization: Bearer …`:",
    ...Object.entries(tokens).map(([role, token]) => `  ${role.padEnd(9)} ${token}`)
  ]

const signInLine = (url: string, passwordFile: string) =>
  `  curl -s ${url}/sessions -H 'content-type: application/json' ` +
  `-d "{\\"name\\":\\"${rootName}\\",\\"password\\":\\"$(cat '${passwordFile}')\\"}"`

/** Who can get in first: the root account with its password, or an admin by the mail that was sent. */
const firstLines = (url: string, passwordFile: string, blueprint: BlueprintName): ReadonlyArray<string> =>
  blueprint === "secure-workspace"
    ? [
      "Sign in, and give the token of the answer as `Authorization: Bearer …`: the code is in the mail to",
      `${firstAdmin}, which the operator of a demonstration reads with`,
      `  curl -s -X POST ${url}/demo/mails -H "authorization: Bearer $OPERATOR"`,
      "and text messages, once somebody has them, at /demo/texts."
    ]
    : ["Sign in, and give the token of the answer as `Authorization: Bearer …`:", signInLine(url, passwordFile)]

export const greeting = ({ url, passwordFile, storage, tokens }: Up, { isDemo, blueprint }: Settings): string =>
  [
    url,
    "",
    `  documentation  ${url}/docs`,
    `  interface      ${url}/openapi.json`,
    `  portal         ${blueprint}, on ${storage}`,
    ...(blueprint === "secure-workspace"
      ? [`  enterprise     ${enterprise}, whose first admin is ${firstAdmin}`]
      : [`  root account   ${rootName}, whose password is in ${passwordFile}`]),
    ...tokenLines(tokens),
    "",
    ...firstLines(url, passwordFile, blueprint),
    ...(isDemo ? [
      "",
      "This is a demonstration: the operator's token moves the clock of this process, forward only:",
      `  curl -s ${url}/demo/clock -H "authorization: Bearer $OPERATOR" -H 'content-type: application/json' ` +
        "-d '{\"now\":\"2030-01-02T05:00:00Z\"}'"
    ] : []),
    ""
  ].join("\n")
