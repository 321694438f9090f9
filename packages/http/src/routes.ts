/** Which addresses there are, by which methods, and under which name a log knows them. */
import * as HttpApi from "effect/http-api/HttpApi"
import { Api } from "./api.ts"

export const openapiPath = "/openapi.json"
export const docsPath = "/docs"

export interface Route {
  readonly method: string
  /** The address with the names of its parameters: `/accounts/:path`. */
  readonly template: string
}

const declared = (): ReadonlyArray<Route> => {
  const found: Array<Route> = []
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { method, path } }) => void found.push({ method, template: path })
  })
  return found
}

/** Every route, as declared. */
export const routes: ReadonlyArray<Route> = [
  ...declared(), { method: "GET", template: openapiPath }, { method: "GET", template: docsPath }
]

const patternOf = (template: string) =>
  new RegExp(`^${template.replaceAll(".", "\\.").replaceAll(/:[a-zA-Z]+/g, "[^/]*")}$`)

/** Where an address leads, and what can be done there. */
export interface Place {
  readonly template: string
  readonly allowed: ReadonlyArray<string>
}

/** Finds the place that an address leads to: where routes share one, all their methods are allowed. */
export const finder = (among: ReadonlyArray<Route>): (pathname: string) => Place | undefined => {
  const places = [...new Set(among.map(({ template }) => template))].map((template) => {
    const methods = among.filter((route) => route.template === template).map(({ method }) => method)
    const heads = methods.includes("GET") ? ["HEAD"] : []
    return { template, pattern: patternOf(template), allowed: [...methods, ...heads, "OPTIONS"] }
  })
  return (pathname) => places.find(({ pattern }) => pattern.test(pathname))
}
