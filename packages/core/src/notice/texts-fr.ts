/** What people are told in French, where no enterprise words it otherwise. */
import type { Texts } from "./kinds.ts"

const greeting = "Bonjour {{ firstName }} {{ lastName }},"
const neverAsked = "Personne ne vous demandera jamais ce code : ne le communiquez à personne."
const keepIt = "Ne le donnez à personne."
const notYou = "Si vous n'êtes pas à l'origine de ce changement, prévenez aussitôt un administrateur."

export const french: Texts = {
  mail: {
    activation: {
      subject: "{{ portal }} : finalisez la création de votre compte",
      text: [
        greeting,
        "{{ enterprise }} vous a créé un compte sur {{ portal }}. Votre identifiant est {{ mail }}.",
        "Pour le finaliser, ouvrez ce lien, saisissez le code, puis choisissez votre mot de passe :\n{{ link }}",
        "Code : {{ code }}",
        "Ce code ne sert qu'une fois, jusqu'au {{ expiresAt }}. " + neverAsked
      ]
    },
    activated: {
      subject: "{{ portal }} : votre compte est prêt",
      text: [
        greeting,
        "Votre compte {{ mail }} chez {{ enterprise }} est créé. Connectez-vous avec le mot de passe que vous avez " +
        "choisi :\n{{ link }}",
        "Nous vous conseillons d'activer l'authentification à deux facteurs dans vos paramètres de sécurité."
      ]
    },
    signInCode: {
      subject: "{{ portal }} : votre code de connexion",
      text: [
        "Bonjour,",
        "Votre code de connexion à {{ portal }} est : {{ code }}",
        "Il ne sert qu'une fois et reste valable {{ minutes }} minutes. " + neverAsked,
        "Si vous n'essayez pas de vous connecter, changez votre mot de passe : quelqu'un d'autre le connaît."
      ]
    },
    stepUpCode: {
      subject: "{{ portal }} : votre code d'accès à l'administration",
      text: [
        "Bonjour,",
        "Votre code d'accès à l'administration de {{ portal }} est : {{ code }}",
        "Il ne sert qu'une fois et reste valable {{ minutes }} minutes. " + neverAsked,
        "Si vous n'avez rien demandé, changez votre mot de passe : quelqu'un d'autre le connaît.",
        "Un conseil : recevez ces codes par SMS, pour garder l'accès même si votre messagerie est en panne."
      ]
    },
    passwordReset: {
      subject: "{{ portal }} : choisissez un nouveau mot de passe",
      text: [
        greeting,
        "Pour choisir un nouveau mot de passe sur {{ portal }}, ouvrez ce lien :\n{{ link }}",
        "Il ne sert qu'une fois et reste valable {{ minutes }} minutes.",
        "Si vous n'avez rien demandé, ignorez ce message : votre mot de passe n'a pas changé."
      ]
    },
    passwordChanged: {
      subject: "{{ portal }} : votre mot de passe a été changé",
      text: [greeting, "Le mot de passe de votre compte {{ portal }} vient d'être changé.", notYou]
    },
    factorsReset: {
      subject: "{{ portal }} : vos codes arrivent de nouveau par mail",
      text: [
        greeting,
        "Un administrateur a réinitialisé vos moyens d'authentification sur {{ portal }} : votre numéro de téléphone " +
        "et votre application d'authentification ne sont plus pris en compte, et les codes arrivent à cette adresse. " +
        "Vous pourrez les configurer de nouveau une fois connecté.",
        notYou
      ]
    },
    mailCode: {
      subject: "{{ portal }} : confirmez votre adresse",
      text: [
        "Bonjour,",
        "Pour confirmer cette adresse sur {{ portal }}, saisissez ce code : {{ code }}",
        "Il ne sert qu'une fois et reste valable {{ minutes }} minutes. " + neverAsked,
        "Si vous n'avez rien demandé, ignorez ce message."
      ]
    },
    mailChanged: {
      subject: "{{ portal }} : votre adresse a été changée",
      text: [
        greeting,
        "Votre compte {{ portal }} utilise désormais l'adresse {{ mail }}. Rien n'arrivera plus à celle-ci.",
        notYou
      ]
    },
    accountLocked: {
      subject: "{{ portal }} : votre compte est bloqué",
      text: [
        greeting,
        "Après trop de tentatives de connexion erronées, votre compte {{ portal }} est bloqué. Vos données sont " +
        "conservées.",
        "Un administrateur ou un manager peut le réactiver. Si ces tentatives ne venaient pas de vous, dites-le-lui."
      ]
    },
    reactivated: {
      subject: "{{ portal }} : votre compte est réactivé",
      text: [
        greeting,
        "Votre compte chez {{ enterprise }} est réactivé. Vous pouvez de nouveau vous connecter à {{ portal }} :\n" +
        "{{ link }}"
      ]
    },
    signUpApproved: {
      subject: "{{ portal }} : votre inscription est acceptée",
      text: [
        greeting,
        "{{ enterprise }} a accepté votre inscription. Vous pouvez vous connecter à {{ portal }} :\n{{ link }}"
      ]
    },
    signUpRefused: {
      subject: "{{ portal }} : votre inscription n'est pas acceptée",
      text: [
        greeting,
        "{{ enterprise }} n'a pas accepté votre inscription sur {{ portal }}. Pour en connaître la raison, " +
        "adressez-vous à un administrateur de votre entreprise."
      ]
    },
    signUpBlocked: {
      subject: "{{ portal }} : une inscription a été bloquée",
      text: [
        greeting,
        "{{ applicant }} ({{ mail }}) a tenté de s'inscrire sur {{ portal }}. {{ enterprise }} n'autorise pas les " +
        "inscriptions libres : aucun compte n'a été créé.",
        "Si cette personne doit avoir un compte, créez-le depuis l'administration."
      ]
    },
    signUpAwaiting: {
      subject: "{{ portal }} : une inscription attend votre accord",
      text: [
        greeting,
        "{{ applicant }} ({{ mail }}) demande un compte {{ portal }} chez {{ enterprise }}.",
        "Pour accepter ou refuser, ouvrez la gestion des utilisateurs :\n{{ link }}"
      ]
    },
    alreadyRegistered: {
      subject: "{{ portal }} : vous avez déjà un compte",
      text: [
        "Bonjour,",
        "Quelqu'un a demandé un compte {{ portal }} pour cette adresse, qui en a déjà un. Rien n'a changé.",
        "Si c'était vous, connectez-vous, ou choisissez un nouveau mot de passe :\n{{ link }}",
        "Sinon, ignorez ce message."
      ]
    }
  },
  sms: {
    signInCode: "{{ code }} est votre code de connexion à {{ portal }}, valable {{ minutes }} min. " + keepIt,
    stepUpCode: "{{ code }} est votre code d'administration {{ portal }}, valable {{ minutes }} min. " + keepIt,
    phoneCode: "{{ code }} confirme ce numéro sur {{ portal }}, valable {{ minutes }} min. " + keepIt
  }
}
