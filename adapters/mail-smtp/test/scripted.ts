/** A mail server that says what a test has written down, so that every answer and every line can be looked at. */
import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { onTestFinished } from "vitest"

/** Answers by the first word of a command, `greeting`, or `.` for the end of a letter. */
export type Script = Readonly<Record<string, string | ((line: string, socket: Socket) => string)>>

const usual: Script = {
  greeting: "220 ready", EHLO: "250-mail.example\r\n250 SMTPUTF8", MAIL: "250 ok", RCPT: "250 ok", DATA: "354 go on",
  ".": "250 taken", RSET: "250 ok", QUIT: "221 bye"
}

/** Listens until the test ends, and keeps every line that is told. */
export const openScripted = async (script: Script = {}) => {
  const lines: Array<string> = []
  const sockets = new Set<Socket>()
  const answers = { ...usual, ...script }
  const server = createServer((socket) => {
    sockets.add(socket)
    let isLetter = false
    let rest = ""
    const say = (word: string, line: string) => {
      const answer = answers[word] ?? "502 what?"
      const text = typeof answer === "string" ? answer : answer(line, socket)
      if (text !== "") socket.write(`${text}\r\n`)
      isLetter = word === "DATA" && text.startsWith("3")
    }
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket))
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      const [last = "", ...told] = `${rest}${chunk}`.split("\r\n").reverse()
      rest = last
      for (const line of told.reverse()) {
        lines.push(line)
        if (!isLetter || line === ".") say(line.split(" ", 1)[0] ?? "", line)
      }
    })
    say("greeting", "")
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, "close")
  })
  // A server that listens on an address and a port has both.
  const { port } = server.address() as AddressInfo
  return { port, lines, connections: () => sockets.size }
}
