/** What people are told in English, where no enterprise words it otherwise. */
import type { Texts } from "./kinds.ts"

const greeting = "Hello {{ firstName }} {{ lastName }},"
const neverAsked = "Nobody will ever ask you for this code: give it to no one."
const notYou = "If this was not your doing, tell an administrator at once."

export const english: Texts = {
  mail: {
    activation: {
      subject: "{{ portal }}: finish creating your account",
      text: [
        greeting,
        "{{ enterprise }} has created an account for you on {{ portal }}. You sign in as {{ mail }}.",
        "To finish it, open this link, enter the code, then choose your password:\n{{ link }}",
        "Code: {{ code }}",
        "The code works once, until {{ expiresAt }}. " + neverAsked
      ]
    },
    activated: {
      subject: "{{ portal }}: your account is ready",
      text: [
        greeting,
        "Your account {{ mail }} at {{ enterprise }} has been created. Sign in with the password that you chose:\n" +
        "{{ link }}",
        "We advise you to turn on two-factor authentication in your security settings."
      ]
    },
    signInCode: {
      subject: "{{ portal }}: your sign-in code",
      text: [
        "Hello,",
        "Your code to sign in to {{ portal }} is: {{ code }}",
        "It works once, and for {{ minutes }} minutes. " + neverAsked,
        "If you are not signing in, change your password: somebody else knows it."
      ]
    },
    stepUpCode: {
      subject: "{{ portal }}: your administration code",
      text: [
        "Hello,",
        "Your code to enter the administration of {{ portal }} is: {{ code }}",
        "It works once, and for {{ minutes }} minutes. " + neverAsked,
        "If you did not ask for it, change your password: somebody else knows it.",
        "A piece of advice: receive these codes by text message, to keep your access even when your mail is down."
      ]
    },
    passwordReset: {
      subject: "{{ portal }}: choose a new password",
      text: [
        greeting,
        "To choose a new password for {{ portal }}, open this link:\n{{ link }}",
        "It works once, and for {{ minutes }} minutes.",
        "If you did not ask for it, ignore this message: your password has not changed."
      ]
    },
    passwordChanged: {
      subject: "{{ portal }}: your password was changed",
      text: [greeting, "The password of your {{ portal }} account has just been changed.", notYou]
    },
    factorsReset: {
      subject: "{{ portal }}: your codes come by mail again",
      text: [
        greeting,
        "An administrator has reset how you prove who you are on {{ portal }}: your telephone number and your " +
        "authenticator app count no more, and codes come to this address. You can set both up again once you are " +
        "signed in.",
        notYou
      ]
    },
    mailCode: {
      subject: "{{ portal }}: confirm your address",
      text: [
        "Hello,",
        "To confirm this address on {{ portal }}, enter this code: {{ code }}",
        "It works once, and for {{ minutes }} minutes. " + neverAsked,
        "If you did not ask for it, ignore this message."
      ]
    },
    mailChanged: {
      subject: "{{ portal }}: your address was changed",
      text: [
        greeting,
        "Your {{ portal }} account now uses the address {{ mail }}. Nothing more will arrive at this one.",
        notYou
      ]
    },
    accountLocked: {
      subject: "{{ portal }}: your account is locked",
      text: [
        greeting,
        "After too many failed sign-ins your {{ portal }} account is locked. Your data is kept.",
        "An administrator or a manager can reactivate it. If it was not you who tried to sign in, tell them."
      ]
    },
    reactivated: {
      subject: "{{ portal }}: your account is active again",
      text: [
        greeting,
        "Your account at {{ enterprise }} is active again. You can sign in to {{ portal }}:\n{{ link }}"
      ]
    },
    signUpApproved: {
      subject: "{{ portal }}: your sign-up was approved",
      text: [greeting, "{{ enterprise }} has approved your sign-up. You can sign in to {{ portal }}:\n{{ link }}"]
    },
    signUpRefused: {
      subject: "{{ portal }}: your sign-up was not approved",
      text: [
        greeting,
        "{{ enterprise }} has not approved your sign-up to {{ portal }}. To learn why, ask an administrator of your " +
        "enterprise."
      ]
    },
    signUpBlocked: {
      subject: "{{ portal }}: a sign-up was blocked",
      text: [
        greeting,
        "{{ applicant }} ({{ mail }}) tried to sign up to {{ portal }}. {{ enterprise }} does not allow free " +
        "sign-ups: no account was created.",
        "If this person is to have an account, create it from the administration."
      ]
    },
    signUpAwaiting: {
      subject: "{{ portal }}: a sign-up awaits your approval",
      text: [
        greeting,
        "{{ applicant }} ({{ mail }}) asks for a {{ portal }} account at {{ enterprise }}.",
        "To approve or refuse, open the list of users:\n{{ link }}"
      ]
    },
    alreadyRegistered: {
      subject: "{{ portal }}: you already have an account",
      text: [
        "Hello,",
        "Somebody asked for a {{ portal }} account for this address, which has one already. Nothing has changed.",
        "If it was you, sign in, or choose a new password:\n{{ link }}",
        "If not, ignore this message."
      ]
    }
  },
  sms: {
    signInCode: "{{ code }} is your code to sign in to {{ portal }}, valid {{ minutes }} min. Give it to no one.",
    stepUpCode: "{{ code }} is your {{ portal }} administration code, valid {{ minutes }} min. Give it to no one.",
    phoneCode: "{{ code }} confirms this number on {{ portal }}, valid {{ minutes }} min. Give it to no one."
  }
}
