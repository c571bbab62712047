// One JSON document from the outside: nothing of ours is sent along, redirects stay encrypted, and it has a largest size.

export interface FetchDocumentOptions {
  fetch: typeof fetch
  signal: AbortSignal
}

const BYTES_MAX = 2 * 1024 * 1024
const REDIRECTS_MAX = 3

/** Throws SyntaxError when what came is no JSON, and any other error when nothing whole came. */
export async function fetchDocument(address: string, options: FetchDocumentOptions): Promise<unknown> {
  return JSON.parse(await readText(await follow(address, options))) as unknown
}

async function follow(address: string, { fetch, signal }: FetchDocumentOptions): Promise<Response> {
  let url = new URL(address)
  for (let step = 0; step <= REDIRECTS_MAX; step += 1) {
    const response = await fetch(url.href, {
      signal,
      redirect: 'manual',
      credentials: 'omit',
      headers: { accept: 'application/json' },
    })
    if (response.ok) return response
    await response.body?.cancel().catch(() => undefined)
    const target = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || target === null)
      throw new Error(`answered with status ${response.status}`)
    const next = new URL(target, url)
    if (next.protocol !== 'https:') throw new Error('redirects to an address that is not https')
    url = next
  }
  throw new Error('redirects without end')
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    // Leaving the loop gives the connection up.
    if (bytes > BYTES_MAX) throw new Error(`is larger than ${BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
