// The practice service in a process of its own, as `latitude practice` starts it, going through one drill: what it
// knows of a take, it knows independently of the program that is killed.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'

/**
 * Every take goes through `drill`, which is a name of the service's own or `none`. `command` is what runs the command
 * line; `shelf` keeps the clips that are rendered once and handed out again.
 */
export async function startPractice({ command, env, folder, shelf, drill }) {
  const drilled = drill === 'none' ? [] : ['--drill', drill]
  const args = [
    ...command,
    'practice',
    '--port',
    '0',
    '--folder',
    folder,
    '--replay',
    shelf,
    '--json',
    ...drilled,
  ]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data) => (said += data))
  const ended = new Promise((done) => child.once('close', done))
  const first = new Promise((done) => child.stdout.once('data', (data) => done(String(data))))
  const line = await Promise.race([first, ended])
  if (typeof line !== 'string') throw new Error(`The practice service did not start: ${said}`)
  const started = JSON.parse(line)
  const books = join(started.folder, 'books.jsonl')
  return {
    drill,
    url: new URL(started.url).origin,
    /** What is in the books from line `start` on. */
    async entries(start = 0) {
      const text = await readFile(books, 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter(Boolean)
        .slice(start)
        .map((entry) => JSON.parse(entry))
    },
    async close() {
      child.kill()
      await ended
    },
  }
}

/** The names of all drills of the service, and `none`. */
export async function listDrills(latitude) {
  const { out } = await latitude(['practice', '--list-drills'], {})
  return ['none', ...out.split('\n').flatMap((line) => line.match(/^[a-z-]+/) ?? [])]
}
