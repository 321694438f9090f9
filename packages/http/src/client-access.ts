/** Files of people, resources and powers at the other end of a wire. */
import type { AccessDesk } from "@intendant/core/promises"
import { writeRows } from "@intendant/csv"
import { keyOf, nothing, part, reasonOf, same, type Send } from "./sender.ts"

const at = (enterprise: string) => `/enterprises/${part(enterprise)}`

/** A file as it travels: every byte of it, in base 64. */
const base64Of = async (rows: ReadonlyArray<ReadonlyArray<string>>): Promise<string> => {
  let binary = ""
  for await (const bytes of writeRows(rows, { delimiter: ";" })) {
    for (const byte of bytes) binary += String.fromCharCode(byte)
  }
  return btoa(binary)
}

export const accessDesk = (send: Send): AccessDesk => ({
  importUsers: async (enterprise, rows, { dryRun, ...said } = {}) =>
    send({
      method: "POST", path: `${at(enterprise)}/imports`,
      body: { file: await base64Of(rows), ...(dryRun === undefined ? {} : { dryRun }), ...reasonOf(said) }
    }, same),
  reportActivity: (enterprise, kind, count) =>
    send({ method: "POST", path: `${at(enterprise)}/activity`, body: { kind, count } }, nothing),
  createResource: (wish, options = {}) =>
    send({ method: "POST", path: "/resources", headers: keyOf(options), body: { wish, ...reasonOf(options) } }, same),
  submitResource: (command, options = {}) =>
    send({
      method: "POST", path: "/resource-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same),
  resources: (place, page) => send({ method: "GET", path: "/resources", query: { place, ...page } }, same),
  whoMay: (permission, place, page) =>
    send({ method: "GET", path: "/who-may", query: { permission, place, ...page } }, same),
  onWhat: (enterprise, userId, permission, page) =>
    send({
      method: "GET", path: `${at(enterprise)}/users/${part(userId)}/may`, query: { permission, ...page }
    }, same)
})
