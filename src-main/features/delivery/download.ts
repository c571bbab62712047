// Brings a file home: streamed to `.part`, hashed on the way, measured against what was promised, then renamed.
import { createHash } from 'node:crypto'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure, isFailure } from '#shared/domain/failure'
import { renameDurably, requireFreeSpace, toDiskFailure } from '../../disk/durable'
import type { Clock } from '../../ports/clock'
import type { OnProgress } from '../../ports/progress'

export interface DownloadOptions {
  url: string
  /** Absolute path of the finished file; `<target>.part` stands beside it meanwhile. */
  target: string
  /** Asked for the address and for each one it leads on to; throws where nothing is fetched from. */
  assertAddress?(url: string): void
  signal?: AbortSignal
  /** Units are bytes; at most ten calls a second. */
  onProgress?: OnProgress
}

export interface Downloaded {
  bytes: number
  sha256: string
}

export interface DownloadPorts {
  fetch: typeof fetch
  clock: Clock
}

/** A server silent for this long has gone. */
const STALL_MS = 60_000
const PROGRESS_MS = 100
/** More than any media host needs; a circle ends here. */
const REDIRECTS_MAX = 5

/**
 * Rejects with Failure `download-failed` (details: `status` when the server answered with one, so that the caller can
 * ask for a fresh address), `disk-full`, `disk-refused`, and with what `assertAddress` throws; with the signal's reason
 * when aborted. Sends no credentials: an address of a delivery carries its own.
 */
export async function download(
  { fetch, clock }: DownloadPorts,
  { url, target, assertAddress, signal, onProgress }: DownloadOptions,
): Promise<Downloaded> {
  signal?.throwIfAborted()
  const part = `${target}.part`
  const watch = watchForSilence(clock, signal)
  try {
    const response = await reach(fetch, url, watch.signal, assertAddress)
    const promised = promisedBytes(response)
    await mkdir(dirname(target), { recursive: true })
    if (promised !== undefined) await requireFreeSpace(dirname(target), promised)
    const report = throttle(clock, onProgress, promised)
    const file = await open(part, 'w')
    try {
      const done = await take(response, file, promised, (bytes) => {
        watch.heard()
        report(bytes)
      })
      await file.sync()
      await file.close()
      await renameDurably(part, target)
      onProgress?.({ done: done.bytes, total: done.bytes })
      return done
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    signal?.throwIfAborted()
    throw isFailure(error) ? error : toFailure(error, watch.isStalled())
  } finally {
    watch.stop()
  }

  function toFailure(error: unknown, isStalled: boolean): unknown {
    const onDisk = toDiskFailure(error, target)
    if (isFailure(onDisk) || isFileError(error)) return onDisk
    const reason = isStalled ? `nothing came for ${STALL_MS / 1000} seconds` : reasonOf(error)
    return new Failure('download-failed', `The download broke off: ${reason}`, { reason }, { cause: error })
  }
}

/** Follows by hand, so that an address led on to is held to the same rules as the first. */
async function reach(
  fetch: DownloadPorts['fetch'],
  url: string,
  signal: AbortSignal,
  assertAddress: DownloadOptions['assertAddress'],
): Promise<Response> {
  let address = url
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    assertAddress?.(address)
    const response = await fetch(address, {
      signal,
      // Identity: the bytes on the wire are then the bytes of the file, and their length can be held to.
      headers: { 'accept-encoding': 'identity' },
      credentials: 'omit',
      redirect: 'manual',
    })
    const onward = onwardAddress(response, address)
    if (onward === undefined) return accept(response)
    await response.body?.cancel().catch(() => undefined)
    address = onward
  }
  throw new Failure('download-failed', 'The download leads from one address to the next without an end', {
    redirects: REDIRECTS_MAX,
  })
}

/** Where a redirection leads; undefined when the response is none. */
function onwardAddress({ status, headers }: Response, from: string): string | undefined {
  const location = [301, 302, 303, 307, 308].includes(status) ? headers.get('location') : null
  return location !== null && URL.canParse(location, from) ? new URL(location, from).href : undefined
}

async function accept(response: Response): Promise<Response> {
  if (response.ok && response.status !== 206 && response.body) return response
  await response.body?.cancel().catch(() => undefined)
  const { status } = response
  throw new Failure('download-failed', `The download was refused with status ${status}`, { status })
}

function promisedBytes(response: Response): number | undefined {
  const length = response.headers.get('content-length')
  const encoding = response.headers.get('content-encoding') ?? 'identity'
  return length !== null && /^\d+$/.test(length) && encoding === 'identity' ? Number(length) : undefined
}

async function take(
  response: Response,
  file: FileHandle,
  promised: number | undefined,
  onBytes: (bytes: number) => void,
): Promise<Downloaded> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    hash.update(chunk)
    await writeWhole(file, chunk)
    bytes += chunk.length
    onBytes(bytes)
  }
  if (promised !== undefined && bytes !== promised) {
    const details = { promised, received: bytes }
    throw new Failure('download-failed', `The download ended after ${bytes} of ${promised} bytes`, details)
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten
}

/** Aborts its signal with the outer one, or when nothing was heard for a whole stall time. */
function watchForSilence(clock: Clock, outer: AbortSignal | undefined) {
  const inner = new AbortController()
  const ended = new AbortController()
  let isStalled = false
  let hasHeard = true
  const onAbort = () => inner.abort(outer?.reason)
  outer?.addEventListener('abort', onAbort, { once: true })
  const patrol = async () => {
    while (hasHeard) {
      hasHeard = false
      await clock.sleep(STALL_MS, ended.signal)
    }
    isStalled = true
    inner.abort(new Error('stalled'))
  }
  patrol().catch(() => undefined) // ended
  return {
    signal: inner.signal,
    heard: () => {
      hasHeard = true
    },
    isStalled: () => isStalled,
    stop: () => {
      outer?.removeEventListener('abort', onAbort)
      ended.abort()
    },
  }
}

function throttle(clock: Clock, onProgress: OnProgress | undefined, total: number | undefined) {
  let last = -Infinity
  return (done: number) => {
    if (!onProgress || clock.now() - last < PROGRESS_MS) return
    last = clock.now()
    onProgress({ done, total })
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error
}

/** fetch says "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message
}
