/** How a refusal about resources is told to a person. */
import type { Denial } from "../kernel/permit.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { Refusal } from "./model.ts"

const listed = (words: ReadonlyArray<string>, none: string): string => words.length === 0 ? none : words.join(", ")

/** That a power is missing is told by the kernel's own sentences. */
export const wordings: Wordings<Exclude<Refusal, Denial>> = {
  en: {
    NoSuchNode: ({ place }) => `There is no resource ${place}.`,
    NodeTaken: ({ nodeId }) => `There is a resource ${nodeId} already.`,
    Misplaced: ({ kind, under }) => `A resource of the kind ${kind} cannot stand in ${under}.`,
    NotGrantable: ({ place, actions, grantable }) =>
      `On ${place} it cannot be granted to ${listed(actions, "")}, only to ${listed(grantable, "do nothing")}.`,
    NotAContainer: ({ place }) => `${place} is not a container.`,
    NotOfClient: ({ client, userIds }) => `These are no users of ${client}: ${userIds.join(", ")}.`
  },
  fr: {
    NoSuchNode: ({ place }) => `Il n'y a pas de ressource ${place}.`,
    NodeTaken: ({ nodeId }) => `Il y a déjà une ressource ${nodeId}.`,
    Misplaced: ({ kind, under }) => `Une ressource du type ${kind} ne peut pas se trouver dans ${under}.`,
    NotGrantable: ({ place, actions, grantable }) =>
      `Sur ${place}, on ne peut pas accorder ${listed(actions, "")}, seulement : ${listed(grantable, "rien")}.`,
    NotAContainer: ({ place }) => `${place} n'est pas un conteneur.`,
    NotOfClient: ({ client, userIds }) => `Ce ne sont pas des utilisateurs de ${client} : ${userIds.join(", ")}.`
  }
}
