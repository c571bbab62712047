// Starts the real practice service on a scratch folder, with the real ffmpeg and a worker bundled for the test.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import {
  createPracticeService,
  type PracticeService,
  type PracticeServiceOptions,
} from '../../../src-main/features/practice/practice-service'
import type { Clock } from '../../../src-main/ports/clock'

const ROOT = resolve(import.meta.dirname, '../../..')

/** A scratch folder with a name that a careless program trips over. */
export function scratchFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "practice ü 100% 'it' "))
}

/** Bundles the worker as the application's build does, and a bare host that can be killed; returns their paths. */
export async function buildScripts(outDir: string): Promise<{ workerPath: string; hostPath: string }> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias: { '#shared': join(ROOT, 'src-main/shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: {
        input: {
          'practice-worker': join(ROOT, 'src-main/features/practice/practice-worker.ts'),
          'practice-host': join(import.meta.dirname, 'practice-host.ts'),
        },
        external: ['sharp', 'fluent-ffmpeg'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  })
  // Bare imports are found from where a script lies.
  await symlink(join(ROOT, 'node_modules'), join(outDir, 'node_modules'), 'junction')
  return { workerPath: join(outDir, 'practice-worker.cjs'), hostPath: join(outDir, 'practice-host.cjs') }
}

/** Time stands still unless a test moves it. */
export function standingClock(now = Date.parse('2026-11-20T12:00:00Z')): Clock & { set(now: number): void } {
  let at = now
  return { now: () => at, set: (next) => (at = next), sleep: () => Promise.resolve() }
}

export interface Reply {
  status: number
  data: Record<string, unknown>[]
  errors: Record<string, unknown>[]
}

export interface Client {
  url: string
  service: PracticeService
  post(tasks: unknown, headers?: Record<string, string>): Promise<Reply>
  /** Polls until the task has ended; every answer on the way is checked to be of the documented shape. */
  waitFor(taskUUID: string): Promise<Reply>
}

export function postTo(url: string): Client['post'] {
  return async (tasks, headers = {}) => {
    const response = await fetch(`${url}/v1`, {
      method: 'POST',
      headers: { authorization: 'Bearer any', 'content-type': 'application/json', ...headers },
      body: typeof tasks === 'string' ? tasks : JSON.stringify(tasks),
    })
    const body = (await response.json()) as Partial<Reply>
    return { status: response.status, data: body.data ?? [], errors: body.errors ?? [] }
  }
}

/** Asks again and again: a render in another thread or process has no clock to inject. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resume) => setTimeout(resume, 20))
}

/** The service in a process of its own. */
export async function startHost(
  hostPath: string,
  wishes: { folder: string; workerPath: string; frames: number },
): Promise<{ url: string; kill(): Promise<void> }> {
  const child = spawn(process.execPath, [hostPath, JSON.stringify(wishes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [first] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    url: first.toString('utf8').trim(),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export async function startService(options: PracticeServiceOptions): Promise<Client> {
  const service = createPracticeService(options)
  const { url } = await service.listen(0)
  const post = postTo(url)
  return {
    url,
    service,
    post,
    async waitFor(taskUUID) {
      for (;;) {
        const reply = await post([{ taskType: 'getResponse', taskUUID }])
        const [item] = reply.data
        if (item?.status !== 'processing') return reply
        const { progress } = item
        if (typeof progress !== 'number' || progress < 0 || progress > 100)
          throw new Error(`progress is ${String(progress)}`)
        // A real render in another thread: there is nothing to inject but a pause.
        await new Promise((resume) => setTimeout(resume, 50))
      }
    },
  }
}

export function videoTask(more: object): { taskUUID: string } & Record<string, unknown> {
  return {
    taskType: 'videoInference',
    taskUUID: randomUUID(),
    model: 'luma:ray@3.2',
    positivePrompt: 'A slow push-in on a lantern at dusk',
    ...more,
  }
}

export async function readBooks(
  folder: string,
): Promise<{ taskType: string; taskUUID: string; accepted: unknown }[]> {
  const text = await readFile(join(folder, 'books.jsonl'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { taskType: string; taskUUID: string; accepted: unknown })
}
