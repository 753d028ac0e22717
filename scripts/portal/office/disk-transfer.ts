/** Files over plain HTTP: what a signed address downloads, and what is posted to one that was given for an upload. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson, sendText } from '../door/http.ts'
import { Refusal } from '../door/refusal.ts'
import { fileRow } from '../rest/disk/row.ts'
import type { World } from '../world.ts'
import { type Ticket, ticketIn } from './disk-address.ts'
import { addFile, fileLimit, uniqueName, checkName } from './disk.ts'

async function bytesOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // A little more than the file: the form around it.
    if (size <= fileLimit + 65_536) chunks.push(chunk)
  }
  return size > fileLimit + 65_536 ? null : Buffer.concat(chunks)
}

/** The first file of a multipart form. */
function fileIn(contentType: string, body: Buffer): { name: string; content: Buffer } | null {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (!boundary) return null
  const mark = Buffer.from(`--${boundary}`)
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    const headEnd = body.indexOf('\r\n\r\n', at)
    const end = body.indexOf(mark, at + mark.length)
    if (headEnd < 0 || end < 0) return null
    const name = /filename="([^"]*)"/i.exec(body.subarray(at, headEnd).toString('utf8'))?.[1]
    if (name) return { name, content: body.subarray(headEnd + 4, end - 2) }
  }
  return null
}

async function upload(world: World, ticket: Ticket, request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await bytesOf(request)
  const file = body && fileIn(request.headers['content-type'] ?? '', body)
  const folder = world.state.disk.find((one) => one.id === ticket.id)
  if (!file || !folder) throw new Refusal(400, 'ERROR_COULD_NOT_SAVE_FILE', 'Could not save file')
  const wanted = ticket.name ?? file.name
  const name = ticket.unique ? uniqueName(world, folder, wanted) : wanted
  checkName(world, folder, name, 'file')
  const added = addFile(world, folder, name, file.content.toString('base64'), ticket.userId)
  world.flush()
  return { result: fileRow(world, added, true) }
}

/** `/rest/download.json` and `/rest/upload.json`. */
export async function handleTransfer(world: World, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const ticket = ticketIn(world, url)
  if (!ticket || !url.pathname.includes(ticket.deed)) return sendJson(response, 401, { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' })
  if (ticket.deed === 'upload') {
    try {
      sendJson(response, 200, await upload(world, ticket, request))
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason
      sendJson(response, reason.status, reason.body)
    }
    return
  }
  const version = world.state.disk.flatMap((one) => one.versions).find((one) => one.id === ticket.id)
  if (!version) return sendText(response, 404, 'There is no such file.')
  const content = Buffer.from(version.content, 'base64')
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': content.length,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(version.name)}`,
  })
  response.end(content)
}
