/** What a reader is promised: short lines, files and functions, honest names, and a test for every rule. */
import { globSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import ts from "typescript"
import { expect, it } from "vitest"

const exclude = (name: string) => /node_modules|dist/.test(name)
const files = globSync(["{packages,adapters,examples,tools}/**/*.ts", "*.config.ts"], { exclude }).map((name) => {
  const text = readFileSync(name, "utf8")
  return { name, text, tree: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true) }
})
type SourceFile = typeof files[number]

const isTest = ({ name }: SourceFile) => name.endsWith(".test.ts")
const sources = files.filter((file) => !isTest(file))

const nodesOf = (node: ts.Node): ReadonlyArray<ts.Node> => {
  const found: Array<ts.Node> = [node]
  ts.forEachChild(node, (child) => void found.push(...nodesOf(child)))
  return found
}

const lineOf = ({ tree }: SourceFile, at: number) => tree.getLineAndCharacterOfPosition(at).line + 1

/** Where the nodes stand that have something against them. */
const places = (among: ReadonlyArray<SourceFile>, isWrong: (node: ts.Node, file: SourceFile) => boolean) =>
  among.flatMap((file) =>
    nodesOf(file.tree).filter((node) => isWrong(node, file))
      .map((node) => `${file.name}:${lineOf(file, node.getStart(file.tree))}`))

it("no line is longer than 120, no file longer than 300", () => {
  const long = files.flatMap(({ name, text }) => text.trimEnd().split("\n")
    .flatMap((line, index) => line.length > 120 || index >= 300 ? [`${name}:${index + 1}`] : []))
  expect(long).toEqual([])
})

it("no function is longer than 40 lines", () => {
  const isLong = (node: ts.Node, file: SourceFile) =>
    ts.isFunctionLike(node) && lineOf(file, node.end) - lineOf(file, node.getStart(file.tree)) >= 40
  expect(places(sources, isLong)).toEqual([])
})

it("every file opens with a sentence on what it holds", () => {
  const opens = /^(#!.*\n)?(\/\*\*|\/\/) *\S|^(#!.*\n)?\/\*\*\n \* \S/
  expect(files.filter(({ text }) => !opens.test(text)).map(({ name }) => name)).toEqual([])
})

it("no file has a name that says nothing", () => {
  const empty = /^(.*[-.])?(utils?|helpers?|managers?|base|common|types|misc|shared)([-.].*)?$/i
  expect(files.map(({ name }) => name).filter((name) => empty.test(basename(name)))).toEqual([])
})

it("no statement ends in a semicolon, and strings stand in double quotes", () => {
  const isWrong = (node: ts.Node, { tree, text }: SourceFile) => {
    const isEnded = ts.isStatement(node) && text[node.end - 1] === ";" && /^\s*(\n|$)/.test(text.slice(node.end))
    return isEnded || (ts.isStringLiteral(node) && node.getText(tree).startsWith("'") && !node.text.includes("\""))
  }
  expect(places(files, isWrong)).toEqual([])
})

it("no line has a tab or a blank at its end", () => {
  expect(files.filter(({ text }) => /\t|[ \r]$/m.test(text)).map(({ name }) => name)).toEqual([])
})

it("every cast has its reason beside it", () => {
  const isBare = (node: ts.Node, file: SourceFile) => {
    if (!ts.isAsExpression(node) || node.type.getText(file.tree) === "const") return false
    const lines = file.text.split("\n")
    const line = lineOf(file, node.getStart(file.tree))
    return !lines.slice(Math.max(0, line - 3), line).some((near) => /\/\/|\*\/|^\s*\*/.test(near))
  }
  expect(places(sources, isBare)).toEqual([])
})

it("every rule is named by a test", () => {
  const proof = files.filter((file) => isTest(file) || /^packages\/(conformance|blueprints)\//.test(file.name))
  const named = new Set(proof.flatMap(({ text }) =>
    [...text.replaceAll(/@rule .*/g, "").matchAll(/\b[A-Z]{1,5}-\d+\b/g)].map(([id]) => id)))
  const unproven = sources.filter(({ name }) => /^packages\/[^/]+\/src\//.test(name)).flatMap(({ name, text }) =>
    [...text.matchAll(/@rule +(.*)/g)].flatMap(([, ids]) => ids?.match(/[A-Z]{1,5}-\d+/g) ?? [])
      .filter((id) => !named.has(id)).map((id) => `${id} ${name}`))
  expect(unproven).toEqual([])
})
