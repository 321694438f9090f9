/** The page of every parameter of a blueprint: its type, its value in each portal, and what refuses by it. */
import { backupAccounts, backupAccountsClassic, secureWorkspace } from "@intendant/blueprints"
import { Portals } from "@intendant/core"
import * as Schema from "effect/Schema"
import { toldRefusals } from "./docs-refusals.ts"
import { cell, table } from "./docs-table.ts"

/** As much of JSON Schema as blueprints are made of. */
const Fields = Schema.Record(Schema.String, Schema.Unknown)
const Shape = Schema.Struct({
  type: Schema.optionalKey(Schema.String), enum: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  anyOf: Schema.optionalKey(Schema.Array(Schema.Unknown)), items: Schema.optionalKey(Schema.Unknown),
  properties: Schema.optionalKey(Fields), additionalProperties: Schema.optionalKey(Schema.Unknown),
  minimum: Schema.optionalKey(Schema.Number), maximum: Schema.optionalKey(Schema.Number),
  $ref: Schema.optionalKey(Schema.String)
})
const read = Schema.decodeUnknownSync(Shape)

const document = Schema.toJsonSchemaDocument(Portals.Blueprint)
const resolved = (schema: unknown): typeof Shape.Type => {
  const shape = read(schema)
  const name = shape.$ref?.split("/").at(-1)
  return name === undefined ? shape : read(document.definitions[name])
}

/** A type in a few words: `{ selfServiceSeconds: 0–3155760000, then: support, admin, operator or nobody }`. */
const typeOf = (schema: unknown): string => {
  const shape = resolved(schema)
  if (shape.anyOf !== undefined) return shape.anyOf.map(typeOf).join(" or ")
  if (shape.enum !== undefined) return shape.enum.map((value) => `\`${String(value)}\``).join(", ")
  if (shape.type === "array") return `list of: ${typeOf(shape.items)}`
  if (shape.properties !== undefined) return structOf(shape.properties)
  if (shape.type === "object") return mapOf(shape.additionalProperties)
  const { type = "anything", minimum, maximum } = shape
  return minimum === undefined || maximum === undefined ? type : `${type} ${minimum}–${maximum}`
}

const isShape = Schema.is(Shape)
const mapOf = (values: unknown): string => isShape(values) ? `by name: ${typeOf(values)}` : "by name"

const structOf = (properties: Readonly<Record<string, unknown>>): string => {
  const { _tag, ...fields } = properties
  const inside = Object.entries(fields).map(([name, schema]) => `${name}: ${typeOf(schema)}`).join("; ")
  if (_tag === undefined) return `{ ${inside} }`
  return inside === "" ? typeOf(_tag) : `${typeOf(_tag)} { ${inside} }`
}

const portals = [backupAccounts, backupAccountsClassic, secureWorkspace]

const valueOf = (blueprint: object, group: string, name: string): string => {
  const value: unknown = Object.entries(blueprint).find(([field]) => field === group)?.[1]
  const found: unknown = Object.entries(Object(value)).find(([field]) => field === name)?.[1]
  return `\`${JSON.stringify(found)}\``
}

const rowsOf = (group: string, schema: unknown): ReadonlyArray<ReadonlyArray<string>> =>
  Object.entries(resolved(schema).properties ?? {}).map(([name, type]) => {
    const parameter = `${group}.${name}`
    const obeying = toldRefusals().filter((refusal) => refusal.parameter === parameter || refusal.parameter === group)
    const tags = [...new Set(obeying.map(({ tag }) => tag))]
    const [here, ...others] = portals.map((one) => valueOf(one, group, name))
    return [
      `\`${parameter}\``, typeOf(type), here ?? "", ...others.map((value) => value === here ? "the same" : value),
      tags.map((tag) => `\`${tag}\``).join(", ")
    ].map(cell)
  })

type Powers = (typeof backupAccounts)["powers"]

/** How far a power reaches, and what has to be proved for it. */
const held = ({ reach, level = 1, fresh = false }: Powers["account"][number]): string =>
  [reach, ...(level > 1 ? [`(level ${level})`] : []), ...(fresh ? ["(password again)"] : [])].join(" ")

const powersTable = (powers: Powers): string => {
  const roles = Object.entries(powers).filter(([, some]) => some.length > 0)
  const permissions = [...new Set(roles.flatMap(([, some]) => some.map(({ permission }) => permission)))].sort()
  return table(["power", ...roles.map(([role]) => role)], permissions.map((permission) => [
    `\`${permission}\``,
    ...roles.map(([, some]) => some.filter((power) => power.permission === permission).map(held).join(", "))
  ]))
}

export const parametersPage = (): string => {
  const groups = Object.entries(resolved(document.schema).properties ?? {})
    .filter(([name]) => name !== "name" && name !== "powers")
  const rows = groups.flatMap(([group, schema]) => rowsOf(group, schema))
  return `# Parameters

A portal is a blueprint: plain JSON with a \`name\`, the \`powers\` of each role, and these parameters. It is checked
when the portal is opened. No rule asks which portal it serves, and what was decided under one blueprint stays as it was
decided.

${table(["parameter", "type", ...portals.map(({ name }) => `\`${name}\``), "refusals that obey it"], rows)}

## Powers

How far each power reaches from the account or the user that holds it: \`itself\`, \`below\` it, \`within\` it (both),
or \`everywhere\`. Users hold theirs over others from their enterprise down. A level tells how surely they have proved
who they are: one factor, two, or two asked for again. Nothing but a power in these tables lets anybody do anything.

In \`backup-accounts\` and \`backup-accounts-classic\`:

${powersTable(backupAccounts.powers)}

In \`secure-workspace\`:

${powersTable(secureWorkspace.powers)}
`
}
