/** What may happen to the wording of a mail. First the list of commands, then one rule each, a line per status. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import * as Notice from "./model.ts"
import { faultsOf, isOf } from "./rules.ts"

type Verdict = Decision<Notice.Event, Notice.Refusal>

export const decide = (command: Notice.Command, notice: Notice.Notice, facts: Notice.Facts): Verdict =>
  Match.valueTags(command, {
    EditTemplate: (edit) => change(edit, notice, facts),
    RestoreTemplate: () => restore(notice)
  })

/**
 * An enterprise words some of the mails that its people receive, in French and in English. A wording that could not be
 * sent is refused with all that is wrong with it, and nothing is kept of it. It belongs to the enterprise that wrote
 * it: who bears the same name later has the standard one.
 *
 * @rule NTF-2
 * @source 001, Adapter les emails
 */
const change = (
  { enterprise, kind, language, subject, text }: typeof Notice.EditTemplate.Type, notice: Notice.Notice,
  { enterpriseId, trial }: Notice.Facts
): Verdict => {
  if (enterpriseId === undefined) return refuse(NoSuchAccount.make({ path: enterprise }))
  const faults = faultsOf(kind, { subject, text }, trial)
  if (faults.length > 0) return refuse(Notice.TemplateRefused.make({ kind, faults }))
  const edited = accept(Notice.TemplateEdited.make({ enterprise, enterpriseId, kind, language, subject, text }))
  return Match.valueTags(notice, {
    Standard: () => edited,
    Edited: (before) =>
      isOf(before, enterpriseId) && before.subject === subject && before.text === text ? nothing : edited
  })
}

/** What was written under the name before is cleared away too: whoever may edit here may do that. */
const restore = (notice: Notice.Notice): Verdict =>
  Match.valueTags(notice, {
    Standard: () => nothing,
    Edited: () => accept(Notice.TemplateRestored.make({}))
  })
