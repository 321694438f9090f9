/** A file of people, from the command line to the storage and back. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs"
import { readRows } from "@intendant/csv"
import { expect, it, onTestFinished, vi } from "vitest"
import { acme, create, elsewhere, freshPortal, peopleOf, seatsOf, thousand } from "./people.ts"
import { runForFile, runProgram, runWithInput } from "./portal.ts"

type Portal = Awaited<ReturnType<typeof freshPortal>>

/** Runs an import into acme. */
const importing = ({ database }: Portal, file: string, ...more: ReadonlyArray<string>) =>
  runProgram("import-users", file, "--enterprise", "acme", "-d", database, ...more)
const peopleIn = ({ on }: Portal) => on((storage) => peopleOf(storage, acme))
const fileOf = (lines: ReadonlyArray<string>): string => lines.map((line) => `${line}\r\n`).join("")
const done = (people: number, created: number, blocked: number, present: number) => ({
  code: 0, err: [],
  out: [`people: ${people}; created: ${created}; blocked: ${blocked}; there already: ${present}`]
})

const rowsIn = async (bytes: Uint8Array): Promise<ReadonlyArray<ReadonlyArray<string>>> => {
  async function* body() { yield bytes }
  const rows: Array<ReadonlyArray<string>> = []
  for await (const row of readRows(body())) rows.push("cells" in row ? row.cells : [])
  return rows
}

it("USR-10 three bad lines in a thousand keep everybody out, each told by line, column, value and reason", async () => {
  const portal = await freshPortal()
  const lines = thousand().with(6, "Martin;;martin@acme.example;FR").with(500, "Durand;Zoé;zoe@gmail.example;FR")
    .with(999, "Durand;Zoé;ZOE.0@ACME.example;EN")
  const bad = portal.written("people.csv", fileOf(lines))
  expect(await importing(portal, bad)).toEqual({ code: 1, err: [], out: [
    "line 7, column 2, first name: A name is missing.",
    "line 501, column 3, mail, \"zoe@gmail.example\": The address is of a domain that is not authorised for your "
      + "enterprise.",
    "line 1000, column 3, mail, \"ZOE.0@ACME.example\": The address is already on line 1.",
    "nobody was created; people: 1000; faults: 3"
  ] })
  expect(await peopleIn(portal)).toEqual([])

  const good = portal.written("repaired.csv", fileOf(thousand()))
  expect(await importing(portal, good, "--dry-run"))
    .toEqual({ code: 0, err: [], out: [
      "the file is valid; people: 1000; to create: 1000; to block: 0; there already: 0"
    ] })
  expect(await peopleIn(portal)).toEqual([])
  expect(await importing(portal, good)).toEqual(done(1_000, 1_000, 0, 0))
  expect((await peopleIn(portal)).slice(0, 2)).toEqual([
    "zoe.0@acme.example Durand 0 Zoé fr user NotFinalised", "zoe.100@acme.example Durand 100 Zoé fr user NotFinalised"
  ])
  expect(await portal.on((storage) => seatsOf(storage, acme))).toEqual({ counted: 1_000, standing: 1_000 })
  expect(await importing(portal, good)).toEqual(done(1_000, 0, 0, 1_000))
  expect(await portal.on((storage) => seatsOf(storage, acme))).toEqual({ counted: 1_000, standing: 1_000 })
  const verified = await runProgram("verify", "-d", portal.database)
  expect([verified.code, verified.err]).toEqual([0, []])
})

it("CTR-9 who finds no seat is told, with the line of the first; who is there already needs none", async () => {
  const portal = await freshPortal({ usersMax: 3 })
  await portal.on((storage) => create(storage, acme, "zoe.1@acme.example"))
  const file = portal.written("people.csv", fileOf(thousand().slice(0, 4)))
  const report = portal.written("refused.csv", "the report of another file")
  expect(await importing(portal, file, "--language", "fr", "--report", report)).toEqual({ code: 1, err: [], out: [
    "ligne 4: Personnes dans le fichier : 3 ; places restantes : 2.", `toutes les erreurs sont dans ${report}`,
    "personne n'a été créé ; personnes : 4 ; erreurs : 1"
  ] })
  expect(await rowsIn(readFileSync(report))).toEqual([
    ["Ligne", "Colonne", "Champ", "Valeur", "Motif"],
    ["4", "", "", "", "Personnes dans le fichier : 3 ; places restantes : 2."]
  ])
  const fitting = portal.written("three.csv", fileOf(thousand().slice(0, 3)))
  expect(await importing(portal, fitting, "--report", report)).toEqual(done(3, 2, 0, 1))
  expect(await rowsIn(readFileSync(report))).toEqual([["Line", "Column", "Field", "Value", "Reason"]])
})

it("SEC-44 USR-6 whose address is held elsewhere is created and blocked, takes no seat, and waits once", async () => {
  const portal = await freshPortal({ usersMax: 1 })
  const held = await portal.on((storage) => create(storage, elsewhere, "Zoe.0@acme.example"))
  const file = portal.written("people.csv", fileOf(thousand().slice(0, 2)))
  expect(await importing(portal, file)).toEqual(done(2, 1, 1, 0))
  const expected = [
    "zoe.0@acme.example Durand 0 Zoé fr user CreationBlocked", "zoe.1@acme.example Durand 1 Zoé fr user NotFinalised"
  ]
  expect(await peopleIn(portal)).toEqual(expected)
  expect(await importing(portal, file)).toEqual(done(2, 0, 0, 2))
  expect(await peopleIn(portal)).toEqual(expected)
  expect(await portal.on((storage) => seatsOf(storage, acme))).toEqual({ counted: 1, standing: 1 })
  expect(await portal.on((storage) => peopleOf(storage, elsewhere)))
    .toEqual([`${"mail" in held ? held.mail : ""} Martin Zoé fr user NotFinalised`])
})

it("USR-10 tabs and commas, Windows-1252 and a mark, whatever a spreadsheet saves", async () => {
  const portal = await freshPortal()
  const windows = Uint8Array.from("Élie\tZoé\tzoe@société.fr\tfr\r\n", (sign) => sign.charCodeAt(0))
  const commas = "\ufeff\"Martin, née O'Neil\",Æthel,ethel@acme.example,EN"
  expect(await importing(portal, portal.written("windows.csv", windows))).toEqual(done(1, 1, 0, 0))
  expect(await importing(portal, portal.written("commas.csv", commas))).toEqual(done(1, 1, 0, 0))
  expect(await peopleIn(portal)).toEqual([
    "ethel@acme.example Martin, née O'Neil Æthel en user NotFinalised",
    "zoe@xn--socit-esab.fr Élie Zoé fr user NotFinalised"
  ])
})

it("USR-10 the report is a file to repair: without its first five columns it can be imported", async () => {
  const portal = await freshPortal()
  const bad = portal.written("people.csv", fileOf([
    "Nom;Prénom;Email;Langue", "\"=1+1\";Zoé;zoe@acme;F", "Durand;Ada;ada@acme.example;FR;x;y",
    "Bo\"b;B;b@acme.example;EN"
  ]))
  const report = portal.written("refused.csv", "")
  const { code, out } = await importing(portal, bad, "--report", report, "--dry-run")
  expect([code, out.at(-1)]).toEqual([1, "nobody was created; people: 3; faults: 5"])
  const rows = await rowsIn(readFileSync(report))
  expect(rows.map((cells) => cells.slice(0, 4))).toEqual([
    ["Line", "Column", "Field", "Value"], ["1", "", "", "Nom; Prénom; Email; Langue"], ["2", "3", "mail", "zoe@acme"],
    ["2", "4", "language", "F"], ["3", "5", "", "x"], ["4", "1", "last name", ""]
  ])
  const kept = rows.map((cells) => cells.slice(5))
  expect(kept).toEqual([
    [], [], ["=1+1", "Zoé", "zoe@acme", "F"], [], ["Durand", "Ada", "ada@acme.example", "FR", "x", "y"], []
  ])
  const repaired = kept.map((cells) => cells.slice(0, 4).join(";").replace("acme;F", "acme.example;FR"))
  expect(await importing(portal, portal.written("repaired.csv", fileOf(repaired)))).toEqual(done(2, 2, 0, 0))
  expect(readFileSync(report, "utf8")).toContain("'=1+1")
})

it("a report is its owner's alone, and never takes the place of the file it reports on", async () => {
  const portal = await freshPortal()
  const lines = fileOf(["Durand;Zoé;zoe@acme.example;XX"])
  const file = portal.written("people.csv", lines)
  const report = `${file}.refused`
  expect((await importing(portal, file, "--report", report)).code).toBe(1)
  expect(statSync(report).mode & 0o777).toBe(0o600)
  expect(await importing(portal, file, "--report", file))
    .toEqual({ code: 2, out: [], err: ["intendant: --report is the file itself"] })
  expect(readFileSync(file, "utf8")).toBe(lines)
})

it("USR-10 what comes through a pipe is a file too: read as often as is needed, and left nowhere", async () => {
  const portal = await freshPortal()
  const report = portal.written("refused.csv", "")
  const asked = (lines: ReadonlyArray<string>) => runWithInput(
    fileOf(lines), "import-users", "-", "--enterprise", "acme", "-d", portal.database, "--report", report)
  const nowhere = `${report}.folder`
  mkdirSync(nowhere)
  vi.stubEnv("TMPDIR", nowhere)
  onTestFinished(() => { vi.unstubAllEnvs() })
  expect((await asked(thousand().with(6, "Martin;;martin@acme.example;FR"))).code).toBe(1)
  expect((await rowsIn(readFileSync(report)))[1]?.slice(0, 3)).toEqual(["7", "2", "first name"])
  expect(await asked(thousand())).toMatchObject(done(1_000, 1_000, 0, 0))
  expect(readdirSync(nowhere)).toEqual([])
})

it("more faults than are shown are counted, and all of them are in the report", async () => {
  const portal = await freshPortal()
  const file = portal.written("people.csv", fileOf(thousand("ES").concat(thousand("ES"))))
  const { code, out } = await importing(portal, file)
  expect([code, out.length]).toEqual([1, 22])
  expect(out.slice(-2)).toEqual([
    "faults not shown: 2980; --report writes all of them", "nobody was created; people: 2000; faults: 3000"
  ])
  const report = `${file}.refused`
  await importing(portal, file, "--report", report)
  expect((await rowsIn(readFileSync(report))).length).toBe(3_001)
})

it("an enterprise without a contract, and a file that is none, are told in one line", async () => {
  const portal = await freshPortal()
  const file = portal.written("people.csv", fileOf(thousand().slice(0, 1)))
  const asked = (enterprise: string, ...more: ReadonlyArray<string>) =>
    runProgram("import-users", file, "--enterprise", enterprise, "-d", portal.database, ...more)
  expect(await asked("nobody")).toEqual({ code: 2, out: [], err: ["intendant: nobody has no contract. (CTR-9)"] })
  expect(await runForFile("export-users", "--enterprise", "nobody", "-d", portal.database, "--language", "fr"))
    .toEqual({ code: 2, out: [], err: ["intendant: nobody n'a pas de contrat. (CTR-9)"], file: Buffer.alloc(0) })
  expect((await importing(portal, `${file}.gone`)).err).toEqual([`intendant: there is no file ${file}.gone`])
  expect((await importing(portal, "/dev/null")).err)
    .toEqual(["intendant: /dev/null is no file that can be read twice"])
  expect((await importing(portal, file, "--blueprint", file)).err)
    .toEqual([expect.stringMatching(/^intendant: .*people\.csv is no blueprint: /)])
  const missing = await runProgram("import-users", file, "--enterprise", "acme", "-d", "sqlite:/nowhere/portal.db")
  expect([missing.code, missing.err]).toEqual([2, ["intendant: there is no file /nowhere/portal.db"]])
  expect(existsSync("/nowhere")).toBe(false)
})

it("what is asked of people is read strictly", async () => {
  const said = async (...words: ReadonlyArray<string>) => {
    const { code, err, out } = await runProgram(...words)
    expect([code, out]).toEqual([2, []])
    return err.join("\n").split("\n")[0]
  }
  const place = ["-d", "sqlite:x"]
  const whole = ["people.csv", "--enterprise", "acme", ...place]
  expect(await said("import-users", "people.csv", ...place)).toBe("intendant: --enterprise is missing")
  expect(await said("import-users", ...whole.slice(1))).toBe("intendant: the file is missing")
  expect(await said("import-users", "a.csv", ...whole)).toBe("intendant: \"people.csv\" is one word too many")
  expect(await said("export-users", ...whole)).toBe("intendant: \"people.csv\" is one word too many")
  expect(await said("import-users", "a", "--enterprise", ">a", ...place)).toBe("intendant: --enterprise is no name")
  expect(await said("import-users", ...whole, "--language", "de")).toBe("intendant: --language is fr or en")
  expect(await said("import-users", ...whole, "--reason", "a\u0007b"))
    .toBe("intendant: --reason has at most 500 characters, and none that nobody sees")
  expect(await said("export-users", ...whole.slice(1), "--dry-run"))
    .toBe("intendant: --dry-run is not for export-users")
  expect(await said("migrate", ...place, "--enterprise", "acme")).toBe("intendant: --enterprise is not for migrate")
})
