/** Templates that people may edit, filled in by LiquidJS, of which hardly anything is left: nothing runs or loops. */
import { Notice } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { Liquid, LiquidError, type Template, TokenKind, Tokenizer } from "liquidjs"
import { filters, isAllowed, tags } from "./grammar.ts"

const templateCharactersMax = 10_000
const filledCharactersMax = 1_000_000
const renderMillisMax = 1_000
const messageCharactersMax = 200

/** Letters that become several when they are written as capitals become three at most. */
const growthMax = 3

/** LiquidJS without files, without most of its tags and filters, and without what values inherit. */
const engineOf = (): Liquid => {
  const engine = new Liquid({
    strictVariables: true, strictFilters: true, ownPropertyOnly: true, jsTruthy: true, templates: {},
    parseLimit: templateCharactersMax, memoryLimit: filledCharactersMax, renderLimit: renderMillisMax
  })
  for (const name of Object.keys(engine.tags)) if (!tags.includes(name)) delete engine.tags[name]
  for (const name of Object.keys(engine.filters)) if (!filters.includes(name)) engine.unregisterFilter(name)
  return engine
}

type Fault = Notice.TemplateFault
type Read<Value> = Result.Result<Value, Fault>

/** A template as it was read. */
interface Parsed {
  readonly templates: Array<Template>
  readonly variables: ReadonlyArray<string>
  /** How many values it puts in, at most. */
  readonly outputs: number
}

const faultAt = (message: string, [line, column]: ReadonlyArray<number>): Fault =>
  ({
    message: message.slice(0, messageCharactersMax),
    ...(line === undefined || column === undefined ? {} : { line, column })
  })

/** What LiquidJS says of a template. It says it before any value is there, so that it cannot repeat one. */
const faultOf = (thrown: unknown): Fault =>
  LiquidError.is(thrown)
    ? faultAt((thrown.originalError ?? thrown).message.replace(/, line:\d+, col:\d+$/, ""), thrown.token.getPosition())
    : { message: "the template is too intricate" }

/** Reads a template, and refuses the first piece that is none of ours before LiquidJS looks at it. */
const parse = (engine: Liquid, template: string): Read<Parsed> => {
  if (template.length > templateCharactersMax) {
    return Result.fail({ message: `the template has more than ${templateCharactersMax} characters` })
  }
  try {
    const tokens = new Tokenizer(template, engine.options.operators).readTopLevelTokens(engine.options)
    const pieces = tokens.filter(({ kind }) => kind !== TokenKind.HTML)
    const stranger = pieces.find((piece) => !isAllowed(piece.getText()))
    if (stranger !== undefined) {
      return Result.fail(faultAt(`${stranger.getText()} is not allowed here`, stranger.getPosition()))
    }
    const templates = engine.parse(template)
    const outputs = pieces.filter(({ kind }) => kind === TokenKind.Output).length
    return Result.succeed({ templates, variables: engine.variablesSync(templates), outputs })
  } catch (thrown) {
    return Result.fail(faultOf(thrown))
  }
}

type Values = Readonly<Record<string, string>>

/** Fills in what was read. What is told of a failure is always the same: the engine's own words may repeat a value. */
const fill = (
  engine: Liquid, { templates, variables, outputs }: Parsed, template: string, values: Values
): Read<string> => {
  const absent = variables.find((name) => !Object.hasOwn(values, name))
  if (absent !== undefined) return Result.fail({ message: `${absent} has no value` })
  const longest = variables.reduce((most, name) => Math.max(most, values[name]?.length ?? 0), 0)
  if (template.length + outputs * longest * growthMax > filledCharactersMax) {
    return Result.fail({ message: "the filled template would be too large" })
  }
  try {
    const scope: Record<string, string> = Object.assign(Object.create(null), values)
    return Result.succeed(String(engine.renderSync(templates, scope)))
  } catch {
    return Result.fail({ message: "the template takes too long, or grows too large" })
  }
}

/** Makes the port. A template is read anew each time: nothing is kept between two calls. */
export const make = (): Notice.Templates["Service"] => {
  const engine = engineOf()
  return Notice.Templates.of({
    variables: (template) => Effect.sync(() => Result.map(parse(engine, template), ({ variables }) => variables)),
    render: (template, values) => Effect.sync(() =>
      Result.flatMap(parse(engine, template), (parsed) => fill(engine, parsed, template, values)))
  })
}

/** The port as a layer. */
export const layer: Layer.Layer<Notice.Templates> = Layer.sync(Notice.Templates, make)
