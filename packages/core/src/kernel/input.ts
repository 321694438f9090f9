/** What comes from outside is read through a schema, once: every fault of it is told, and what would be right. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { refusal } from "./refusal.ts"

/** One fault: where it stands in what was sent, and what would be accepted there. The value itself is not repeated. */
export const Fault = Schema.Struct({ field: Schema.String, expected: Schema.String })
export type Fault = typeof Fault.Type

/** What was sent is not what is taken here: every fault at once. Nothing was decided, and nothing is written. */
export const BadInput = refusal("BadInput", "INPUT", { faults: Schema.Array(Fault) })
export type BadInput = typeof BadInput.Type

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** What a schema says where a value is none of its variants: all of them, of which the names are enough. */
const variantsOnly = /^Expected (\{ readonly "_tag": "[^"]*", \.\.\. \}( \| |$))+$/
const variant = /\{ readonly "_tag": ("[^"]*"), \.\.\. \}/g

const brief = (expected: string): string =>
  variantsOnly.test(expected) ? expected.replace("Expected ", "Expected _tag ").replaceAll(variant, "$1") : expected

/** The faults that a schema found, without the values that were sent: they may be secret. */
export const faultsOf = (issue: SchemaIssue.Issue): ReadonlyArray<Fault> =>
  format(issue).issues.map(({ path = [], message }) => ({
    field: path.map((part) => String(typeof part === "object" ? part.key : part)).join("."),
    expected: brief(message.replace(/, (got|actual) .*$/su, ""))
  }))

/** Reads a value from outside. Fields that the schema does not know are faults like any other. */
export const reader = <Value, Written>(schema: Schema.Codec<Value, Written>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (sent: unknown): Result.Result<Value, BadInput> =>
    Result.mapError(decode(sent), ({ issue }) => BadInput.make({ faults: faultsOf(issue) }))
}
