// A recording stand-in of the paid service over http or https, and a CONNECT proxy that notes who was asked for.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'

const CERTIFICATES = join(import.meta.dirname, '..', 'fixtures', 'certificates')
export const certificatePath = (name: CertifiedName): string => join(CERTIFICATES, `${name}.cert.pem`)
export const CERTIFICATE_PATH = certificatePath('localhost')

export type CertifiedName = 'localhost' | 'service.example'

export interface Posted {
  headers: IncomingHttpHeaders
  tasks: Record<string, unknown>[]
}

export interface ServiceServer {
  /** `http://127.0.0.1:40123`, or `https://localhost:40123`. */
  url: string
  port: number
  posted: Posted[]
  close(): Promise<void>
}

export interface Answered {
  status?: number
  headers?: Record<string, string>
  body: unknown
}

/** Answers each POST as the test says; a body that is no text is sent as JSON. */
export async function serveService(
  answer: (task: Record<string, unknown>) => Answered,
  options: { isSecure?: boolean; name?: CertifiedName } = {},
): Promise<ServiceServer> {
  const posted: Posted[] = []
  const onRequest: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const tasks = JSON.parse(Buffer.concat(chunks).toString() || '[{}]') as Record<string, unknown>[]
      posted.push({ headers: request.headers, tasks })
      const { status = 200, headers, body } = answer(tasks[0] ?? {})
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }
  const server = options.isSecure
    ? createTlsServer(
        {
          key: readFileSync(join(CERTIFICATES, `${options.name ?? 'localhost'}.key.pem`)),
          cert: readFileSync(certificatePath(options.name ?? 'localhost')),
        },
        onRequest,
      )
    : createServer(onRequest)
  const port = await listen(server)
  const url = options.isSecure ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
  return { url, port, posted, close: () => closeAll(server) }
}

export interface ConnectProxy {
  url: string
  /** `host:port` of every tunnel that was asked for. */
  asked: string[]
  /** Every byte that went through it, either way. */
  carried(): Buffer
  close(): Promise<void>
}

/**
 * Lets everyone through to `target` on this machine, whatever name they ask for; refuses them all without one. With
 * `signIn`, `name:password`, only those who say it.
 */
export async function serveConnectProxy(targetPort?: number, signIn?: string): Promise<ConnectProxy> {
  const asked: string[] = []
  const carried: Buffer[] = []
  const wanted = signIn && `Basic ${Buffer.from(signIn).toString('base64')}`
  const server = createServer((_request, response) => response.writeHead(405).end())
  const tunnels = new Set<Socket>()
  server.on('connect', (request, socket: Socket, head) => {
    asked.push(request.url ?? '')
    if (wanted !== undefined && request.headers['proxy-authorization'] !== wanted) {
      const challenge = 'Proxy-Authenticate: Basic realm="studio"'
      return void socket.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${challenge}\r\n\r\n`)
    }
    if (targetPort === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const onward = connect(targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [socket, onward]) {
      tunnels.add(end)
      end.on('data', (bytes: Buffer) => carried.push(bytes))
      end.on('error', () => end.destroy())
    }
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    carried: () => Buffer.concat(carried),
    async close() {
      for (const tunnel of tunnels) tunnel.destroy()
      await closeAll(server)
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function closeAll(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  return closed
}
