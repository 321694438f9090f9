/** Records that are read again and again, such as those of a list: the same text says the same, and is read once. */
import type { Codec } from "./concept.ts"

/**
 * Reads JSON, and remembers what it read of the texts that came last. Values are immutable, so whoever asks again is
 * given the same one. Nothing has to be forgotten when a record changes: it has another text then.
 */
export const remembering = <Value extends object>({ read }: Codec<Value>, most = 2_048): (text: string) => Value => {
  let [recent, older] = [new Map<string, Value>(), new Map<string, Value>()]
  return (text) => {
    const value = recent.get(text) ?? older.get(text) ?? read(JSON.parse(text))
    if (recent.size >= most) [recent, older] = [new Map(), recent]
    recent.set(text, value)
    return value
  }
}
