// One task in, the service's answer out: the protocol's six tasks. Knows nothing of HTTP.
import { randomUUID } from 'node:crypto'
import type { CanvasTable } from '#shared/domain/canvas'
import { assertNever } from '#shared/domain/failure'
import { toPrice } from '#shared/domain/prices'
import type { Clock } from '../../ports/clock'
import { resultNames } from './housekeeping'
import type { DrillDesk } from './drill-desk'
import type { JobQueue, JobView } from './job-queue'
import { isMediaUuid, type MediaStore, type StoredImage } from './media-store'
import { toRenderPlan, type PlanSettings, type RenderPlan } from './render-plan'
import { refuse, Refusal, toServiceError, type ServiceError } from './service-error'
import { checkTask, taskRange, taskSeconds, taskTier } from './task-rules'
import type { Task, VideoTask } from './task-schema'

export interface AnswerOptions {
  queue: JobQueue
  media: MediaStore
  clock: Clock
  settings: PlanSettings
  /** The sizes in force. */
  canvases: () => CanvasTable
  drills: DrillDesk
  /** `http://127.0.0.1:4100`, as the service is reached now. */
  baseUrl: () => string
}

export type DataItem = Record<string, unknown>

export interface Answer {
  data: DataItem[]
  errors: ServiceError[]
}

/** Play money: it looks like an account and is never touched. */
const BALANCE_USD = 1000

/** Throws a Refusal for whatever is not accepted. */
export async function answerTask(task: Task, isDryRun: boolean, options: AnswerOptions): Promise<Answer> {
  switch (task.taskType) {
    case 'videoInference':
      return isDryRun ? priceOnly(task, options) : accept(task, options)
    case 'getResponse':
      return toResponse(options.queue.find(task.taskUUID), options)
    case 'getTaskDetails': {
      const found = options.queue.find(task.taskUUID)
      if (!found) throw refuse('taskNotFound', 'No task has this id.', { taskUUID: task.taskUUID })
      const response = toResponse(found, options)
      return oneItem({ ...idOf(task), request: found.job.request, response })
    }
    case 'mediaStorage': {
      const { mediaUuid } = await options.media.add(task.media)
      return oneItem({ ...idOf(task), operation: 'upload', mediaUUID: mediaUuid })
    }
    case 'accountManagement':
      return oneItem({
        ...idOf(task),
        operation: 'getDetails',
        balance: { amount: BALANCE_USD, freeBalance: BALANCE_USD, currency: 'USD' },
      })
    case 'ping':
      return oneItem({ ...idOf(task), pong: true })
    default:
      return assertNever(task)
  }
}

async function priceOnly(task: VideoTask, options: AnswerOptions): Promise<Answer> {
  const cost = priceOf(task, options.canvases())
  for (const image of imagesOf(task)) await readImage(image, options.media, false)
  return oneItem({ ...idOf(task), cost })
}

async function accept(task: VideoTask, options: AnswerOptions): Promise<Answer> {
  const { queue, media, settings } = options
  const canvases = options.canvases()
  if (!queue.claim(task.taskUUID)) {
    throw refuse('conflictTaskUUID', 'A task with this id exists already.', {
      parameter: 'taskUUID',
      taskUUID: task.taskUUID,
    })
  }
  try {
    const priceUsd = priceOf(task, canvases)
    const images: StoredImage[] = []
    for (const image of imagesOf(task)) images.push(await readImage(image, media, true))
    await queue.add({
      version: 1,
      taskUuid: task.taskUUID,
      acceptedAt: new Date(options.clock.now()).toISOString(),
      request: withImages(task, images),
      plan: shrink(toRenderPlan(task, images, settings, canvases), options.drills.sizeFactor(task.taskUUID)),
      priceUsd,
      videoUuid: randomUUID(),
      archiveUuid: task.settings?.exrExport ? randomUUID() : null,
    })
  } catch (error) {
    queue.release(task.taskUUID)
    throw error
  }
  return oneItem(idOf(task))
}

/** H.264 has no odd sides. */
function shrink(plan: RenderPlan, factor: number): RenderPlan {
  const side = (length: number): number => Math.round((length * factor) / 2) * 2
  return { ...plan, width: side(plan.width), height: side(plan.height) }
}

/** Checks the rules and prices what passes, as the provider would. */
function priceOf(task: VideoTask, canvases: CanvasTable): number {
  const errors = checkTask(task, canvases)
  if (errors.length > 0) throw new Refusal(errors)
  const tier = taskTier(task, canvases)
  const price = tier && toPrice(tier, taskRange(task), taskSeconds(task))
  if (!price) throw refuse('unsupportedResolution', 'The model does not offer this.', idOf(task))
  return price.usd
}

function imagesOf(task: VideoTask): string[] {
  return (task.inputs?.frameImages ?? []).map(({ image }) => image)
}

async function readImage(image: string, media: MediaStore, isKept: boolean): Promise<StoredImage> {
  const parameter = 'inputs.frameImages'
  if (isMediaUuid(image)) {
    const found = await media.find(image)
    if (found) return found
    throw refuse('mediaNotFound', 'No uploaded picture has this id.', { parameter })
  }
  if (!image.startsWith('data:')) {
    throw refuse('invalidImage', 'Practice takes a mediaUUID or a data URI; it opens no address.', {
      parameter,
    })
  }
  return isKept ? media.add(image) : { mediaUuid: '', ...(await media.inspect(image)) }
}

function withImages(task: VideoTask, images: readonly StoredImage[]): Record<string, unknown> {
  if (!task.inputs?.frameImages) return task
  const frameImages = task.inputs.frameImages.map((entry, index) => ({
    ...entry,
    image: images[index]?.mediaUuid ?? '',
  }))
  return { ...task, inputs: { frameImages } }
}

function toResponse(found: JobView | undefined, options: AnswerOptions): Answer {
  // The provider answers an id it does not know with nothing at all.
  if (!found) return { data: [], errors: [] }
  const { job, end } = found
  const id = { taskType: 'videoInference', taskUUID: job.taskUuid }
  if (end === null)
    return oneItem({ ...id, status: 'processing', progress: Math.floor(found.progress * 100) })
  if (end.status === 'error')
    return { data: [], errors: [toServiceError(end.code, end.message, { taskUUID: job.taskUuid })] }
  if (end.status === 'expired') {
    const message = 'The result was removed; practice keeps results for a day.'
    return { data: [], errors: [toServiceError('taskExpired', message, { taskUUID: job.taskUuid })] }
  }
  const [video, archive] = resultNames(job).map(({ uuid, name }) => ({
    uuid,
    url: `${options.baseUrl()}/files/${uuid}/${name}`,
  }))
  const item = {
    ...id,
    status: 'success',
    videoUUID: video?.uuid,
    videoURL: video?.url,
    ...(archive ? { outputs: { files: [{ uuid: archive.uuid, type: 'exr', url: archive.url }] } } : {}),
    ...(job.request.includeCost === true ? { cost: job.priceUsd } : {}),
  }
  return oneItem(options.drills.reshape(job.taskUuid, item))
}

function idOf(task: Task): { taskType: string; taskUUID?: string } {
  return { taskType: task.taskType, ...(task.taskUUID === undefined ? {} : { taskUUID: task.taskUUID }) }
}

function oneItem(item: DataItem): Answer {
  return { data: [item], errors: [] }
}
