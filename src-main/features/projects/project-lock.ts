// One driver for one project: a lock file with the holder's process in it. Written here because the packages that
// lock by file (proper-lockfile above all) know a holder only by the age of a file: after a kill they make the next
// start wait for seconds, and a shorter wait takes the lock from a busy holder. Here a holder on this computer is
// asked for by its process, at once; age counts only for other computers and for a process id that was given anew.
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { errorCode } from '../../disk/durable'

const lockSchema = z.object({
  version: z.literal(1),
  token: z.string(),
  pid: z.number().int(),
  host: z.string(),
  /** Where the lock was put: a folder that was moved took it along. */
  path: z.string(),
})
type Content = z.infer<typeof lockSchema>

export interface Holder {
  /** In words, for the artist. */
  name: string
  /** This very process has the project open a second time. */
  isThisProcess: boolean
}

export interface ProjectLock {
  /** Whether the lock is still ours, has gone, or was taken from us (this computer slept, say), and by whom. */
  standing(): Promise<'ours' | 'gone' | Holder>
  release(): Promise<void>
}

export type LockAttempt = { kind: 'held'; lock: ProjectLock } | { kind: 'taken'; holder: Holder }

const BEAT_MS = 5_000
/** A holder without a sign of life for this long is gone. */
const SILENCE_MS = 60_000
/** A lock is written at once; one without content for this long was never finished. */
const UNFINISHED_MS = 1_500
const TRIES = 50
// The system's name too: one computer can run two systems that do not see one another's processes.
const HERE = `${hostname()} (${process.platform})`
// File systems without hard links: exFAT, some shares.
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'])

/** Takes the lock at `path`, whose folder exists. Rejects with the disk's error when nothing can be written there. */
export async function acquireLock(path: string): Promise<LockAttempt> {
  const token = randomBytes(8).toString('hex')
  const mine: Content = { version: 1, token, pid: process.pid, host: HERE, path }
  const draft = `${path}.${token}.tmp`
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      // Written anew each time: its age on the disk's own clock is now.
      await writeFile(draft, JSON.stringify(mine))
      if (await put(draft, path, mine)) return { kind: 'held', lock: holdLock(path, token) }
      const holder = await look(path, draft)
      if (holder === 'gone') continue
      if (holder === 'unfinished') await wait(UNFINISHED_MS / 10)
      else if (holder.isAlive) return { kind: 'taken', holder: toHolder(holder.content) }
      else await clear(path, token, holder.content)
    }
    return { kind: 'taken', holder: { name: 'another program', isThisProcess: false } }
  } finally {
    await rm(draft, { force: true }).catch(() => undefined)
  }
}

/** Puts the lock in place whole, unless there is one. */
async function put(draft: string, path: string, content: Content): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    if (!NO_LINKS.has(errorCode(error))) throw error
  }
  try {
    await writeFile(path, JSON.stringify(content), { flag: 'wx' })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

type Found = { content: Content | null; isAlive: boolean }

/** Who holds the lock, and whether they still live. Ages are told by the disk alone: computers' clocks differ. */
async function look(path: string, draft: string): Promise<Found | 'gone' | 'unfinished'> {
  const [content, ageMs] = await Promise.all([readContent(path), silenceOf(path, draft)])
  if (content === 'gone' || ageMs === null) return 'gone'
  if (content === null) return ageMs < UNFINISHED_MS ? 'unfinished' : { content, isAlive: false }
  const isHeard = ageMs < SILENCE_MS
  const isAlive = isHeard && (content.host !== HERE || isRunning(content, path))
  return { content, isAlive }
}

async function readContent(path: string): Promise<Content | null | 'gone'> {
  try {
    const parsed = lockSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'gone' : null
  }
}

async function silenceOf(path: string, draft: string): Promise<number | null> {
  try {
    return (await stat(draft)).mtimeMs - (await stat(path)).mtimeMs
  } catch {
    return null
  }
}

function isRunning({ pid, path: lockedAt }: Content, path: string): boolean {
  // This process itself left it in a folder that was moved since: nobody drives the folder where it is now.
  if (pid === process.pid && lockedAt !== path) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, for another user.
    return errorCode(error) === 'EPERM'
  }
}

/** Takes a dead lock out of the way. When someone else was quicker and has put a living one there, it is put back. */
async function clear(path: string, token: string, dead: Content | null): Promise<void> {
  const aside = `${path}.${token}.old.tmp`
  try {
    await rename(path, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  const taken = await readContent(aside)
  const isTheDead = taken === null || taken === 'gone' ? dead === null : taken.token === dead?.token
  if (!isTheDead) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

function toHolder(content: Content | null): Holder {
  if (!content) return { name: 'another program', isThisProcess: false }
  const { pid, host } = content
  if (host !== HERE) return { name: `Latitude on ${host}, process ${pid}`, isThisProcess: false }
  return { name: `another Latitude on this computer, process ${pid}`, isThisProcess: pid === process.pid }
}

function holdLock(path: string, token: string): ProjectLock {
  const beat = setInterval(() => void signLife(path, token).catch(() => undefined), BEAT_MS)
  beat.unref()
  return {
    async standing() {
      const content = await readContent(path)
      if (content === 'gone') return 'gone'
      return content?.token === token ? 'ours' : toHolder(content)
    },
    async release() {
      clearInterval(beat)
      const content = await readContent(path)
      if (content !== 'gone' && content?.token === token)
        await rm(path, { force: true }).catch(() => undefined)
    },
  }
}

/** The same bytes again, so that the disk's own clock marks the file; through one handle, so that it is never another's. */
async function signLife(path: string, token: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const text = await file.readFile('utf8')
    if (text.includes(token)) await file.write(text, 0)
  } finally {
    await file.close()
  }
}
