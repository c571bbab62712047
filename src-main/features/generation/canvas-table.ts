// The table of canvas sizes in force: the built-in one, with what the provider's live schema confirmed laid over it.
// Kept in a file so that it outlives the process; never in the way of anything, whatever the network does.
import { open } from 'node:fs/promises'
import type { CanvasTable } from '#shared/domain/canvas'
import { BUILT_IN_CANVASES } from '#shared/domain/canvas'
import { z } from 'zod'
import { writeJsonDurably } from '../../disk/durable'
import type { Clock } from '../../ports/clock'
import { layOver, readPairs, type PixelPair } from './live-schema'
import { fetchDocument } from './schema-document'

export interface CanvasSource {
  table(): CanvasTable
  /** When the live schema was last read, ISO 8601; null when it never was. */
  readAt(): string | null
  /** Takes up what was read before. Never rejects: a file that cannot be read was never there. */
  load(): Promise<void>
  /** Reads the live schema; never rejects, and what was known stays known. */
  refresh(signal?: AbortSignal): Promise<'read' | 'unreachable' | 'not-understood'>
  /** Reads the live schema when the last reading is a day old. Resolves to whether the table is another now. */
  refreshWhenOld(signal?: AbortSignal): Promise<boolean>
}

export interface CanvasSourceOptions {
  /** Where the last reading is kept; safe to delete. */
  cachePath: string
  /** Addresses of the schema, the best first; none where nothing may be asked. */
  addresses: readonly string[]
  fetch: typeof fetch
  clock: Clock
  log(line: string): void
  /** For one address, from asking to the last byte. */
  timeoutMs?: number
}

/** Public, and read without a key. */
export const SCHEMA_ADDRESSES = [
  'https://schemas.runware.ai/resolve/luma%3Aray%403.2',
  'https://runware.ai/docs/models/luma-ray3-2/schema.json',
] as const

const DAY_MS = 24 * 60 * 60 * 1000
const TIMEOUT_MS = 5000
const CACHE_BYTES_MAX = 64 * 1024

const cacheSchema = z.object({
  version: z.literal(1),
  readAt: z.iso.datetime(),
  pairs: z.array(z.object({ width: z.number(), height: z.number() })).max(200),
})
type Reading = z.infer<typeof cacheSchema>

export function createCanvasSource(options: CanvasSourceOptions): CanvasSource {
  const { cachePath, addresses, fetch, clock, log, timeoutMs = TIMEOUT_MS } = options
  let table: CanvasTable = BUILT_IN_CANVASES
  let readAt: string | null = null

  function takeUp(reading: Reading): void {
    table = layOver(reading.pairs)
    readAt = reading.readAt
  }

  async function ask(address: string, signal: AbortSignal | undefined): Promise<PixelPair[] | undefined> {
    const limit = AbortSignal.timeout(timeoutMs)
    const document = await fetchDocument(address, {
      fetch,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    return readPairs(document)
  }

  const source: CanvasSource = {
    table: () => table,
    readAt: () => readAt,

    async load() {
      const reading = await readCache(cachePath)
      if (reading) takeUp(reading)
    },

    async refresh(signal) {
      let isReached = false
      for (const address of addresses) {
        try {
          const pairs = await ask(address, signal)
          isReached = true
          if (!pairs) continue
          const reading: Reading = { version: 1, readAt: new Date(clock.now()).toISOString(), pairs }
          takeUp(reading)
          await writeJsonDurably(cachePath, reading).catch((error: unknown) =>
            log(`canvas sizes were read but not kept: ${String(error)}`),
          )
          return 'read'
        } catch (error) {
          if (signal?.aborted) break
          isReached ||= error instanceof SyntaxError
          log(`canvas sizes: ${address}: ${String(error)}`)
        }
      }
      return isReached ? 'not-understood' : 'unreachable'
    },

    async refreshWhenOld(signal) {
      const age = readAt === null ? Infinity : clock.now() - Date.parse(readAt)
      // A reading from the future is of a clock that was wrong.
      if (age >= 0 && age < DAY_MS) return false
      const before = table
      return (await source.refresh(signal)) === 'read' && JSON.stringify(table) !== JSON.stringify(before)
    },
  }
  return source
}

async function readCache(path: string): Promise<Reading | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      if (size > CACHE_BYTES_MAX) return undefined
      return cacheSchema.parse(JSON.parse(await file.readFile('utf8')))
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}
