// Starts a packaged application as its user would, and looks at its window through Chromium's debugging port: with
// the shipped fuses there is no other way in.
import { spawn, type ChildProcess } from 'node:child_process'
import { chromium, type Browser, type Page } from 'playwright'

export interface PackagedLatitude {
  page: Page
  proc: ChildProcess
  /** What it wrote to stderr so far. */
  output(): string
  close(): Promise<void>
}

const LISTENING = /DevTools listening on (ws:\/\/\S+)/
const LONGEST_START_MS = 30_000

export async function startPackaged(
  program: string,
  args: string[],
  env: Record<string, string>,
): Promise<PackagedLatitude> {
  const rootSwitch = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const proc = spawn(program, [...rootSwitch, '--remote-debugging-port=0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const address = new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${output}`))
    const timer = setTimeout(() => fail('The packaged application did not start.'), LONGEST_START_MS)
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const found = LISTENING.exec(output)?.[1]
      if (!found) return
      clearTimeout(timer)
      resolve(found)
    }
    proc.stdout.on('data', read)
    proc.stderr.on('data', read)
    proc.once('close', () => fail('The packaged application ended.'))
  })
  const browser = await connect(await address).catch((error: unknown) => {
    proc.kill()
    throw error
  })
  return {
    page: await firstPage(browser),
    proc,
    output: () => output,
    async close() {
      const closed = new Promise((resolve) => proc.once('close', resolve))
      await browser.close()
      if (proc.exitCode === null && proc.signalCode === null) {
        proc.kill()
        await closed
      }
    },
  }
}

/** Waits for the window first: an application that is still starting may leave an early connection unanswered. */
async function connect(address: string): Promise<Browser> {
  const list = `http://${new URL(address).host}/json/list`
  const end = Date.now() + LONGEST_START_MS
  while (Date.now() < end) {
    const targets = (await (await fetch(list)).json()) as { type: string; url: string }[]
    if (targets.some(({ type, url }) => type === 'page' && url.startsWith('app:'))) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return chromium.connectOverCDP(address)
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts()
  if (!context) throw new Error('The packaged application has no window.')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  await page.waitForLoadState('domcontentloaded')
  return page
}
