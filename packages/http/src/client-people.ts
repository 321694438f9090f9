/** Enterprises and their people at the other end of a wire: what is asked in process is asked over HTTP unchanged. */
import type { Answer, ChallengeJson, OwnDesk, PeopleDesk, PeopleDoor, UserViewJson } from "@intendant/core/promises"
import { keyOf, nothing, part, reasonOf, rowsOf, same, type Send } from "./sender.ts"

const at = (enterprise: string) => `/enterprises/${part(enterprise)}`
const atUser = (enterprise: string, userId: string) => `${at(enterprise)}/users/${part(userId)}`

const orders = (
  send: Send
): Pick<
  PeopleDesk, "submitContract" | "createUser" | "submitUser" | "submitUsers" | "attachUser" | "resetUserPassword"
> => ({
  submitContract: (command, options = {}) =>
    send({
      method: "POST", path: "/contract-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same),
  createUser: (newcomer, options = {}) =>
    send({ method: "POST", path: "/users", headers: keyOf(options), body: { newcomer, ...reasonOf(options) } }, same),
  submitUser: (command, options = {}) =>
    send({
      method: "POST", path: "/user-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same),
  submitUsers: (commands, options = {}) =>
    send({ method: "POST", path: "/user-commands/batch", body: { commands, ...reasonOf(options) } },
      rowsOf<Answer<UserViewJson>>),
  attachUser: (enterprise, userId, options = {}) =>
    send({ method: "POST", path: `${atUser(enterprise, userId)}/attachment`, body: reasonOf(options) }, same),
  resetUserPassword: (enterprise, userId, options = {}) =>
    send({ method: "POST", path: `${atUser(enterprise, userId)}/password-reset`, body: reasonOf(options) }, same)
})

const screens = (
  send: Send
): Pick<PeopleDesk, "contract" | "user" | "users" | "usersByStatus" | "storageByUser" | "activity"> => ({
  contract: (enterprise) => send({ method: "GET", path: at(enterprise) }, same),
  user: (enterprise, userId) => send({ method: "GET", path: atUser(enterprise, userId) }, same),
  users: ({ statuses, descending, ...query }) =>
    send({
      method: "GET", path: "/users",
      query: { ...query, status: statuses, order: descending === undefined ? undefined : descending ? "desc" : "asc" }
    }, same),
  usersByStatus: (enterprise) => send({ method: "GET", path: `${at(enterprise)}/user-counts` }, same),
  storageByUser: (enterprise, limit) =>
    send({ method: "GET", path: `${at(enterprise)}/storage`, query: { limit } }, same),
  activity: (enterprise, period) =>
    send({ method: "GET", path: `${at(enterprise)}/activity`, query: { period } }, same)
})

const textOf = (value: unknown) => typeof value === "string" ? value : ""

const setup = (
  send: Send
): Pick<
  PeopleDesk, "submitSettings" | "enterpriseSettings" | "userSettings" | "submitTemplate" | "template"
> => ({
  submitSettings: (command, options = {}) =>
    send({
      method: "POST", path: "/setting-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same),
  enterpriseSettings: (enterprise) => send({ method: "GET", path: `${at(enterprise)}/settings` }, same),
  userSettings: (enterprise, userId) => send({ method: "GET", path: `${atUser(enterprise, userId)}/settings` }, same),
  submitTemplate: (command) => send({ method: "POST", path: "/template-commands", body: { command } }, same),
  template: (ref) => {
    const { enterprise, kind, ...query } = Object.fromEntries(
      Object.entries(Object(ref)).map(([name, value]) => [name, textOf(value)]))
    return send({ method: "GET", path: `${at(enterprise ?? "")}/templates/${part(kind ?? "")}`, query }, same)
  }
})

export const peopleDesk = (send: Send): PeopleDesk => ({ ...orders(send), ...screens(send), ...setup(send) })

const codeOf = (code: string | undefined) => code === undefined ? {} : { code }

export const ownDesk = (send: Send): OwnDesk => ({
  stepUp: (password) => send({ method: "POST", path: "/me/step-up", body: { password } }, same<ChallengeJson>),
  confirmPassword: (password) => send({ method: "POST", path: "/me/confirmations", body: { password } }, same),
  directory: (page) => send({ method: "GET", path: "/me/directory", query: { ...page } }, same),
  changeMyPassword: (current, password) =>
    send({ method: "POST", path: "/me/password", body: { current, password } }, nothing),
  sendPhoneCode: (phone) => send({ method: "POST", path: "/me/phone/codes", body: { phone } }, nothing),
  setPhone: (phone, code) => send({ method: "POST", path: "/me/phone", body: { phone, ...codeOf(code) } }, same),
  sendMailCode: (mail) => send({ method: "POST", path: "/me/mail/codes", body: { mail } }, nothing),
  setSecondaryMail: (mail, code) => send({ method: "POST", path: "/me/mail", body: { mail, ...codeOf(code) } }, same),
  submitOwn: (command) => send({ method: "POST", path: "/me/commands", body: { command } }, same),
  offerAuthenticator: () => send({ method: "POST", path: "/me/authenticator" }, same),
  enrolAuthenticator: (code) =>
    send({ method: "POST", path: "/me/authenticator/enrolment", body: { code } },
      ({ codes }: { readonly codes: ReadonlyArray<string> }) => codes)
})

/** The ways in. Who asks is told apart by the server: what is said of it here goes nowhere. */
export const peopleDoor = (send: Send): PeopleDoor => ({
  signInUser: (mail, password) => send({ method: "POST", path: "/people/sign-in", body: { mail, password } }, same),
  answerChallenge: (challenge, code) =>
    send({ method: "POST", path: "/people/challenges", body: { challenge, code } }, same),
  finaliseUser: (token, password) =>
    send({ method: "POST", path: "/people/activation", body: { token, password } }, nothing),
  requestReset: (mail) => send({ method: "POST", path: "/people/resets", body: { mail } }, nothing),
  resetPassword: (token, password) =>
    send({ method: "POST", path: "/people/resets/finish", body: { token, password } }, nothing),
  signUp: (enterprise, person) =>
    send({ method: "POST", path: "/people/sign-up", body: { enterprise, person } }, nothing)
})
