/**
 * Who may know whom. The core is read from top to bottom: a concept may speak only of what stands above it,
 * and within a concept the rules see data alone, the ports see what acts as a type, and only the ways in act.
 */
const readingOrder = [
  "kernel", "retention", "role", "resource", "policy", "setting", "plan", "quota", "contract", "credential", "account",
  "user", "machine",
  "container", "kit", "notice", "journal", "statistics", "maintenance", "portal"
]

/** Modules of effect that hold data and functions only: nothing in them can act before somebody runs it. */
const inert = [
  "Array", "BigDecimal", "BigInt", "Boolean", "Brand", "Chunk", "Data", "DateTime", "Duration", "Equal", "Equivalence",
  "Function", "Hash", "HashMap", "HashSet", "Iterable", "Match", "Number", "Option", "Order", "Ordering", "Pipeable",
  "Predicate", "Record", "Redacted", "Result", "Schema", "SchemaAST", "SchemaGetter", "SchemaIssue", "SchemaParser",
  "SchemaTransformation", "String", "Struct", "Tuple", "Types"
]

/**
 * What each file of the core is. Whatever is named neither a port nor a way in is held to the rules of pure files;
 * only the portal, where everything is put together, has to name its pure files.
 */
const port = [
  "activity", "authenticator", "data", "due", "ledger", "lists", "[a-z-]+-lists", "mailer", "one-time", "records",
  "secrets", "sessions", "strength", "templates", "texter", "throttle"
]
const acting = ["run", "once", "gather", "in-turn", "index", "use-cases", "use-cases-[a-z-]+", "worker", "tokens"]
const inCore = (names) => `^packages/core/src/[^/]+/(${names.join("|")})[.]ts$`
const seenByRules = [
  `^packages/core/src/(?!portal/)[^/]+/(?!(${[...port, ...acting].join("|")})[.]ts$)`,
  "^packages/core/src/portal/(model|decide|evolve|rules|permissions|wording)[.]ts$"
]
const pure = { path: seenByRules }

const concept = (name) => `^packages/core/src/${name}/`
const effect = (names) => `(^|/)node_modules/effect/dist/(${names.join("|")})[.]`
const anyOfEffect = "(^|/)node_modules/effect/"

/** A package as every import may reach it: by its folder, by its link in node_modules, or by its bare name. */
const reached = (folder, name) =>
  [`^${folder}/`, `(^|/)node_modules/@intendant/${name}(/|$)`, `^@intendant/${name}(/|$)`]
const adapterNames = "(memory|sqlite|postgres|redis|[a-z]+-[a-z]+)"
const adapters = reached("adapters", adapterNames)
const hosts = [...reached("packages/http", "http"), ...reached("packages/cli", "cli"), "^examples/"]

const order = readingOrder.slice(0, -1).map((name, index) => ({
  name: `${name}-looks-up-only`, comment: "A concept speaks only of the concepts above it.", severity: "error",
  from: { path: concept(name) }, to: { path: readingOrder.slice(index + 1).map(concept) }
}))

const insideCore = [
  { name: "core-depends-on-effect-alone", comment: "Nothing else is needed to run a rule.", severity: "error",
    from: { path: "^packages/core/src/" }, to: { path: ["node_modules/", "^@"], pathNot: [anyOfEffect] } },
  { name: "core-knows-nobody", comment: "The core stands above everything.", severity: "error",
    from: { path: "^packages/core/" },
    to: {
      path: ["^(adapters|examples|tools)/", "^packages/(?!core/)", "(^|/)node_modules/@intendant/", "^@intendant/"]
    } },
  { name: "no-node-in-core", comment: "The core runs wherever JavaScript runs.", severity: "error",
    from: { path: "^packages/core/src/" }, to: { dependencyTypes: ["core"] } },
  { name: "a-concept-has-its-place", comment: "A new concept takes its place in the reading order first.",
    severity: "error", from: {}, to: { path: "^packages/core/src/[^/]+/", pathNot: readingOrder.map(concept) } },
  { name: "nothing-above-the-index", comment: "Files directly in src are read last.", severity: "error",
    from: { path: "^packages/core/src/[^/]+/" }, to: { path: "^packages/core/src/[^/]+[.]ts$" } },
  { name: "rules-are-pure", comment: "Rules see data, and nothing that acts.", severity: "error",
    from: pure, to: { path: anyOfEffect, pathNot: effect(inert) } },
  { name: "rules-see-rules", comment: "A rule may not reach a port or a way in.", severity: "error",
    from: pure, to: { path: "^packages/core/src/", pathNot: seenByRules } },
  { name: "ports-only-promise", comment: "A port names what acts as a type: an adapter does it.", severity: "error",
    from: { path: inCore(port) },
    to: { path: anyOfEffect, pathNot: effect([...inert, "Context"]), dependencyTypesNot: ["type-only"] } },
  { name: "ports-see-no-way-in", comment: "A port may not lean on those who use it.", severity: "error",
    from: { path: inCore(port) }, to: { path: inCore(acting) } },
  { name: "evolve-decides-nothing", comment: "What has happened is not judged again.", severity: "error",
    from: { path: "/evolve[.]ts$" }, to: { path: "/(decide|rules)[.]ts$" } }
]

const betweenPackages = [
  { name: "no-cycles", comment: "A cycle cannot be read.", severity: "error", from: {}, to: { circular: true } },
  { name: "effect-by-module", comment: "So that this tool sees what a file may do.", severity: "error",
    from: { path: "^(packages|adapters|examples)/" },
    to: { path: ["(^|/)node_modules/effect/dist/index[.]", "(^|/)node_modules/effect/dist/[a-z-]+/index[.]"] } },
  { name: "one-way-in", comment: "From outside, only what the core publishes.", severity: "error",
    from: { path: "^(adapters|examples|tools|packages/(?!core/))" },
    to: { path: "^packages/core/src/", pathNot: "^packages/core/src/(index|promises)[.]ts$" } },
  { name: "adapters-do-not-meet", comment: "Adapters know the core, never each other.", severity: "error",
    from: { path: "^adapters/([^/]+)/src/" },
    to: { path: adapters, pathNot: ["^adapters/$1/", "node_modules/@intendant/$1/", "^@intendant/$1(/|$)"] } },
  { name: "only-roots-name-an-adapter", comment: "Which storage it is, the composition root alone knows.",
    severity: "error", from: { path: "^packages/(?!cli/)[^/]+/src/" }, to: { path: adapters } },
  { name: "nobody-knows-a-host", comment: "Hosts stand below everything.", severity: "error",
    from: { path: "^(adapters|packages/(?!(http|cli)/))" }, to: { path: hosts } },
  { name: "packages-by-name", comment: "What is published is reached by its name, never by a path.", severity: "error",
    from: { path: "^(packages|adapters|examples)/([^/]+)/" },
    to: { path: "^(packages|adapters|examples)/", pathNot: "^$1/$2/", dependencyTypes: ["local"] } },
  { name: "nothing-unresolved", comment: "What cannot be found cannot be checked.", severity: "error",
    from: {}, to: { couldNotResolve: true } }
]

module.exports = {
  forbidden: [...order, ...insideCore, ...betweenPackages],
  options: {
    tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" }, doNotFollow: { path: "node_modules" },
    exclude: { path: ["[.]test[.]ts$", "^packages/[a-z-]+/dist/", "^adapters/[a-z-]+/dist/"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"], conditionNames: ["@intendant/source", "import", "types", "default"]
    }
  }
}
