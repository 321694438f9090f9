/** The page of the HTTP interface: every route with its answers, from the OpenAPI document that the host serves. */
import * as OpenApi from "effect/http-api/OpenApi"
import { ofUsers } from "../packages/http/src/api-people.ts"
import { Api } from "../packages/http/src/api.ts"
import { statusByTag, type Tag } from "../packages/http/src/status.ts"
import { table } from "./docs-table.ts"

const document = OpenApi.fromApi(Api)
const methods = ["get", "post", "put", "patch", "delete"] as const
type Operation = NonNullable<(typeof document.paths)[string]["get"]>

const isTag = (text: string): text is Tag => text in statusByTag

/** The refusals that a route declares, by the names of the schemas that its answers refer to. */
const tagsOf = (operation: Operation): ReadonlyArray<Tag> =>
  [...new Set([...JSON.stringify(operation.responses).matchAll(/"#\/components\/schemas\/(\w+)Problem"/g)]
    .map(([, tag = ""]) => tag))].filter(isTag)

/** What every signed-in or readable route can answer is told once above the routes, and not again. */
const everywhere: ReadonlySet<Tag> = new Set<Tag>([
  "BadInput", "NotSignedIn", "Unavailable", "Unexpected", "BodyTooLarge", "WrongContentType", "AddressTooLong"
])

const isAboutUser = (tag: Tag): boolean => ofUsers.some((one) => one === tag)

const parametersOf = (operation: Operation): string => {
  const named = operation.parameters.map(({ name, in: place, required }) =>
    `\`${name}\` (${place}${required ? "" : ", optional"})`)
  return named.length === 0 ? "" : `Takes: ${named.join(", ")}.\n\n`
}

const answersOf = (operation: Operation): string => {
  const good = Object.keys(operation.responses).filter((status) => status.startsWith("2"))
  const tags = tagsOf(operation)
  const ofAll = ofUsers.every((tag) => tags.includes(tag))
  const rows = tags.filter((tag) => !everywhere.has(tag) && !(ofAll && isAboutUser(tag)))
    .sort((one, two) => statusByTag[one] - statusByTag[two])
    .map((tag) => `${statusByTag[tag]} \`${tag}\``)
  return [`Answers: ${good.join(", ")}`, ...rows, ...(ofAll ? ["what stands in the way of orders about users"] : [])]
    .join("; ")
}

const sentence = (text = ""): string => text === "" || /[.?!]$/.test(text) ? text : `${text}.`

const sectionOf = (path: string, method: string, operation: Operation): string => {
  const head = `### ${method.toUpperCase()} ${path}`
  const about = `${sentence(operation.summary)} ${sentence(operation.description)}`
  return `${head}\n\n${about}\n\n${parametersOf(operation)}${answersOf(operation)}.\n`
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const operation = item[method]
    return operation === undefined ? [] : [{ path, method, operation }]
  }))

const groups = [...new Set(operations.flatMap(({ operation }) => operation.tags))]

const aboutUsers = () => ofUsers.map((tag) => [`\`${tag}\``, String(statusByTag[tag])])
const alike = () => [...everywhere].map((tag) => [`\`${tag}\``, String(statusByTag[tag])])

const standards = `Two standards are two more ways into the same orders and questions, with the same tokens and powers.

## SCIM 2.0

RFC 7643 and RFC 7644 at \`/scim/v2/{enterprise}\`, for directories: \`Users\`; \`Groups\`, which are the roles;
and \`ServiceProviderConfig\`, \`ResourceTypes\` and \`Schemas\`, which tell exactly what is served. Refusals are SCIM
errors.

* Filters know every operator of RFC 7644. Instants are compared as instants, and texts as \`caseExact\` says.
* A user whom \`active\` says no of is suspended. Yes opens the account again; a creation that was blocked goes on, if
  nobody else holds the address any more, and else stays blocked.
* One request changes everything that it asks for, or nothing: what would be refused is refused before anything else is
  done. Whoever was moved into a group before somebody could not be is given back their role, but is signed out.
* A whole user or group in place of another changes what differs, and what it does not say stays. Groups are not
  created, renamed or deleted: \`members\` alone can be changed.
* \`externalId\` is not kept: whatever says something of it is carried out as if it did not. Whatever else \`Schemas\`
  does not name or calls \`readOnly\` is passed over in a whole resource, and in a PATCH without a path; a path that
  names it is refused.
* A domain that is not the enterprise's, or no seat, is 400 \`invalidValue\`; 409 \`uniqueness\` means that somebody has
  the \`userName\`.
* \`sortBy\` takes what \`ServiceProviderConfig\` lists, and nothing else. There are no bulk requests, no ETags, no
  \`/Me\` and no \`meta.lastModified\`.

## AuthZEN 1.0

The Authorization API at \`/access/v1\`, for products that leave decisions to the portal: \`evaluation\`,
\`evaluations\`, \`search/subject\`, \`search/resource\` and \`search/action\`. Subjects are users, by id; resources are
of type \`user\`, \`node\` or \`place\`; an action is the name of a power. Whose users are meant stands in
\`subject.properties.enterprise\`, else they are the caller's own.

* Yes and no are both 200, and \`context\` says by which grant, or by which rule not. Whoever and whatever is unknown is
  a no, under any type, id or name, and is found by no search. 400 means that a field is missing or of another kind.
* Who asks must see every user of the enterprise; any other is answered 404, whether there is one or not.
* \`page.limit\` is any whole number; at most 500 results are told at once. With 0 none are, and \`next_token\` says
  whether there are any. A token is sealed: it goes on with the same search by whoever bears the same bearer token.
  There is no list of places.
* Every answer bears the \`X-Request-ID\` of its request, refusals too. It has 1 to 1000 printable ASCII characters; any
  other is refused with 400, and nothing is decided.
* With \`publicUrl\`, \`/.well-known/authzen-configuration\` tells where it all is.

## Every route`

export const httpPage = (): string => `# HTTP

\`@intendant/http\` gives one fetch handler ([embedding.md](embedding.md) shows where to mount it). The host serves this
interface as OpenAPI at \`/openapi.json\`, and as a page at \`/docs\`.

* Whoever is signed in sends \`Authorization: Bearer <token>\`: the token of a session, or an API token. Accounts sign
  in at \`POST /sessions\`, people at \`POST /people/sign-in\`, which may ask for a code before it gives a token.
* Who has proved too little for an order is answered 428, with the proof that is missing: \`POST /me/step-up\`, or
  \`POST /me/confirmations\` where the rule is AUT-4 and the password alone is missing.
* Passwords, codes and what links carry are sent in bodies; no address and no line of the log holds any of them.
* Messages are counted by who is sent them and by who asks. Behind proxies, name these as \`trustedProxies\`: else
  everybody seems to be the proxy, and is counted as one.
* Bodies are JSON. A command is the same JSON as in process: \`{ "command": { "_tag": "DisableAccount", "path": … } }\`.
* The name of an account or an enterprise in an address is percent-encoded: \`/accounts/acme%3Eparis\`.
* Writes take an \`Idempotency-Key\`: within a day, the same key with the same body gives the first answer again.
* Every refusal is a problem document of RFC 9457 (\`application/problem+json\`): \`type\`, \`title\`, \`status\`,
  \`detail\` in the language of \`Accept-Language\`; and besides \`rule\`, \`parameter\` where there is one, \`refusal\`
  (the same JSON as in process) and \`why\` in English and in French. [refusals.md](refusals.md) lists all of them.
* Who may not see a place is answered 404 whether it exists or not.

${standards}

Any route may also answer:

${table(["refusal", "status"], alike())}

What may stand in the way of orders about users, and of what people do about themselves:

${table(["refusal", "status"], aboutUsers())}

${groups.map((group) => `## ${group}\n\n${operations.filter(({ operation }) => operation.tags.includes(group))
    .map(({ path, method, operation }) => sectionOf(path, method, operation)).join("\n")}`).join("\n")}`
