/** The HTTP interface over the ways in: one fetch handler to mount anywhere, and a client that speaks to it. */
export { Api } from "./api.ts"
export { clientAddress } from "./client-address.ts"
export { faultOf } from "./fault.ts"
export { type Handler, type HandlerOptions, makeHandler } from "./handler.ts"
export type { OwnRoute } from "./own-route.ts"
export type { LogLine } from "./log.ts"
export { type Client, client } from "./client.ts"
export { listen, type Listening, type ListenOptions } from "./listen.ts"
