/** What a rule finds wanting in a password: the guide's own rule, laws over all rules, and odd passwords. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  checkPassword, type PasswordAlternative, PasswordPolicy, PasswordRule, PasswordTooWeak, TooCommon, TooFewClasses,
  TooFewWords, TooPersonal, TooShort, weaknessesOf
} from "./password-policy.ts"
import { passwordWordings } from "./password-wording.ts"

const nobody = { isCommon: false, personal: [] }
const ruleOf = (...alternatives: ReadonlyArray<PasswordAlternative>): PasswordRule =>
  ({ alternatives, commonRefused: false, personalRefused: false })
const guide = ruleOf({ charactersMin: 9, classesMin: 3 })
const strict = { ...guide, commonRefused: true, personalRefused: true }
const key = "\u{1f511}"
const short = TooShort.make({ charactersMin: 9 })
const classesOf = (has: number) => TooFewClasses.make({ classesMin: 3, has })

it.each([
  ["Abcdefg12", []], ["abcdefg1!", []], ["ABCDEFG1!", []], ["Éàçdefg12", []], ["пароль12А", []], ["     aB1 ", []],
  ["Abcdefg1", [short]], ["abcdefghi", [classesOf(1)]], ["abcdefg12", [classesOf(2)]], ["123456789", [classesOf(1)]],
  ["山田太郎山田太郎山", [classesOf(1)]], ["aB1", [short]], ["abc", [short, classesOf(1)]], ["", [short, classesOf(0)]],
  [`aB${key}`.repeat(3), []], [key.repeat(9), [classesOf(1)]], [key.repeat(8), [short, classesOf(1)]]
])("USR-3 ACC-6 nine characters and three of four classes: %j", (password, weaknesses) => {
  expect(weaknessesOf(password, guide, nobody)).toEqual(weaknesses)
})

describe("USR-3 in a portal", () => {
  const rest = { name: "portal", rule: strict, shown: {} }
  const all = { isCommon: true, personal: ["lovelace"] }

  it("ACC-6 advice refuses nothing, not even what is weak in every way", () => {
    expect(checkPassword({ mode: "advise", shown: { portal: strict } }, "lovelace", all)).toEqual(Result.void)
  })

  it("what is enforced refuses with all that is wanting, and names the rule and the parameter", () => {
    expect(checkPassword({ mode: "enforce", ...rest }, "lovelace", all)).toEqual(Result.fail({
      _tag: "PasswordTooWeak", rule: "USR-3", parameter: "password.policy", policy: "portal",
      weaknesses: [short, classesOf(1), TooCommon.make({}), TooPersonal.make({})]
    }))
    expect(checkPassword({ mode: "enforce", ...rest }, "Abcdefg12", nobody)).toEqual(Result.void)
  })

  it("AUT-7 the refusal holds nothing of the password", () => {
    const refused = checkPassword({ mode: "enforce", ...rest }, "Wombat", { isCommon: true, personal: ["Wombat"] })
    expect(Result.isFailure(refused)).toBe(true)
    expect(JSON.stringify(refused).toLowerCase()).not.toContain("wombat")
  })
})

describe("USR-3 laws", () => {
  const samples = [["a", "é", "ß"], ["A", "É", "Ж"], ["1", "٣"], ["-", " ", "山", key]] as const
  const character = fc.constantFrom(...samples.flat())
  const password = fc.array(character, { maxLength: 40 }).map((characters) => characters.join(""))
  const alternative = fc.record({
    charactersMin: fc.integer({ min: 4, max: 40 }), classesMin: fc.integer({ min: 1, max: 4 })
  })
  const phrase = fc.record({
    charactersMin: fc.constant(1), classesMin: fc.constant(1), wordsMin: fc.integer({ min: 2, max: 4 })
  })
  const rule = fc.array(fc.oneof(alternative, phrase), { minLength: 1, maxLength: 4 })
    .map((alternatives) => ruleOf(...alternatives))
  const holds = (text: string, asked: PasswordRule) => weaknessesOf(text, asked, nobody).length === 0

  it("one character fewer than the least is too short, one more is not", () =>
    fc.assert(fc.property(alternative, ({ charactersMin, classesMin }) => {
      const asked = ruleOf({ charactersMin, classesMin })
      const least = samples.slice(0, classesMin).map(([one]) => one).join("").padEnd(charactersMin, "a")
      expect(weaknessesOf(least, asked, nobody)).toEqual([])
      expect(weaknessesOf(`${least}a`, asked, nobody)).toEqual([])
      expect(weaknessesOf(least.slice(0, -1), asked, nobody)).toContainEqual(TooShort.make({ charactersMin }))
    })))

  it("one class fewer than the least is too few", () =>
    fc.assert(fc.property(fc.subarray(samples.map(([one]) => one), { minLength: 1, maxLength: 3 }), (some) => {
      const text = some.join("").repeat(10)
      const said = (classesMin: number) => weaknessesOf(text, ruleOf({ charactersMin: 1, classesMin }), nobody)
      expect(said(some.length)).toEqual([])
      expect(said(some.length + 1)).toEqual([TooFewClasses.make({ classesMin: some.length + 1, has: some.length })])
    })))

  it("what is added at either end never makes a password weaker", () =>
    fc.assert(fc.property(password, password, password, rule, (before, text, after, asked) => {
      if (holds(text, asked)) expect(holds(before + text + after, asked)).toBe(true)
    })))

  it("each alternative that holds is enough, and one more of them never refuses more", () =>
    fc.assert(fc.property(password, rule, fc.oneof(alternative, phrase), (text, asked, other) => {
      const wider = ruleOf(...asked.alternatives, other)
      expect(holds(text, wider)).toBe(holds(text, asked) || holds(text, ruleOf(other)))
    })))

  it("two spellings of one password are equally strong", () =>
    fc.assert(fc.property(fc.string({ unit: "binary" }), rule, fc.boolean(), (text, asked, isCommon) => {
      const around = { isCommon, personal: ["Zoë Lovelace"] }
      const [typed, kept, taken] = [text, text.normalize("NFKC"), text.normalize("NFD")]
        .map((spelling) => weaknessesOf(spelling, { ...asked, commonRefused: true, personalRefused: true }, around))
      expect([typed, taken]).toEqual([kept, kept])
    })))
})

it.each([
  ["abc", [TooShort.make({ charactersMin: 12 }), TooFewClasses.make({ classesMin: 4, has: 1 })]],
  ["Abcdefghij123", [TooFewClasses.make({ classesMin: 4, has: 3 })]],
  ["abcdefghijklmno", [TooFewClasses.make({ classesMin: 3, has: 1 })]],
  ["Abcdefghij1", [TooShort.make({ charactersMin: 12 }), TooFewClasses.make({ classesMin: 4, has: 3 })]],
  ["étang zèbre sol mur lac col", [TooFewClasses.make({ classesMin: 3, has: 2 })]],
  ["étang-zèbre-sol-mur-lac-col-pré", []]
])("USR-3 of several alternatives the nearest one is told: %s", (password, weaknesses) => {
  const rule = ruleOf(
    { charactersMin: 12, classesMin: 4 }, { charactersMin: 14, classesMin: 3 },
    { charactersMin: 1, classesMin: 1, wordsMin: 7 }
  )
  expect(weaknessesOf(password, rule, nobody)).toEqual(weaknesses)
})

it.each([
  ["ada.lovelace@acme.example", true], ["Ada Lovelace", true], ["lovelace-ada", true], ["ADALOVELACE", true],
  ["ada.lovelace", true], ["Lovelace Lovelace", true], ["ada", true], ["Ada Lovelace 1815", false],
  ["a horse for Ada Lovelace", false], ["love-lace", false], ["!!!!!!!!", false], [" ", false]
])("USR-3 where common passwords are refused, so is an own name or address alone: %s", (password, isRefused) => {
  const anything = { ...ruleOf({ charactersMin: 1, classesMin: 1 }), commonRefused: true }
  const around = { isCommon: false, personal: ["ada.lovelace@acme.example", "Lovelace", "Ada", ""] }
  expect(weaknessesOf(password, anything, around)).toEqual(isRefused ? [TooPersonal.make({})] : [])
  expect(weaknessesOf(password, { ...anything, commonRefused: false }, around)).toEqual([])
})

it.each([
  ["two letters are no word", "ab cd ef", 0], ["nor are digits", "123 456", 0],
  ["a mark of its own belongs to its letter", "u\u0308x\u0308y", 1], ["one word said twice is two", "cheval cheval", 2],
  ["what is joined is one", "chevalcheval", 1], ["all but letters part words", "étang-zèbre_sol.mur8lac 'col", 6]
])("USR-3 words: %s", (_what, password, has) => {
  const wordsMin = 7
  expect(weaknessesOf(password, ruleOf({ charactersMin: 1, classesMin: 1, wordsMin }), nobody))
    .toEqual([TooFewWords.make({ wordsMin, has })])
})

describe("USR-3 what is personal", () => {
  const anything = { ...strict, alternatives: [{ charactersMin: 1, classesMin: 1 }] }
  const found = (password: string, ...personal: ReadonlyArray<string>) =>
    weaknessesOf(password, anything, { isCommon: false, personal })
  const [personal, none] = [[TooPersonal.make({})], []]

  it.each([
    ["the mail up to the @", "2026-Ada.Byron!", ["ada.byron@example.org"], personal],
    ["a name within it", "xxByron1815", ["ada.byron@example.org"], personal],
    ["short parts, together", "!a.b.c.d!", ["a.b.c.d@example.org"], personal],
    ["what follows the @", "example.org-1", ["ada.byron@example.org"], none],
    ["a name, in any case", "iLoveLOVELACE", ["Lovelace"], personal],
    ["one word of a name", "lovelace1815", ["Ada King, Countess of Lovelace"], personal],
    ["a name without its accents", "elodie2026", ["Élodie"], personal],
    ["accents that the name does not have", "éloďie2026", ["Elodie"], personal],
    ["a sharp s as two", "STRAUSS-1", ["Strauß"], personal],
    ["a sigma at the end of its word, and elsewhere", "ΟΔΟΣ1", ["οδος"], personal],
    ["wide letters", "\uff2c\uff4fvelace1", ["Lovelace"], personal],
    ["a dotless i", "karadenız", ["Karadeniz"], personal],
    ["one segment of an account's name", "Workshop-7", ["acme>workshop>nas"], personal],
    ["three letters", "Canada-1867", ["Ada", "ada@example.org"], none],
    ["a number", "born-1984", ["ada.1984@example.org"], none],
    ["nothing at all", "anything", ["", "@", " "], none],
    ["a name in pieces", "love-lace", ["Lovelace"], none]
  ])("%s", (_what, password, told, weaknesses) => {
    expect(found(password, ...told)).toEqual(weaknesses)
  })

  it("signs in a name mean themselves, and no pattern", () => {
    expect(found("abcdefgh", "....", "(a+)+$", "[a-z]{4}abcd\\")).toEqual(personal)
    expect(found("stuvwxyz", "....", ".*s.*t.*u.*v", "[a-z]{4}abcd\\")).toEqual(none)
  })
})

it("USR-3 common and personal passwords are refused where the rule says so, and nowhere else", () => {
  const around = { isCommon: true, personal: ["Abcdefg"] }
  const said = (rule: Partial<PasswordRule>) => weaknessesOf("Abcdefg12", { ...guide, ...rule }, around)
  expect(said({})).toEqual([])
  expect(said({ commonRefused: true })).toEqual([TooCommon.make({})])
  expect(said({ personalRefused: true })).toEqual([TooPersonal.make({})])
  expect(said({ commonRefused: true, personalRefused: true })).toEqual([TooCommon.make({}), TooPersonal.make({})])
})

it.each([["of one byte", "a"], ["of four bytes", key]])("SEC-61 1,000 characters %s are 1,000", (_what, one) => {
  const asked = ruleOf({ charactersMin: 1_000, classesMin: 1 })
  expect(weaknessesOf(one.repeat(1_000), asked, nobody)).toEqual([])
  expect(weaknessesOf(one.repeat(999), asked, nobody)).toEqual([TooShort.make({ charactersMin: 1_000 })])
})

it.each([
  ["no alternative", { alternatives: [] }],
  ["five classes", { alternatives: [{ charactersMin: 9, classesMin: 5 }] }],
  ["no characters", { alternatives: [{ charactersMin: 0, classesMin: 1 }] }],
  ["more than anyone may type", { alternatives: [{ charactersMin: 1_001, classesMin: 1 }] }],
  ["a phrase of one word", { alternatives: [{ charactersMin: 1, classesMin: 1, wordsMin: 1 }] }]
])("a rule with %s is none", (_what, odd) => {
  expect([strict, { ...strict, ...odd }].map(Schema.is(PasswordRule))).toEqual([true, false])
})

it("a policy that enforces names its rule", () => {
  const enforced = { mode: "enforce", name: "portal", rule: strict, shown: {} }
  const { name: _name, ...nameless } = enforced
  expect([enforced, nameless, { ...enforced, name: "" }, { mode: "enforce", shown: {} }, { mode: "advise", shown: {} }]
    .map(Schema.is(PasswordPolicy))).toEqual([true, false, false, false, true])
})

it("USR-3 all that is wanting is told in one sentence, in English and in French", () => {
  const words = TooFewWords.make({ wordsMin: 7, has: 2 })
  const refused = PasswordTooWeak.make({
    policy: "portal", weaknesses: [short, classesOf(2), words, TooCommon.make({}), TooPersonal.make({})]
  })
  expect(passwordWordings.en.PasswordTooWeak(refused)).toBe(
    "The password does not satisfy the rule portal: it needs 9 characters or more; "
    + "it needs 3 of lower case, upper case, digits and other characters, and has 2; "
    + "it needs 7 words of three letters or more, and has 2; too many people use it; "
    + "it holds a name or a mail address of its owner."
  )
  expect(passwordWordings.fr.PasswordTooWeak(refused)).toBe(
    "Le mot de passe ne satisfait pas la règle portal : il lui faut 9 caractères ou plus ; "
    + "il lui faut 3 types parmi minuscules, majuscules, chiffres et autres caractères, et il en a 2 ; "
    + "il lui faut 7 mots de trois lettres ou plus, et il en a 2 ; trop de gens l'utilisent ; "
    + "il contient un nom ou une adresse mail de son titulaire."
  )
})
