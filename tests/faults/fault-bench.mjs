// Runs the built command line against the stand-in service, kills it at one point, resumes it, and holds the outcome
// against the service's own books. What each invariant means is said where it is checked.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const here = import.meta.dirname
const cli = resolve(here, '..', '..', 'dist', 'cli', 'latitude.cjs')
const FRAMES = '2'
const SPEED = '20'
/** Drills whose take cannot end well; the code it ends with. */
const BAD_ENDS = { moderation: 'service-safety', 'no-exr': 'result-incomplete' }
export const DRILLS = [
  ...['none', '429', '500-after-accepting', 'reset-after-accepting', 'reset-before-accepting', 'html'],
  ...['empty-data', 'unknown-status', 'expired-address', 'cut-download', 'moderation', 'no-exr'],
]

/** `folder` is emptied. The bench is closed by its `close`. */
export async function openFaultBench(folder) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const delivery = join(folder, 'delivery')
  await makeDelivery(folder, delivery)
  const service = await startService(join(folder, 'books.jsonl'), delivery)
  let cases = 0
  let isFaulty = false

  /** A place for one case, with books of its own. */
  async function newCase(drill) {
    cases += 1
    const root = join(folder, `case-${cases}`)
    await mkdir(root, { recursive: true })
    const books = join(root, 'books.jsonl')
    await fetch(`${service.url}/control`, { method: 'POST', body: JSON.stringify({ drill, books }) })
    const run = (args, killAt, logName) =>
      latitude(args, {
        LATITUDE_USER_DATA: join(root, 'user data'),
        LATITUDE_PRACTICE_URL: service.url,
        FAULTS_KILL_AT: String(killAt),
        FAULTS_LOG: join(root, logName),
      })
    return { root, books, project: join(root, 'project'), run }
  }

  return {
    /** The names of all points a take passes when nothing kills it. */
    async points(drill) {
      const { project, run, root } = await newCase(drill)
      await run(takeArguments(project), 0, 'points.txt')
      const names = await lines(join(root, 'points.txt'))
      await rm(root, { recursive: true, force: true })
      return names
    },

    /** Kills a take at each of `kills` in turn (the first in `take`, the others in `resume`), then lets it end. */
    async kill(drill, kills) {
      const at = await newCase(drill)
      const [first, ...others] = kills
      await at.run(takeArguments(at.project), first, 'take.txt')
      const kept = []
      for (const other of others) {
        kept.push(await receivedFiles(at.project))
        await at.run(['resume', '--project', at.project], other, 'resume.txt')
      }
      kept.push(await receivedFiles(at.project))
      const getsBefore = await lines(at.books)
      const last = await at.run(['resume', '--project', at.project, '--json'], 0, 'last.txt')
      const again = await at.run(['resume', '--project', at.project], 0, 'again.txt')
      const faults = await findFaults({ ...at, drill, kept, getsBefore: getsBefore.length, last, again })
      const name = (await lines(join(at.root, 'take.txt'))).at(-1) ?? 'nothing'
      if (faults.length === 0) await rm(at.root, { recursive: true, force: true })
      else isFaulty = true
      return { faults, root: at.root, name }
    },

    async close() {
      service.child.kill()
      // Where an invariant broke, everything stays to be looked at.
      if (!isFaulty) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A sentence for each invariant that does not hold. */
async function findFaults({ project, books, drill, kept, getsBefore, last, again, run }) {
  const faults = []
  const entries = (await lines(books)).map((line) => JSON.parse(line))
  const accepted = entries.filter(({ event }) => event === 'accepted').map(({ taskUUID }) => taskUUID)
  const sent = new Set(entries.filter(({ event }) => event !== 'get').map(({ taskUUID }) => taskUUID))
  const { out } = await run(['ledger', '--project', project, '--json'], 0, 'ledger.txt')
  const takes = out === '' ? [] : JSON.parse(out).takes

  // Money: one take was wanted, so one id may ever have been sent, and it is accepted at most once.
  if (sent.size > 1) faults.push(`one take was sent under ${sent.size} ids`)
  if (accepted.length > 1) faults.push(`${accepted.length} tasks were accepted for one take`)
  // Every accepted id ends in exactly one take, and in the way it would have without the kill.
  for (const id of accepted) {
    const owners = takes.filter(({ takeId }) => takeId === id)
    if (owners.length !== 1) faults.push(`the accepted id is in ${owners.length} takes`)
  }
  for (const take of takes) {
    const wanted = BAD_ENDS[drill] ? 'failed' : 'sealed'
    if (take.state !== wanted) faults.push(`the take is ${take.state}, not ${wanted}`)
    const code = take.events.at(-1)?.code
    if (BAD_ENDS[drill] && code !== BAD_ENDS[drill])
      faults.push(`it failed for ${code}, not ${BAD_ENDS[drill]}`)
    if (wanted === 'sealed' && (take.frames !== Number(FRAMES) || take.proxies.length !== 3))
      faults.push(`${take.frames} frames and ${take.proxies.length} proxies are there`)
    if (drill === 'no-exr' && !take.received.some((name) => name.endsWith('.mp4')))
      faults.push('the MP4 is lost')
  }
  if (takes.length > 0 && last.code !== (BAD_ENDS[drill] ? last.code : 0))
    faults.push(`resume ended with ${last.code}: ${last.err}`)
  if (takes.length > 0 && !again.out.includes('nothing to resume'))
    faults.push(`it is not at rest: ${again.err}`)
  // Nothing that was downloaded is lost, or fetched a second time.
  const now = await receivedFiles(project)
  for (const files of kept) {
    for (const [name, hash] of Object.entries(files)) if (now[name] !== hash) faults.push(`${name} was lost`)
  }
  const fetchedAgain = entries.slice(getsBefore).filter(({ event }) => event === 'get')
  for (const { name } of fetchedAgain) {
    const isThere = Object.keys(kept.at(-1) ?? {}).some((file) => file.slice(-4) === name.slice(-4))
    if (isThere) faults.push(`${name} was downloaded a second time`)
  }
  const left = await readdir(project, { recursive: true }).catch(() => [])
  const unfinished = left.filter((name) => /\.(tmp|part)\b|project\.lock/.test(name))
  if (takes.length > 0 && unfinished.length > 0) faults.push(`left behind: ${unfinished.join(', ')}`)
  return faults
}

function takeArguments(project) {
  return ['take', '--project', project, '--shot', 'SH010', '--prompt', 'A lamp swings.', '--json']
}

/** One small delivery, made by the practice service itself. */
async function makeDelivery(folder, delivery) {
  const project = join(folder, 'source')
  const env = { LATITUDE_USER_DATA: join(folder, 'source user data') }
  const { code, err } = await latitude(takeArguments(project), env)
  if (code !== 0) throw new Error(`No delivery could be made: ${err}`)
  await cp(join(project, 'shots', 'SH010', 'takes', 'v001', 'received'), delivery, { recursive: true })
}

async function startService(books, delivery) {
  const child = spawn(process.execPath, [join(here, 'service.mjs'), books, delivery], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const first = await new Promise((done) => child.stdout.once('data', (data) => done(String(data))))
  return { child, ...JSON.parse(first) }
}

async function latitude(args, env) {
  const preload = pathToFileURL(join(here, 'kill-points.mjs')).href
  const child = spawn(process.execPath, ['--import', preload, cli, ...args], {
    env: {
      ...process.env,
      LATITUDE_OFFLINE: '1',
      LATITUDE_PRACTICE_FRAMES: FRAMES,
      FAULTS_SPEED: SPEED,
      ...env,
    },
  })
  const text = { out: '', err: '' }
  child.stdout.on('data', (data) => (text.out += data))
  child.stderr.on('data', (data) => (text.err += data))
  const code = await new Promise((done) => child.once('close', (number, signal) => done(number ?? signal)))
  return { code, ...text }
}

/** Hashes of what has been downloaded whole. */
async function receivedFiles(project) {
  const folder = join(project, 'shots', 'SH010', 'takes', 'v001', 'received')
  const found = {}
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.endsWith('.part')) continue
    found[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex')
  }
  return found
}

async function lines(path) {
  return (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean)
}
