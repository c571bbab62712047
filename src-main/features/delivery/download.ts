// Brings a file home: streamed to `.part`, hashed on the way, gone on with where it broke off, measured against what was
// promised, then renamed.
import { dirname } from 'node:path'
import { Failure, isFailure } from '#shared/domain/failure'
import { renameDurably, requireFreeSpace, toDiskFailure } from '../../disk/durable'
import type { Clock } from '../../ports/clock'
import type { OnProgress } from '../../ports/progress'
import { discardPart, openPart, partPath, type PartFile } from './part-file'
import { readRangeAnswer } from './range-answer'
import { fetchOnward } from './redirects'
import { watchForSilence } from './silence-watch'
import { sniffBytes, type DeliveryKind } from './sniff'

export interface DownloadOptions {
  url: string
  /** Absolute path of the finished file; `<target>.part` stands beside it meanwhile, and after a failure. */
  target: string
  /** What it may be by its first bytes; a sign-in page is then known before the rest has come. */
  kinds?: readonly DeliveryKind[]
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
  /** Throws Failure `disk-full`; the disk's own measure when left out. */
  requireSpace?: typeof requireFreeSpace
}

/** A server silent for this long has gone. */
const STALL_MS = 60_000
const PROGRESS_MS = 100
/** Pauses before going on after a break; one that brought bytes starts them anew. */
const PAUSES_MS = [1_000, 4_000, 10_000]
/** So often what came is put on the disk and the disk is looked at: what a power cut can cost. */
const KEEP_BYTES = 32 * 1024 ** 2
/** A disk is never filled to its last byte: the project itself must go on being written. */
const SPARE_BYTES = 64 * 1024 ** 2
const SNIFFED_BYTES = 12

/**
 * Rejects with Failure `download-failed` (details: `status` when the server answered with one, so that the caller can
 * ask for a fresh address), `disk-full`, `disk-refused`, and with what `assertAddress` throws; with the signal's reason when aborted. What came stays as a
 * part where the server names versions of its files, and the next try for the same target goes on from there, also
 * under another address. Sends no credentials: an address of a delivery carries its own.
 */
export async function download(ports: DownloadPorts, options: DownloadOptions): Promise<Downloaded> {
  const { target, signal, onProgress } = options
  signal?.throwIfAborted()
  let part: PartFile | undefined
  try {
    part = await openPart(target, signal)
    await bringWhole(ports, options, part)
    await part.keep()
    const done = { bytes: part.bytes, sha256: part.digest() }
    await part.close()
    await renameDurably(partPath(target), target)
    await discardPart(target)
    onProgress?.({ done: done.bytes, total: done.bytes })
    return done
  } catch (error) {
    await leavePart(target, part)
    signal?.throwIfAborted()
    throw isFailure(error) ? error : toDiskFailure(error, target)
  }
}

/** What can be gone on with is kept; anything else is removed. */
async function leavePart(target: string, part: PartFile | undefined): Promise<void> {
  if (!part) return
  const isOfUse = part.validator !== null && part.bytes > 0
  if (isOfUse) await part.keep().catch(() => undefined)
  await part.close().catch(() => undefined)
  if (!isOfUse) await discardPart(target).catch(() => undefined)
}

async function bringWhole(ports: DownloadPorts, options: DownloadOptions, part: PartFile): Promise<void> {
  for (let broken = 0; ; broken += 1) {
    const before = part.bytes
    try {
      while (!(await bringOn(ports, options, part)));
      return
    } catch (error) {
      options.signal?.throwIfAborted()
      if (part.bytes > before) broken = 0
      const pause = PAUSES_MS[broken]
      if (!isBreak(error) || part.validator === null || part.bytes === 0 || pause === undefined) throw error
      await ports.clock.sleep(pause, options.signal)
    }
  }
}

/** A line that broke, as opposed to a refusal, a wrong file or a full disk. */
function isBreak(error: unknown): boolean {
  return isFailure(error) && error.code === 'download-failed' && error.details['isBroken'] === true
}

/** One request. False when the file has to be asked for from the beginning. */
async function bringOn(ports: DownloadPorts, options: DownloadOptions, part: PartFile): Promise<boolean> {
  const { fetch, clock, requireSpace = requireFreeSpace } = ports
  const { url, target, kinds, signal } = options
  if (part.bytes > 0 && part.bytes === part.totalBytes) return true
  const watch = watchForSilence(clock, STALL_MS, signal)
  try {
    const request = { ...toRequest(part), signal: watch.signal }
    const response = await onTheLine(() => fetchOnward(fetch, url, request, options.assertAddress))
    const answer = readRangeAnswer(response.status, response.headers, part)
    if (answer.kind === 'refused' || answer.kind === 'start-over' || !response.body) {
      await response.body?.cancel().catch(() => undefined)
      if (answer.kind !== 'start-over') throw refused(response.status)
      await part.begin(null, null)
      return false
    }
    if (answer.kind === 'whole') await part.begin(answer.validator, answer.totalBytes)
    const report = throttle(clock, options.onProgress)
    let first: Uint8Array = new Uint8Array()
    let nextKeep = part.bytes + KEEP_BYTES
    const look = () =>
      requireSpace(dirname(target), SPARE_BYTES + Math.max(0, (part.totalBytes ?? 0) - part.bytes))
    await look()
    const chunks = response.body[Symbol.asyncIterator]()
    for (;;) {
      const next = await onTheLine(() => chunks.next())
      if (next.done) break
      if (part.bytes < SNIFFED_BYTES && answer.kind === 'whole') first = Buffer.concat([first, next.value])
      if (part.bytes < SNIFFED_BYTES && first.length >= SNIFFED_BYTES) checkKind(first, kinds)
      await part.write(next.value)
      watch.heard()
      report(part.bytes, part.totalBytes)
      if (part.bytes < nextKeep) continue
      nextKeep = part.bytes + KEEP_BYTES
      await part.keep()
      await look()
    }
  } finally {
    watch.stop()
  }
  if (part.totalBytes !== null && part.bytes !== part.totalBytes) {
    const details = {
      promised: part.totalBytes,
      received: part.bytes,
      isBroken: part.bytes < part.totalBytes,
    }
    const sentence = `The download ended after ${part.bytes} of ${part.totalBytes} bytes`
    throw new Failure('download-failed', sentence, details)
  }
  return true

  /** Whatever fetch or its stream says is the line's fault. */
  async function onTheLine<Value>(act: () => Promise<Value>): Promise<Value> {
    try {
      return await act()
    } catch (error) {
      signal?.throwIfAborted()
      if (isFailure(error)) throw error
      const reason = watch.isStalled() ? `nothing came for ${STALL_MS / 1000} seconds` : reasonOf(error)
      const details = { reason, isBroken: true }
      throw new Failure('download-failed', `The download broke off: ${reason}`, details, { cause: error })
    }
  }
}

/** Identity: the bytes on the wire are then the bytes of the file, and their length can be held to. */
function toRequest({ bytes, validator }: PartFile): RequestInit {
  const rest: Record<string, string> =
    bytes > 0 && validator !== null ? { range: `bytes=${bytes}-`, 'if-range': validator } : {}
  return { headers: { 'accept-encoding': 'identity', ...rest }, credentials: 'omit' }
}

function refused(status: number): Failure {
  return new Failure('download-failed', `The download was refused with status ${status}`, { status })
}

function checkKind(first: Uint8Array, kinds: readonly DeliveryKind[] | undefined): void {
  if (!kinds || kinds.includes(sniffBytes(first))) return
  const sentence = 'The address gave something else than the take: neither archive nor picture nor clip'
  throw new Failure('download-failed', sentence, { reason: 'not-a-delivery' })
}

function throttle(clock: Clock, onProgress: OnProgress | undefined) {
  let last = -Infinity
  return (done: number, total: number | null) => {
    if (!onProgress || clock.now() - last < PROGRESS_MS) return
    last = clock.now()
    onProgress({ done, ...(total === null ? {} : { total }) })
  }
}

/** fetch says "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message
}
