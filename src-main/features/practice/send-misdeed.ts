// Puts what a drill answers onto the wire.
import type { ServerResponse } from 'node:http'
import type { Reply } from './drills'

export function sendReply(response: ServerResponse, reply: Reply): void {
  switch (reply.kind) {
    case 'json':
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      response.end(JSON.stringify(reply.body))
      return
    case 'text':
      response.writeHead(reply.status, { 'content-type': reply.contentType })
      response.end(reply.text)
      return
    case 'reset':
      response.socket?.destroy()
      return
    case 'huge':
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"data":["')
      pour(response, 'x'.repeat(64 * 1024))
      return
    case 'silence':
      // The asker closes the connection, or the service does when it ends.
      return
  }
}

function pour(response: ServerResponse, piece: string): void {
  while (!response.destroyed && response.write(piece));
  if (!response.destroyed) response.once('drain', () => pour(response, piece))
}
