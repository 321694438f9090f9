/** One request and its answer, as the client sends it and reads it: an answer of the library, or none at all. */
import { Unavailable } from "@intendant/core"
import type { Answer, OrderOptions } from "@intendant/core/promises"

export type Fetch = (request: Request) => Promise<Response>

/** What is sent: what is left out here is left out there. */
interface Sent {
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | ReadonlyArray<string> | undefined>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>>
}

const given = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]))

/** What is several stands there several times. */
const searchOf = (query: NonNullable<Sent["query"]>): string =>
  new URLSearchParams(Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [name, String(one)]))).toString()

/** A text as one part of an address. Half a surrogate pair cannot be sent, and is no character to begin with. */
export const part = (text: string) => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\ufffd"))

const isProblem = (answer: Response) => answer.headers.get("content-type") === "application/problem+json"

/** Sends a request, and gives back an answer of the library; rejects with what is no answer of any rule. */
export const sender = (base: string, fetch: Fetch, token?: string) =>
  async <Value, Body = Value>(
    { method, path, query = {}, body, headers = {} }: Sent, valueOf: (body: Body) => Value
  ): Promise<Answer<Value>> => {
    const search = searchOf(query)
    const request = new Request(`${base}${path}${search === "" ? "" : `?${search}`}`, {
      method,
      headers: given({
        ...headers, authorization: token === undefined ? undefined : `Bearer ${token}`,
        "content-type": body === undefined ? undefined : "application/json"
      }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const answer = await fetch(request).catch((cause: unknown) => Promise.reject(new Unavailable({ cause })))
    if (answer.ok) {
      // The contract of the route says what stands here.
      const written = answer.status === 204 ? undefined : await answer.json() as Body
      return { ok: true, value: valueOf(written as Body) }
    }
    const isAway = answer.status >= 500 || !isProblem(answer)
    if (isAway) throw new Unavailable({ cause: `status ${answer.status}` })
    // Every problem of this interface carries the refusal and both sentences.
    const { refusal, why } = await answer.json() as Extract<Answer<never>, { readonly ok: false }>
    return { ok: false, refusal, why }
  }

export type Send = ReturnType<typeof sender>

export const same = <Value>(value: Value): Value => value
export const nothing = (): null => null
export const keyOf = ({ idempotencyKey }: OrderOptions) => ({ "idempotency-key": idempotencyKey })
export const reasonOf = ({ reason }: OrderOptions) => reason === undefined ? {} : { reason }

/** A row that the storage did not answer makes the whole answer one that did not come, as it does in process. */
export const rowsOf = <Row extends Answer<unknown>>(
  { outcomes }: { readonly outcomes: ReadonlyArray<Row> }
): ReadonlyArray<Row> => {
  const away = outcomes.some((row) => !row.ok && String(row.refusal._tag) === "Unavailable")
  if (away) throw new Unavailable({ cause: "a row was not answered" })
  return outcomes
}
