/** The part of the interface that is about whoever asks: how people come in, and what they change about themselves. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { ofUsers } from "./api-people.ts"
import { Identified, Read } from "./caller.ts"
import { bodies, says } from "./examples.ts"
import { problems } from "./problem.ts"
import * as People from "./wire-people.ts"
import * as Wire from "./wire.ts"

const body = ["BodyTooLarge", "WrongContentType"] as const
const unseen = ["NotPermitted", "NoSuchAccount", "StepUpNeeded"] as const
const entering = [...unseen, ...ofUsers, "SignInRefused", "SignInLocked", "Unavailable", "Unexpected", ...body] as const
const choosing = [...entering, "PasswordsDiffer", "PasswordTooWeak", "WrongPassword"] as const

const signIn = HttpApiEndpoint.post("signIn", "/people/sign-in", {
  query: Wire.NoQuery, payload: People.UserSignIn, success: People.EnteredUser, error: problems(...entering)
}).annotateMerge(says(
  "Sign in",
  "With mail address and password. Unknown addresses, wrong passwords and people who may not sign in get the same " +
    "answer after the same time. Where a code is asked for, there is no session before it is given.",
  bodies.userSignIn
))

const answer = HttpApiEndpoint.post("answer", "/people/challenges", {
  query: Wire.NoQuery, payload: People.Answer, success: People.UserSession, error: problems(...entering)
}).annotateMerge(says("Answer a challenge", "With the code. It opens a session, and is over.", bodies.challenge))

const activate = HttpApiEndpoint.post("activate", "/people/activation", {
  query: Wire.NoQuery, payload: People.Chosen, success: HttpApiSchema.NoContent, error: problems(...choosing)
}).annotateMerge(says(
  "Finish an account", "With what the mailed link carries, or the ticket that its code was given for.", bodies.chosen
))

const requestReset = HttpApiEndpoint.post("requestReset", "/people/resets", {
  query: Wire.NoQuery, payload: People.MailGiven, success: HttpApiSchema.NoContent, error: problems(...entering)
}).annotateMerge(says(
  "Forgot the password", "A link goes to whoever holds the address. The answer is the same if nobody does.", bodies.mail
))

const reset = HttpApiEndpoint.post("reset", "/people/resets/finish", {
  query: Wire.NoQuery, payload: People.Chosen, success: HttpApiSchema.NoContent, error: problems(...choosing)
}).annotateMerge(says(
  "Choose another password", "With what the mailed link carries. Everyone who was signed in is out.", bodies.chosen
))

const signUp = HttpApiEndpoint.post("signUp", "/people/sign-up", {
  query: Wire.NoQuery, payload: People.SignUp, success: HttpApiSchema.NoContent,
  error: problems(...entering, "NoContract")
}).annotateMerge(says(
  "Ask for an account",
  "Of an enterprise that lets people in. The answer is the same where the address is taken: its holder is told.",
  bodies.signUp
))

export class Entry extends HttpApiGroup.make("people").add(signIn, answer, activate, requestReset, reset, signUp)
  .middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "People", description: "Signing in, and everything before it." })) {}

const stepUp = HttpApiEndpoint.post("stepUp", "/me/step-up", {
  query: Wire.NoQuery, payload: Wire.PasswordGiven, success: People.Challenge,
  error: problems(...entering, "WrongPassword")
}).annotateMerge(says(
  "Enter the back office", "With the password once more, and then the code of the challenge.", bodies.password
))

const confirm = HttpApiEndpoint.post("confirm", "/me/confirmations", {
  query: Wire.NoQuery, payload: Wire.PasswordGiven, success: People.UserSession,
  error: problems("SignInLocked", ...unseen, ...ofUsers, "WrongPassword", ...body)
}).annotateMerge(says(
  "Give the password again",
  "For what asks for it though one is signed in. The session that comes back ends when this one does.", bodies.password
))

const directory = HttpApiEndpoint.get("directory", "/me/directory", {
  query: People.DirectoryQuery, success: People.DirectoryShown, error: problems(...unseen)
}).annotateMerge(says("Find a colleague", "The people of one's enterprise by name, as far as they are shown."))

const changePassword = HttpApiEndpoint.post("changePassword", "/me/password", {
  query: Wire.NoQuery, payload: People.PasswordChange, success: HttpApiSchema.NoContent, error: problems(...choosing)
}).annotateMerge(says(
  "Change one's password", "Everyone who was signed in with the old one is out, whoever changes it too.",
  bodies.passwordChange
))

const sendPhoneCode = HttpApiEndpoint.post("sendPhoneCode", "/me/phone/codes", {
  query: Wire.NoQuery, payload: People.PhoneGiven, success: HttpApiSchema.NoContent,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says("Send a code to a telephone", "Which is nobody's until the code comes back.", bodies.phone))

const setPhone = HttpApiEndpoint.post("setPhone", "/me/phone", {
  query: Wire.NoQuery, payload: People.PhoneProved, success: Wire.UserShown,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says("Set one's telephone", "With the code that was sent to it; or take it off.", bodies.phoneProved))

const sendMailCode = HttpApiEndpoint.post("sendMailCode", "/me/mail/codes", {
  query: Wire.NoQuery, payload: People.MailGiven, success: HttpApiSchema.NoContent,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says("Send a code to an address", "Which is nobody's until the code comes back.", bodies.mail))

const setMail = HttpApiEndpoint.post("setMail", "/me/mail", {
  query: Wire.NoQuery, payload: People.MailProved, success: Wire.UserShown,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says("Set one's second address", "With the code that was sent to it; or take it off.",
  bodies.mailProved))

const offer = HttpApiEndpoint.post("offerAuthenticator", "/me/authenticator", {
  query: Wire.NoQuery, success: People.Enrolment, error: problems(...unseen, "ChannelUnavailable")
}).annotateMerge(says("Begin with an authenticator app", "What it scans. It gates nothing before a code was right."))

const enrol = HttpApiEndpoint.post("enrolAuthenticator", "/me/authenticator/enrolment", {
  query: Wire.NoQuery, payload: People.CodeGiven, success: People.RecoveryCodes,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says(
  "Enrol an authenticator app", "With a code that it shows. Codes come from it from now on.", bodies.code
))

const submitOwn = HttpApiEndpoint.post("submit", "/me/commands", {
  query: Wire.NoQuery, payload: People.OwnOrder, success: Wire.UserShown,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says(
  "Give an order about oneself", "How codes come, or which address is the main one.", bodies.ownOrder
))

export class Own extends HttpApiGroup.make("me")
  .add(stepUp, confirm, directory, changePassword, sendPhoneCode, setPhone, sendMailCode, setMail, offer, enrol)
  .add(submitOwn)
  .middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Oneself", description: "What people change about themselves." })) {}
