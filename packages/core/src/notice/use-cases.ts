/** The ways into the wording of mails. All that is decided is decided in `decide.ts`. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { codec, type Concept } from "../kernel/concept.ts"
import { Denial } from "../kernel/permit.ts"
import type { Path } from "../kernel/path.ts"
import type { Records, Unavailable } from "../kernel/records.ts"
import { read, type Remember, runner, type Submission } from "../kernel/run.ts"
import type { Owner } from "../policy/index.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { Command, Event, type Facts, Notice, Refusal, type TemplateRef, type Trial } from "./model.ts"
import { permissions } from "./permissions.ts"
import { editedBy, samplesOf } from "./rules.ts"
import type { Templates } from "./templates.ts"
import { tried } from "./use-cases-compose.ts"

/** The key of a wording's record: no kind and no language holds `>`, so that no two wordings share one. */
export const keyOf = ({ enterprise, kind, language }: TemplateRef): string => `${enterprise}>>${kind}>>${language}`

export const concept: Concept<Notice, Command, Event, Refusal, Facts> = {
  name: "notice", initial, decide, evolve, permissions,
  place: ({ enterprise }) => enterprise, key: keyOf, aside: () => ({ ledger: [], due: [] }),
  state: codec(Notice), command: codec(Command), event: codec(Event),
  refusal: codec(Schema.Union([Refusal, Denial]))
}

const untried = { _tag: "Unreadable", message: "it was not tried" } as const

/** What becomes of the wording that an order asks for, with a sample for each variable. */
const trialOf = (engine: Templates["Service"], command: Command): Effect.Effect<Trial> => {
  const samples = samplesOf(command.kind)
  return command._tag === "EditTemplate"
    ? tried(engine, command, samples)
    : Effect.succeed({ values: samples, found: { subject: untried, text: untried } })
}

/** Makes the way in for commands on wordings; `ownerOf` tells who bears the enterprise's name. */
export const submitter = (
  records: Records["Service"], engine: Templates["Service"],
  ownerOf: (enterprise: Path) => Effect.Effect<Owner, Unavailable>
) => {
  const run = runner(concept, records)
  return (submission: Submission<Command>, remember: ReadonlyArray<Remember<Notice, Refusal>> = []) =>
    run(submission, () =>
      Effect.map(
        Effect.all([ownerOf(submission.command.enterprise), trialOf(engine, submission.command)]),
        ([{ ownerId, guard }, trial]) => ({ facts: { enterpriseId: ownerId, trial }, along: () => [guard] })
      ), remember)
}

/** The wording of a mail that an enterprise, known by its id, has edited; none where it has the standard one. */
export const editedTemplate = (records: Records["Service"], ref: TemplateRef, enterpriseId: string | undefined) =>
  Effect.map(records.load({ concept: concept.name, id: keyOf(ref) }), (kept) =>
    editedBy(read(concept, kept).state, enterpriseId))
