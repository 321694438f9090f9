/** Why a text is no mail address, in the words of a sentence about it. */
import type { Locale } from "./locale.ts"
import { type MailObstacle, mailObstacles } from "./mail.ts"

/** Each continues a sentence whose subject is the address: "The address must have exactly one @". */
export const mailWordings: { readonly [Language in Locale]: { readonly [Obstacle in MailObstacle]: string } } = {
  en: mailObstacles,
  fr: {
    Empty: "ne doit pas être vide",
    TooLong: "doit avoir au plus 64 octets avant le @ et au plus 254 en tout",
    NotOneAt: "doit avoir exactement un @",
    Quoted: "ne doit avoir ni guillemets, ni commentaire, ni crochets : écrivez-la simplement, comme nom@example.org",
    Routed: "ne doit contenir ni % ni !, par lesquels un serveur pourrait être prié de l'envoyer ailleurs",
    Invisible: "ne doit contenir ni espace, ni saut de ligne, ni caractère de contrôle ou que personne ne voit",
    LookAlike: "ne doit pas contenir de caractère que d'autres liraient comme @, un point, une lettre ou un signe "
      + "ASCII",
    Character: "doit se composer de lettres, de chiffres et des signes que le courrier admet",
    Dots: "ne doit avoir ni point à une extrémité, ni deux points de suite",
    OneLabel: "doit avoir un domaine d'au moins deux parties, comme example.org",
    Label: "doit avoir un domaine dont les parties ont 1 à 63 lettres, chiffres et traits d'union intérieurs, la "
      + "dernière n'étant pas un nombre",
    Encoding: "doit avoir un domaine dont les parties sont des noms internationalisés valables, en forme Unicode NFC"
  }
}
