// The practice service: the built-in stand-in for the paid one. Same protocol over HTTP on this computer only,
// local render, no money. Jobs survive the end of the process.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { BUILT_IN_CANVASES, type CanvasTable } from '#shared/domain/canvas'
import { Failure } from '#shared/domain/failure'
import { errorCode } from '../../disk/durable'
import type { Clock } from '../../ports/clock'
import type { RunFfmpeg } from '../../ports/ffmpeg'
import { createBooks } from './books'
import { createDrillDesk } from './drill-desk'
import { answerPost } from './http-exchange'
import { createJobQueue } from './job-queue'
import { createMediaStore } from './media-store'
import { renderJob } from './render-job'
import type { PlanSettings } from './render-plan'
import { replayFrom } from './replay'
import { isFilePath, serveFile } from './result-files'

export interface PracticeServiceOptions {
  /** Everything the service keeps: `jobs/`, `media/`, `files/`, `books.jsonl`. One service at a time. */
  folder: string
  run: RunFfmpeg
  /** The built practice-worker script. */
  workerPath: string
  clock: Clock
  log: (line: string) => void
  /** For tests: fewer frames, and frame numbers in the picture. */
  settings?: PlanSettings
  /** A folder of clips that are handed out again instead of rendered; what it lacks is rendered once and kept there. */
  replayFolder?: string | undefined
  /** Names of drills, gone through take by take and then from the beginning. */
  drills?: readonly string[]
  /** The sizes in force; the built-in ones where nobody says. */
  canvases?: () => CanvasTable
}

export interface PracticeService {
  /** What goes wrong with the next new take; null for nothing. Throws `invalid-input` when there is no such drill. */
  armDrill(name: string | null): void
  /** The name of the drill the next new take goes through; null for none. */
  armedDrill(): string | null
  /** Port 0 is any free one. Goes on with unfinished jobs. Rejects with Failure `port-taken`. */
  listen(port: number): Promise<{ url: string; port: number }>
  /** Stops listening and rendering; unfinished jobs go on at the next start. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'

export function createPracticeService(options: PracticeServiceOptions): PracticeService {
  const {
    folder,
    run,
    workerPath,
    clock,
    log,
    settings = {},
    replayFolder,
    canvases = () => BUILT_IN_CANVASES,
  } = options
  const media = createMediaStore(join(folder, 'media'))
  const render = replayFolder === undefined ? renderJob : replayFrom(replayFolder, renderJob)
  const resultsFolder = join(folder, 'files')
  const queue = createJobQueue({
    ...{ folder: join(folder, 'jobs'), resultsFolder, run, workerPath, render, clock, media, log },
  })
  const books = createBooks(join(folder, 'books.jsonl'))
  let baseUrl = ''
  const drills = createDrillDesk(options.drills ?? [], clock)
  const onHandOut = (file: string): Promise<void> =>
    books.write({ at: new Date(clock.now()).toISOString(), file })
  const files = { findFault: drills.fileFault, onHandOut }
  const answering = { drills, queue, media, clock, settings, canvases, baseUrl: () => baseUrl }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log(`practice: ${request.method} failed: ${String(error)}`)
      if (!response.headersSent) response.statusCode = 500
      if (!response.destroyed) response.end()
    })
  })
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', baseUrl).pathname
    if (isFilePath(path)) return serveFile(resultsFolder, request, response, files)
    if (path === '/v1' && request.method === 'POST')
      return answerPost(request, response, { answering, books, drills, clock, log })
    response.statusCode = path === '/v1' ? 405 : 404
    response.end()
  }

  return {
    armDrill: drills.arm,
    armedDrill: drills.armed,
    async listen(port) {
      const taken = await bind(server, port)
      baseUrl = `http://${HOST}:${taken}`
      try {
        await queue.open()
      } catch (error) {
        server.close()
        throw error
      }
      return { url: baseUrl, port: taken }
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await queue.close()
      await closed
    },
  }
}

async function bind(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      resolve()
    })
  }).catch((error: unknown) => {
    // Windows answers EACCES for ports it has set aside.
    if (!['EADDRINUSE', 'EACCES'].includes(errorCode(error))) throw error
    throw new Failure('port-taken', `Port ${port} is taken by another program.`, { port }, { cause: error })
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
