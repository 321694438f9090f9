/** Text that every storage can keep: well-formed Unicode, without U+0000. */
import * as Schema from "effect/Schema"

/** Refuses U+0000 and halves of characters, which no database keeps as they are. */
export const isKeepable = Schema.isPattern(/^[^\0\p{Cs}]*$/u, {
  description: "well-formed Unicode without U+0000"
})

/** Where a page continues: the cursor that the page before gave. */
export const Cursor = Schema.String.check(Schema.isMaxLength(4096), isKeepable)
