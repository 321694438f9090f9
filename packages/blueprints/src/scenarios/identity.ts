/** ACC-5, ACC-6, ACC-18, ACC-19, AUT-2, AUT-5: passwords, who is signed in, lockout and API tokens. */
import { accepted, holds, refused, same } from "./expect.ts"
import {
  both, child, classic, current, does, enter, look, openBelow, order, passwordOf, root, see, tokenOf
} from "./moves.ts"
import type { Scenario, World } from "./world.ts"

const changing = (path: string, current: string, next: string, again = next) =>
  order("ChangePassword", path, { current, next, again })

const fullName = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  refused(await world.signIn("company>nas", passwordOf("company")), "SignInRefused")
  refused(await world.signIn("nas", passwordOf("company>nas")), "SignInRefused")
  const unknown = refused(await world.signIn("company>nobody", passwordOf("company>nas")), "SignInRefused")
  same("the answer for a name that nobody bears", unknown,
    refused(await world.signIn("company>nas", "wrong"), "SignInRefused"))
  same("who is signed in", accepted(await (await enter(world, "company>nas")).whoAmI()).name, "company>nas")
}

const sealed = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  const overwriting = changing("company>nas", passwordOf("company>nas"), "overwritten")
  for (const desk of [company, world.operator, world.support]) {
    refused(await desk.submit(overwriting), "NotPermitted")
  }
  refused(await nas.submit(changing("company>nas", "not the current one", "overwritten")), "WrongPassword")
  refused(await world.signIn("company>nas", "overwritten"), "SignInRefused")
  await enter(world, "company>nas")
}

const twice = async (world: World) => {
  const company = await root(world, "company")
  const elsewhere = await enter(world, "company")
  const old = passwordOf("company")
  refused(await company.submit(changing("company", old, "a new one", "a new ome")), "PasswordsDiffer")
  accepted(await company.submit(changing("company", old, "a new one")))
  refused(await world.signIn("company", old), "SignInRefused")
  await enter(world, "company", "a new one")
  refused(await elsewhere.whoAmI(), "NotSignedIn")
  const journal = await world.kept.journal()
  for (const secret of [old, "a new one"]) holds("no password is in the journal", !journal.includes(secret))
}

const guardsTheKey = async (world: World) => {
  const company = await root(world, "company")
  const { accountId } = await look(company, "company")
  const before = await world.kept.record("credential", accountId)
  accepted(await company.submit(changing("company", passwordOf("company"), "a new one")))
  const after = await world.kept.record("credential", accountId)
  holds("the data key is sealed anew with the new password", JSON.stringify(before) !== JSON.stringify(after))
  holds("the new password is not kept", !JSON.stringify(after).includes("a new one"))
}

const neverBlocks = async (world: World) => {
  const advice = accepted(await world.advise("1", "en"))
  same("the score of the weakest password", advice.score, 0)
  const strong = accepted(await world.advise("violet kettle 93 umbrella!", "en"))
  holds("a long password is found stronger than a short one", strong.score > advice.score)
  accepted(await world.operator.submit({ _tag: "OpenRootAccount", name: "company", password: "1" }))
  await enter(world, "company", "1")
}

const healthData = async (world: World) => {
  const short = accepted(await world.advise("Ab3!", "fr"))
  same("what is shown of a short password", short.compatible, { "pgssi-s": false })
  const long = accepted(await world.advise("Violet-Kettle-93", "fr"))
  same("what is shown of a long one of several classes", long.compatible, { "pgssi-s": true })
}

const noHealthData = async (world: World) => {
  same("what else is shown", accepted(await world.advise("Violet-Kettle-93", "fr")).compatible, {})
}

const ownConsole = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  refused(await world.signIn("company>nas", passwordOf("company")), "SignInRefused")
  const nas = await enter(world, "company>nas")
  same("who stands at the new console", accepted(await nas.whoAmI()).name, "company>nas")
  same("who stands at the first", accepted(await company.whoAmI()).name, "company")
  await world.signOut(nas.token)
  refused(await nas.whoAmI(), "NotSignedIn")
  same("who stands at the first, afterwards", accepted(await company.whoAmI()).name, "company")
}

const activeAccount = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "client>nas")
  for (const [desk, path] of [[company, "company"], [nas, "company>client>nas"]] as const) {
    const { name, account } = accepted(await desk.whoAmI())
    same("the active account", { name, account }, { name: path, account: await see(desk, path) })
  }
  await does(company, "EditAccount", "company>client>nas", { comment: "in the cellar" })
  const shown = accepted(await nas.whoAmI()).account
  same("the active account as it is now", shown, await see(company, "company>client>nas"))
  const operator = accepted(await world.operator.whoAmI())
  same("who is shown to the operator", operator, { name: "operator" })
}

const guesses = async (world: World, name: string, times: number): Promise<void> => {
  for (let guess = 0; guess < times; guess++) refused(await world.signIn(name, "a guess"), "SignInRefused")
}

const locks = async (world: World) => {
  const company = await root(world, "company")
  const before = await child(world, company, "company", "nas")
  await guesses(world, "company>nas", 5)
  await enter(world, "company>nas")
  await guesses(world, "company>nas", 6)
  refused(await world.signIn("company>nas", passwordOf("company>nas")), "SignInLocked")
  world.clock.advance({ hours: 1 })
  refused(await world.signIn("company>nas", passwordOf("company>nas")), "SignInLocked")
  accepted(await before.whoAmI())
  refused(await before.submit(order("ReleaseLock", "company>nas")), "NotPermitted")
  await does(company, "ReleaseLock", "company>nas")
  await enter(world, "company>nas")
}

const changeCounts = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  for (let guess = 0; guess < 6; guess++) {
    refused(await nas.submit(changing("company>nas", "a guess", "mine now")), "WrongPassword")
  }
  const right = changing("company>nas", passwordOf("company>nas"), "mine now")
  refused(await nas.submit(right), "SignInLocked")
  const guessesAtOnce = await Promise.all(
    Array.from({ length: 20 }, () => world.signIn("company", "a guess")))
  same("guesses that were compared, of twenty at once",
    guessesAtOnce.filter((answer) => !answer.ok && answer.refusal._tag === "SignInRefused").length, 6)
}

const shownOnce = async (world: World) => {
  const company = await root(world, "company")
  const { token, tokenId } = await tokenOf(company, { label: "nightly report" })
  same("whose rights it gives", accepted(await world.as(token).whoAmI()).name, "company")
  const kept = JSON.stringify(await world.kept.record("token", tokenId))
  holds("the token is kept", kept.includes("nightly report"))
  const secret = token.slice(tokenId.length + 1)
  holds("its secret is not kept with it", secret.length > 20 && !kept.includes(secret))
  holds("its secret is not in the journal", !(await world.kept.journal()).includes(secret))
}

const revocable = async (world: World) => {
  const company = await root(world, "company")
  const rival = await root(world, "rival")
  const { token, tokenId } = await tokenOf(company, { label: "nightly report" })
  refused(await rival.revokeToken(tokenId), "NoSuchToken")
  accepted(await world.as(token).whoAmI())
  accepted(await company.revokeToken(tokenId))
  refused(await world.as(token).whoAmI(), "NotSignedIn")
  const brief = await tokenOf(company, { label: "for an hour", seconds: 3600 })
  world.clock.advance({ seconds: 3599 })
  accepted(await world.as(brief.token).whoAmI())
  world.clock.advance({ seconds: 1 })
  refused(await world.as(brief.token).whoAmI(), "NotSignedIn")
}

const notTwice = async (world: World) => {
  const company = await root(world, "company")
  const again = { idempotencyKey: "the-same-key" }
  const wish = { label: "nightly report" }
  const first = accepted(await company.issueToken(wish, again))
  holds("a new token is shown", first.token !== undefined)
  same("what is told again", accepted(await company.issueToken(wish, again)), { tokenId: first.tokenId })
  refused(await company.issueToken({ label: "another" }, again), "KeyReused")
}

const ownersRights = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "client")
  await root(world, "rival")
  const client = await enter(world, "company>client")
  const bearer = world.as((await tokenOf(client, { label: "script" })).token)
  await openBelow(bearer, "company>client", "nas")
  refused(await bearer.account("company"), "NoSuchAccount")
  refused(await bearer.account("rival"), "NoSuchAccount")
  refused(await bearer.submit(order("RecallAccount", "company>client")), "NotPermitted")
  await does(company, "DisableAccount", "company>client")
  refused(await bearer.submit(order("DisableAccount", "company>client>nas")), "NoSuchAccount")
  same("what is left to a disabled owner", accepted(await bearer.whoAmI()).name, "company>client")
  refused(await world.as("ses_made-up").whoAmI(), "NotSignedIn")
}

export const identity: ReadonlyArray<Scenario> = [
  ...both("ACC-5", "an account is used with its full name and its own password, and nothing less", fullName),
  ...both("ACC-5", "nobody resets or overwrites a password: neither the account above, nor operator, nor support",
    sealed),
  ...both("ACC-5", "changing a password takes the current one, and the new one twice; sessions before it end", twice),
  ...both("ACC-5", "the password seals the data key: a new password seals it anew", guardsTheKey),
  ...both("ACC-6", "the strength of a password is advice, and the weakest opens an account", neverBlocks),
  ...current("ACC-6", "whether a password suits health data (PGSSI-S) is shown beside its strength", healthData),
  ...classic("ACC-6", "the earlier edition shows the strength alone", noHealthData),
  ...current("ACC-18", "opening an account's console is a sign-in of its own, with the account's own password",
    ownConsole),
  ...current("ACC-19", "whoever is signed in is always shown the active account, as it is now", activeAccount),
  ...both("AUT-2", "more than five wrong passwords lock an account until someone above releases it", locks),
  ...both("AUT-2", "guesses at the current password, and many at once, count like any others", changeCounts),
  ...both("AUT-5", "an API token is shown once, and kept as a digest", shownOnce),
  ...both("AUT-5", "an API token is revoked by its owner alone, or runs out", revocable),
  ...both("AUT-5", "a token asked for again under its key is the same one, and is not shown twice", notTwice),
  ...both("AUT-5", "an API token gives its owner's rights, as they are now, and no others", ownersRights)
]
