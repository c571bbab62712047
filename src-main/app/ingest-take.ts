// A take of what the artist brings: recorded like any other, without money and without a service.
import { randomUUID } from 'node:crypto'
import { toCanvas, type CanvasTable } from '#shared/domain/canvas'
import { Failure, isFailure } from '#shared/domain/failure'
import type { Shot } from '#shared/domain/shot'
import type { Take } from '#shared/domain/take'
import { lookAtDelivery } from '../features/delivery/bring-in'
import type { ProjectStore } from '../features/projects/project-store'
import type { Clock } from '../ports/clock'
import type { HandlerSources } from './handler-sources'

/**
 * Records the take; nothing is copied yet. Throws Failure `ingest-missing` or `ingest-unknown` before anything is
 * recorded.
 */
export async function intendIngest(order: {
  store: ProjectStore
  shot: Shot
  /** Absolute. */
  source: string
  clock: Clock
  canvases: CanvasTable
}): Promise<Take> {
  const { store, shot, source, clock, canvases } = order
  await lookAtDelivery(source)
  const { width, height } = toCanvas(shot.tier, shot.aspect, canvases)
  const { prompt, tier, aspect, duration, range, loop } = shot
  return store.intendTake({
    version: 1,
    id: randomUUID(),
    shotName: shot.name,
    number: store.nextTakeNumber(shot.name),
    origin: 'ingested',
    state: 'intended',
    createdAt: new Date(clock.now()).toISOString(),
    asked: { prompt, tier, aspect, width, height, duration, range, loop },
    // Where it lies, for a copy that a crash cut short.
    request: { source },
    listedUsd: 0,
    billedUsd: null,
    archive: null,
    video: null,
    sequence: null,
    proxies: null,
    stamp: null,
    seal: null,
    failure: null,
    findings: [],
    fetchedAgain: { archive: 0, video: 0 },
    urlsGivenAt: null,
    preparedFrames: [],
    isApproved: false,
  })
}

/** One take for each delivery among the paths, in the named shot or in one that is made for them. */
export async function ingest(
  sources: HandlerSources,
  shotName: string | undefined,
  paths: readonly string[],
): Promise<{ takes: { shotName: string; takeId: string }[]; left: string[] }> {
  const { host, rooms, changed } = sources
  const { store, pipeline } = sources.session()
  await store.assertWritable()
  const takes: { shotName: string; takeId: string }[] = []
  const left: string[] = []
  let wanted = shotName
  for (const source of paths) {
    if (!(await isDelivery(source))) {
      left.push(source)
      continue
    }
    wanted ??= (await store.createShot()).name
    const shot = store.shot(wanted)
    const take = await intendIngest({
      store,
      shot,
      source,
      clock: host.clock,
      canvases: rooms.canvases.table(),
    })
    void pipeline.resume(take.id, true)
    takes.push({ shotName: wanted, takeId: take.id })
  }
  changed()
  return { takes, left }
}

/** Rejects where nothing lies there any more. */
async function isDelivery(source: string): Promise<boolean> {
  try {
    await lookAtDelivery(source)
    return true
  } catch (error) {
    if (isFailure(error) && error.code === 'ingest-unknown') return false
    throw error
  }
}

/** Throws Failure `internal` for a take that was not brought. */
export function sourceOf({ id, request }: Take): string {
  const { source } = request
  if (typeof source === 'string') return source
  throw new Failure('internal', 'The take does not say where it was brought from.', { takeId: id })
}
