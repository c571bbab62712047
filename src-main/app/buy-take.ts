// From a shot to recorded intents: rules, prepared frames, uploads, the exact request, and only then the ledger.
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { toCanvas, type CanvasTable } from '#shared/domain/canvas'
import { fitCrop } from '#shared/domain/crop-moves'
import { Failure } from '#shared/domain/failure'
import { toSpending, type Spending } from '#shared/domain/money'
import { takeVersion } from '#shared/domain/names'
import { checkBudget, formatUsd, toPrice } from '#shared/domain/prices'
import { findRepeat, type WantedTake } from '#shared/domain/repeats'
import { refusals } from '#shared/domain/rules'
import type { Keyframe, Shot } from '#shared/domain/shot'
import type { Take } from '#shared/domain/take'
import { hashFile } from '../disk/hash-file'
import { toVideoTask } from '../features/generation/request'
import { preparedFolder, stillsFolder } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'
import { toFrameRecipe } from '../features/stills/frame-recipe'
import { prepareFrame } from '../features/stills/render-still'
import type { Clock } from '../ports/clock'
import type { FfmpegCapabilities } from '../ports/ffmpeg'
import { fitShot } from './fit-shots'
import type { SentStills } from './sent-stills'
import { assertPathLengths } from './path-lengths'
import { isThere } from './take-steps'

/** Throws `rules-broken` (details: reasons) when the model would refuse the shot. */
export function assertRules(shot: Shot, canvases: CanvasTable): void {
  const findings = refusals(shot, canvases)
  if (findings.length === 0) return
  const reasons = findings.map((finding) => finding.reason)
  throw new Failure('rules-broken', reasons.join(' '), {
    reasons,
    rules: findings.map((finding) => finding.id),
  })
}

/** Throws `budget-passed` when takes of this sum would bring what is spent and what waits above the budget. */
export function assertBudget(store: ProjectStore, sumUsd: number): void {
  const { budgetUsd } = store.project
  const { spentUsd, waitingUsd } = spendingOf(store)
  const verdict = checkBudget(budgetUsd, spentUsd + waitingUsd, sumUsd)
  if (!verdict?.isPassed) return
  throw new Failure(
    'budget-passed',
    `This is listed at ${formatUsd(sumUsd)}; of the budget ${formatUsd(verdict.leftUsd)} is left.`,
    { priceUsd: sumUsd, budgetUsd, leftUsd: verdict.leftUsd },
  )
}

/** What the project's takes have cost, and what they will once they are sent. */
export function spendingOf(store: ProjectStore): Spending {
  return toSpending(store.takes().map((take) => ({ ...take, isUnsent: !store.isPosted(take.id) })))
}

/** Throws `repeats-take` (details: takeId, take, listedUsd, sumUsd) when the same was bought within a day. */
function assertNoRepeat(store: ProjectStore, wanted: WantedTake, sumUsd: number, now: number): void {
  const repeated = findRepeat(store.takes(wanted.shotName), wanted, now)
  if (!repeated) return
  throw new Failure(
    'repeats-take',
    `${wanted.shotName} ${takeVersion(repeated.number)} asked for the very same.`,
    {
      takeId: repeated.id,
      take: takeVersion(repeated.number),
      askedAt: repeated.createdAt,
      sumUsd,
    },
  )
}

/** The stand-in renders with ffmpeg, so without one a take would only fail. Throws `ffmpeg-missing` or `ffmpeg-limited`. */
export function assertCanPractice({ status, hasZscale, missing }: FfmpegCapabilities): void {
  if (status === 'missing') {
    throw new Failure(
      'ffmpeg-missing',
      'Practice takes are rendered with ffmpeg, and none was found on this machine.',
    )
  }
  if (!hasZscale) {
    throw new Failure(
      'ffmpeg-limited',
      `Practice takes need an ffmpeg with zscale. Missing: ${missing.join(', ')}.`,
      { missing },
    )
  }
}

/** Makes the prepared frame of a keyframe, unless one of the same still, crop and canvas lies there. Returns its path. */
export async function ensurePrepared(
  store: ProjectStore,
  shot: Shot,
  key: Keyframe,
  canvases: CanvasTable,
): Promise<string> {
  const still = shot.stills.find((known) => known.id === key.stillId)
  if (!still) throw new Failure('still-unknown', 'A keyframe has lost its still.', { frame: key.frame })
  const canvas = toCanvas(shot.tier, shot.aspect, canvases)
  const crop = fitCrop(key.crop, still, canvas)
  const name = `${toFrameRecipe(still, crop, canvas).name}.png`
  const outPath = join(preparedFolder(store.folder, shot.name), name)
  if (await isThere(outPath)) return outPath
  const stillPath = join(stillsFolder(store.folder, shot.name), still.fileName)
  await prepareFrame({ stillPath, still, crop, canvas, outPath })
  return outPath
}

export interface TakeOrder {
  store: ProjectStore
  shot: Shot
  /** Of the service they are made with. */
  origin: 'practice' | 'bought'
  stills: Pick<SentStills, 'idFor'>
  /** Takes of the same, each one bought on its own. */
  count: number
  /** The artist knows that a take of today asked for the same. */
  isRepeatMeant: boolean
  clock: Clock
  canvases: CanvasTable
  signal: AbortSignal
}

/**
 * Records the intents of the takes and returns them. Nothing was posted yet that could cost anything. Throws
 * `rules-broken`, `budget-passed` or `repeats-take` before anything is recorded.
 */
export async function intendTakes(order: TakeOrder): Promise<Take[]> {
  const { store, stills, origin, count, clock, canvases, signal } = order
  const shot = fitShot(order.shot, canvases)
  assertRules(shot, canvases)
  const listedUsd = toPrice(shot.tier, shot.range, shot.duration)?.usd ?? 0
  const sumUsd = Math.round(listedUsd * count * 100) / 100
  assertBudget(store, sumUsd)
  // Otherwise the first missing file would be blamed, and folders made anew where the project was.
  await store.assertWritable()
  assertPathLengths(store, shot.name)
  const paths: string[] = []
  for (const key of shot.keyframes) paths.push(await ensurePrepared(store, shot, key, canvases))
  const preparedFrames = paths.map((path) => basename(path))
  if (origin === 'bought' && !order.isRepeatMeant) {
    const request = toVideoTask(
      shot,
      randomUUID(),
      preparedFrames.map(() => randomUUID()),
      canvases,
    )
    assertNoRepeat(store, { shotName: shot.name, request, preparedFrames }, sumUsd, clock.now())
  }
  const images: string[] = []
  for (const path of paths) {
    images.push(await stills.idFor(path, await hashFile(path), signal))
  }
  const takes: Take[] = []
  for (let index = 0; index < count; index += 1) {
    const id = randomUUID()
    takes.push(
      await store.intendTake({
        ...toAsked(shot, canvases),
        version: 1,
        id,
        number: store.nextTakeNumber(shot.name),
        origin,
        state: 'intended',
        createdAt: new Date(clock.now()).toISOString(),
        request: toVideoTask(shot, id, images, canvases),
        preparedFrames,
        listedUsd,
        billedUsd: null,
        archive: null,
        video: null,
        sequence: null,
        stamp: null,
        seal: null,
        proxies: null,
        failure: null,
        findings: [],
        fetchedAgain: { archive: 0, video: 0 },
        urlsGivenAt: null,
        isApproved: false,
      }),
    )
  }
  return takes
}

function toAsked(shot: Shot, canvases: CanvasTable): Pick<Take, 'shotName' | 'asked'> {
  const { width, height } = toCanvas(shot.tier, shot.aspect, canvases)
  const { prompt, tier, aspect, duration, range, loop } = shot
  return { shotName: shot.name, asked: { prompt, tier, aspect, width, height, duration, range, loop } }
}
