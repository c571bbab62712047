// One POST: reads the body, has each task answered, and speaks the documented envelope. Writes the books.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isFailure } from '#shared/domain/failure'
import type { Clock } from '../../ports/clock'
import type { Misdeed } from './drills'
import { answerTask, type Answer, type AnswerOptions } from './answer-task'
import type { Books } from './books'
import type { DrillDesk } from './drill-desk'
import { sendReply } from './send-misdeed'
import { MEDIA_BYTES_MAX } from './media-store'
import { refuse, Refusal, toServiceError, type ServiceError } from './service-error'
import { readTask } from './task-schema'

export interface ExchangeOptions {
  answering: AnswerOptions
  books: Books
  drills: DrillDesk
  clock: Clock
  log: (line: string) => void
}

// Room for one picture at its largest, as base64.
const BODY_BYTES_MAX = MEDIA_BYTES_MAX * 1.4
const TASKS_MAX = 100

export async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  options: ExchangeOptions,
): Promise<void> {
  try {
    requireKey(request)
    const tasks = parseTasks(await readBody(request))
    const isDryRun = request.headers['x-runware-dry-run'] === '1'
    const misdeed = isDryRun ? undefined : findMisdeed(tasks, options.drills)
    if (misdeed && !misdeed.isDone) {
      await noteDrill(tasks[0], options)
      return sendReply(response, misdeed.reply)
    }
    const answer: Answer = { data: [], errors: [] }
    let status = 200
    for (const raw of tasks) {
      const one = await answerOne(raw, isDryRun, options)
      answer.data.push(...one.data)
      answer.errors.push(...one.errors)
      status = Math.max(status, one.status)
    }
    if (misdeed) return sendReply(response, misdeed.reply)
    // A mixed answer is a success with errors beside it.
    send(response, answer.data.length > 0 ? 200 : status, answer)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    send(response, error.status, { data: [], errors: [...error.errors] })
  }
}

/** Drills are for takes alone, sent as our client sends them: one task at a time. */
function findMisdeed(tasks: readonly unknown[], drills: DrillDesk): Misdeed | undefined {
  const read = tasks.length === 1 ? readTask(tasks[0]) : undefined
  if (!read?.ok || read.task.taskUUID === undefined) return undefined
  return drills.misdeed(read.task.taskType, read.task.taskUUID)
}

/** What a drill kept from being carried out was asked all the same, and is counted. */
async function noteDrill(raw: unknown, { books, clock }: ExchangeOptions): Promise<void> {
  const { taskType, taskUUID } = raw as { taskType: string; taskUUID: string }
  await books.write({ at: new Date(clock.now()).toISOString(), taskType, taskUUID, accepted: 'drill' })
}

async function answerOne(
  raw: unknown,
  isDryRun: boolean,
  { answering, books, clock, log }: ExchangeOptions,
): Promise<Answer & { status: number }> {
  const read = readTask(raw)
  const fields = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}
  const note = (accepted: true | string): Promise<void> =>
    books.write({
      at: new Date(clock.now()).toISOString(),
      taskType: String(fields.taskType ?? 'none'),
      taskUUID: typeof fields.taskUUID === 'string' ? fields.taskUUID : null,
      accepted,
      ...(isDryRun ? { isDryRun } : {}),
    })
  try {
    if (!read.ok) throw new Refusal(read.errors)
    const answer = await answerTask(read.task, isDryRun, answering)
    await note(true)
    return { ...answer, status: 200 }
  } catch (error) {
    const refusal = error instanceof Refusal ? error : toServerRefusal(error, log)
    await note(refusal.errors[0]?.code ?? 'unknown').catch(() => undefined)
    const id = read.ok && read.task.taskUUID !== undefined ? { taskUUID: read.task.taskUUID } : {}
    const errors: ServiceError[] = refusal.errors.map((one) => ({ ...id, ...one }))
    return { data: [], errors, status: refusal.status }
  }
}

function toServerRefusal(error: unknown, log: (line: string) => void): Refusal {
  log(`practice: a task failed: ${String(error)}`)
  const message = isFailure(error) ? error.message : 'The practice service failed.'
  return new Refusal([toServiceError('internalServerError', message)], 500)
}

function requireKey(request: IncomingMessage): void {
  const key = /^Bearer\s+(\S.*)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!key) throw refuse('missingApiKey', 'Send any key: Authorization: Bearer <key>.', {}, 401)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw refuse('maxRequestSize', 'The request is too large.', {}, 413)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}

function parseTasks(body: string): unknown[] {
  let tasks: unknown
  try {
    tasks = JSON.parse(body)
  } catch {
    throw refuse('invalidJson', 'The body is not JSON.')
  }
  if (!Array.isArray(tasks) || tasks.length === 0)
    throw refuse('invalidRequest', 'The body is a JSON array of tasks.')
  if (tasks.length > TASKS_MAX) throw refuse('maxTasks', `At most ${TASKS_MAX} tasks at once.`)
  return tasks
}

function send(response: ServerResponse, status: number, answer: Answer): void {
  const body = {
    ...(answer.data.length > 0 || answer.errors.length === 0 ? { data: answer.data } : {}),
    ...(answer.errors.length > 0 ? { errors: answer.errors } : {}),
  }
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
