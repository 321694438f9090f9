/** What the ports need of a connection: one statement on its own, or several in one transaction. Nothing else. */

/** A statement that is sent again and again. `{schema}` in it stands for the schema that was chosen. */
export interface Statement {
  /** Under this name the server keeps the plan. */
  readonly name: string
  readonly text: string
}

export type Value = string | number | null
export type Row = Readonly<Record<string, unknown>>

/** Sends a statement and gives the rows of its answer. */
export type Ask = (statement: Statement, values: ReadonlyArray<Value>) => Promise<ReadonlyArray<Row>>

/** What may be asked within a transaction. A script is several statements without values. */
export interface Transaction {
  readonly ask: Ask
  readonly script: (text: string) => Promise<void>
}

/** A way to the database. Whatever goes wrong, no connection is left in a transaction. */
export interface Driver {
  /** One statement, which is a transaction of its own. */
  readonly ask: Ask
  readonly transaction: <Answer>(body: (transaction: Transaction) => Promise<Answer>) => Promise<Answer>
  readonly close: () => Promise<void>
}

const schemaPattern = /^[a-z_][a-z0-9_]{0,35}$/

/** Puts the schema where a text leaves room for it. A name that would need quotes is refused. */
export const inSchema = (text: string, schema: string): string => {
  if (!schemaPattern.test(schema)) throw new Error(`a schema is named like "intendant_1", not like "${schema}"`)
  return text.replaceAll("{schema}", schema)
}

/** Works the statements' texts out once for each. */
export const texts = (schema: string): (statement: Statement) => string => {
  const known = new Map<string, string>()
  return ({ name, text }) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const made = inSchema(text, schema)
    known.set(name, made)
    return made
  }
}

/** The single column of the only row. */
export const only = (rows: ReadonlyArray<Row>, column: string): unknown => rows[0]?.[column]
