// Brings a picture home that was dragged out of a page: by its http address, or out of a data: address. Whatever comes
// is only written down; whether it is a picture is for the probe to say, never for the server.
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure, isFailure } from '#shared/domain/failure'
import { errorCode, toDiskFailure } from '../../disk/durable'
import { nameFromAnswer, nameFromUrl } from './drop-names'
import { isPublicAddress, lookUpPublic, type AddressRules } from './public-address'

export interface FetchPictureOptions extends AddressRules {
  /** Where the file is put, under a safe name; must exist. */
  folder: string
  signal: AbortSignal
  /** From asking to the last byte. */
  timeoutMs?: number
  bytesMax?: number
}

/** The most a dragged picture may weigh. */
export const DROP_BYTES_MAX = 512 * 1024 * 1024
const TIMEOUT_MS = 60_000
const REDIRECTS_MAX = 5
// What a server needs to see of us: that a picture is wanted, and nothing about the artist.
const HEADERS = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Latitude' }

/** Resolves to the file's path. Rejects with Failure `drop-unreadable` that says why, or with the signal's reason. */
export async function fetchPicture(address: string, options: FetchPictureOptions): Promise<string> {
  const name = nameFromUrl(address)
  try {
    if (/^data:/i.test(address)) return await keepDataUrl(address, options)
    return await download(address, options)
  } catch (error) {
    options.signal.throwIfAborted()
    if (isFailure(error)) throw error
    throw unreadable(name, reasonOf(error), error)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such server',
  EAI_AGAIN: 'there is no network',
  ECONNREFUSED: 'the server does not answer',
  ECONNRESET: 'the connection broke off',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection broke off',
}

function reasonOf(error: unknown): string {
  return REASONS[errorCode(error)] ?? (error instanceof Error ? error.message : String(error))
}

async function download(address: string, options: FetchPictureOptions): Promise<string> {
  const { folder, bytesMax = DROP_BYTES_MAX, timeoutMs = TIMEOUT_MS } = options
  const limit = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([options.signal, limit])
  try {
    const { response, url } = await follow(address, signal, options)
    const name = nameFromAnswer(url.href, response.headers)
    const path = join(folder, name)
    await pipeline(response, atMost(bytesMax, name), createWriteStream(path, { flags: 'wx' }), { signal })
    return path
  } catch (error) {
    if (!limit.aborted || isFailure(error)) throw toDiskFailure(error, folder)
    throw unreadable(nameFromUrl(address), `it took longer than ${timeoutMs / 1000} s`, error)
  }
}

/** Follows redirects by hand: each step must be http(s) and on the open internet again. */
async function follow(
  address: string,
  signal: AbortSignal,
  rules: AddressRules,
): Promise<{ response: IncomingMessage; url: URL }> {
  let url = toWebUrl(address)
  for (let step = 0; step <= REDIRECTS_MAX; step += 1) {
    const response = await ask(url, signal, rules)
    const { statusCode = 0, headers } = response
    if (statusCode === 200) return { response, url }
    response.destroy()
    const name = nameFromUrl(url.href)
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined)
      throw unreadable(name, `the server answered with status ${statusCode}`)
    url = toWebUrl(headers.location, url)
  }
  throw unreadable(nameFromUrl(url.href), 'the server redirects without end')
}

function toWebUrl(address: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw unreadable(nameFromUrl(address), 'only http, https and data addresses can be opened')
  // Credentials in an address are the page's, not ours to send.
  url.username = ''
  url.password = ''
  return url
}

function ask(url: URL, signal: AbortSignal, rules: AddressRules): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isPublicAddress(host, rules))
    throw unreadable(nameFromUrl(url.href), `${host} is not on the open internet`)
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    // Numeric hosts are connected to without a lookup; they were looked at above.
    const options = { signal, headers: HEADERS, lookup: lookUpPublic(rules), agent: false as const }
    request(url, options, resolve).on('error', reject).end()
  })
}

function atMost(bytesMax: number, name: string): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > bytesMax) done(unreadable(name, `it is larger than ${Math.floor(bytesMax / 2 ** 20)} MB`))
      else done(null, chunk)
    },
  })
}

const DATA_HEAD = /^data:([^,]{0,200}),/i

async function keepDataUrl(address: string, options: FetchPictureOptions): Promise<string> {
  const head = DATA_HEAD.exec(address)
  const name = nameFromUrl(address)
  if (!head) throw unreadable(name, 'its data address is malformed')
  const body = address.slice(head[0].length)
  const { bytesMax = DROP_BYTES_MAX } = options
  if (body.length > bytesMax * 1.5) throw unreadable(name, 'it is too large')
  const isBase64 = /;\s*base64$/i.test(head[1]?.trim() ?? '')
  const path = join(options.folder, name)
  await writeFile(
    path,
    isBase64 ? Buffer.from(decodePercent(body).toString('latin1'), 'base64') : decodePercent(body),
  )
  return path
}

function decodePercent(text: string): Buffer {
  if (!text.includes('%')) return Buffer.from(text, 'utf8')
  const plain = Buffer.from(text, 'utf8').toString('latin1')
  const hex = (_match: string, code: string) => String.fromCharCode(parseInt(code, 16))
  return Buffer.from(plain.replace(/%([0-9a-f]{2})/gi, hex), 'latin1')
}

function unreadable(name: string, why: string, cause?: unknown): Failure {
  return new Failure('drop-unreadable', `${name} could not be fetched: ${why}.`, { name, why }, { cause })
}
