/** Reading records whose names come from outside: what every object has by birth is none of them. */

/** The field of this name, or none. A plain lookup would find `constructor` in every record. */
export const ownOf = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined
