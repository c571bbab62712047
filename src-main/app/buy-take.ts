// From a shot to a recorded intent: rules, prepared frames, uploads, the exact request, and only then the ledger.
import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { toCanvas, type CanvasTable } from '#shared/domain/canvas'
import { fitCrop } from '#shared/domain/crop-moves'
import { Failure } from '#shared/domain/failure'
import { checkBudget, formatUsd, toPrice } from '#shared/domain/prices'
import { refusals } from '#shared/domain/rules'
import type { Keyframe, Shot } from '#shared/domain/shot'
import type { Take } from '#shared/domain/take'
import { toVideoTask } from '../features/generation/request'
import { preparedFolder, stillsFolder } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'
import { toFrameRecipe } from '../features/stills/frame-recipe'
import { prepareFrame } from '../features/stills/render-still'
import type { Clock } from '../ports/clock'
import type { FfmpegCapabilities } from '../ports/ffmpeg'
import { fitShot } from './fit-shots'
import { hashFile, type SentStills } from './sent-stills'
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

/** Throws `budget-passed` when the take would bring the project's spending above its budget. */
export function assertBudget(store: ProjectStore, priceUsd: number): void {
  const { budgetUsd } = store.project
  const verdict = checkBudget(budgetUsd, spentUsd(store.takes()), priceUsd)
  if (!verdict?.isPassed) return
  throw new Failure(
    'budget-passed',
    `This take is listed at ${formatUsd(priceUsd)}; of the budget ${formatUsd(verdict.leftUsd)} is left.`,
    { priceUsd, budgetUsd, leftUsd: verdict.leftUsd },
  )
}

/** What bought takes have cost, USD: as billed, or as listed where no bill has come yet. */
export function spentUsd(takes: readonly Take[]): number {
  return takes.reduce(
    (sum, take) => sum + (take.origin === 'bought' ? (take.billedUsd ?? take.listedUsd) : 0),
    0,
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

/** Records the intent of one take and returns it. Nothing was posted yet that could cost anything. */
export async function intendTake(options: {
  store: ProjectStore
  shot: Shot
  /** Of the service it is made with. */
  origin: 'practice' | 'bought'
  stills: Pick<SentStills, 'idFor'>
  clock: Clock
  canvases: CanvasTable
  signal: AbortSignal
}): Promise<Take> {
  const { store, origin, stills, clock, canvases, signal } = options
  const shot = fitShot(options.shot, canvases)
  assertRules(shot, canvases)
  const listedUsd = toPrice(shot.tier, shot.range, shot.duration)?.usd ?? 0
  assertBudget(store, listedUsd)
  // Otherwise the first missing file would be blamed, and folders made anew where the project was.
  await store.assertWritable()
  const images: string[] = []
  const preparedFrames: string[] = []
  for (const key of shot.keyframes) {
    const path = await ensurePrepared(store, shot, key, canvases)
    preparedFrames.push(basename(path))
    images.push(await stills.idFor(path, await hashFile(path), signal))
  }
  const id = randomUUID()
  const canvas = toCanvas(shot.tier, shot.aspect, canvases)
  const take: Take = {
    version: 1,
    id,
    shotName: shot.name,
    number: store.nextTakeNumber(shot.name),
    origin,
    state: 'intended',
    createdAt: new Date(clock.now()).toISOString(),
    asked: {
      prompt: shot.prompt,
      tier: shot.tier,
      aspect: shot.aspect,
      width: canvas.width,
      height: canvas.height,
      duration: shot.duration,
      range: shot.range,
      loop: shot.loop,
    },
    request: toVideoTask(shot, id, images, canvases),
    listedUsd,
    billedUsd: null,
    archive: null,
    video: null,
    sequence: null,
    proxies: null,
    failure: null,
    urlsGivenAt: null,
    preparedFrames,
  }
  return store.intendTake(take)
}
