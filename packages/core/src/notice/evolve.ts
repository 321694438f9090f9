/** What the wording of a mail becomes once something has happened to it. */
import * as Notice from "./model.ts"

export const initial: Notice.Notice = Notice.Standard.make({})

export const evolve = (_notice: Notice.Notice, event: Notice.Event): Notice.Notice => {
  switch (event._tag) {
    case "TemplateEdited": {
      const { _tag, ...edited } = event
      return Notice.Edited.make(edited)
    }
    case "TemplateRestored":
      return initial
  }
}
