/** One of several shapes that are told apart by their tag: how states, events and refusals are declared and made. */
import * as Schema from "effect/Schema"

/** What a field always is, where its schema is a constant: nobody has to give it. */
const constantOf = (field: object): unknown => {
  // Schemas can be called, so they are functions to `typeof`.
  if (!("schema" in field) || typeof field.schema !== "function") return undefined
  return "literal" in field.schema ? field.schema.literal : undefined
}

/**
 * A tagged struct whose `make` checks nothing at run time: whoever calls it has shown the compiler what it is given,
 * branded where that matters, and rules make such values thousands of times over. What comes from outside is decoded,
 * and decoding checks everything. Fields that are not declared are left out.
 */
export const variant = <const Tag extends string, const Fields extends Schema.Struct.Fields>(
  tag: Tag, fields: Fields
): Schema.TaggedStruct<Tag, Fields> => {
  const schema = Schema.TaggedStruct(tag, fields)
  const declared: ReadonlyArray<readonly [name: string, field: object]> = Object.entries(schema.fields)
  const constants = Object.fromEntries(declared.flatMap(([name, field]) => {
    const constant = constantOf(field)
    return constant === undefined ? [] : [[name, constant]]
  }))
  const names = declared.map(([name]) => name).filter((name) => !(name in constants))
  const make = (given: Readonly<Record<string, unknown>>) => {
    const made: Record<string, unknown> = { ...constants }
    for (const name of names) if (name in given) made[name] = given[name]
    return made
  }
  return Object.defineProperty(schema, "make", { value: make })
}
