// Runs the built command line against the practice service, which goes through a drill in a process of its own; kills
// the command line at one point, resumes it, and has the outcome held against the service's own books.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { DRILL_ENDS } from './drill-ends.mjs'
import { findFaults } from './invariants.mjs'
import { listDrills, startPractice } from './practice-process.mjs'

const here = import.meta.dirname
const cli = resolve(here, '..', '..', 'dist', 'cli', 'latitude.cjs')
const preload = pathToFileURL(join(here, 'kill-points.mjs')).href
const FRAMES = 2
const SPEED = 20
/** A take that has not ended after so many resumes never will. */
const RESUMES_MAX = 12

/** `folder` is emptied. The bench is closed by its `close`. */
export async function openFaultBench(folder) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const drills = await listDrills(latitude)
  const strange = drills.filter((drill) => !Object.hasOwn(DRILL_ENDS, drill))
  if (strange.length > 0) throw new Error(`What becomes of a take is not said for ${strange.join(', ')}.`)
  let service
  let begun = 0
  let isFaulty = false

  /** One service at a time; takes of one drill come one after the other, so that it is rarely changed. */
  async function serviceFor(drill) {
    if (service?.drill === drill) return service
    await service?.close()
    begun += 1
    const place = { folder: join(folder, `service-${begun}`), shelf: join(folder, 'shelf') }
    service = await startPractice({ ...place, drill, command: ['--import', preload, cli], env: toEnv({}) })
    return service
  }

  /** A place for one case, with its lines of the books. */
  async function newCase(drill) {
    const practice = await serviceFor(drill)
    begun += 1
    const root = join(folder, `case-${begun}`)
    await mkdir(root, { recursive: true })
    const firstLine = (await practice.entries()).length
    return {
      root,
      project: join(root, 'project'),
      entries: (start = 0) => practice.entries(firstLine + start),
      run: (args, killAt, logName) =>
        latitude(args, {
          LATITUDE_USER_DATA: join(root, 'user data'),
          LATITUDE_PRACTICE_URL: practice.url,
          FAULTS_KILL_AT: String(killAt),
          FAULTS_LOG: join(root, logName),
        }),
    }
  }

  async function points(drill) {
    const { project, run, root } = await newCase(drill)
    await run(takeArguments(project), 0, 'points.txt')
    const names = await lines(join(root, 'points.txt'))
    await rm(root, { recursive: true, force: true })
    return names
  }

  // The first take is rendered and laid on the shelf; from then on a take costs no more than its own way.
  await points('none')
  return {
    drills,

    /** The names of all points a take passes under a drill when nothing kills it. */
    points,

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
      const linesBefore = (await at.entries()).length
      const resumes = await driveToRest(at)
      const { out } = await at.run(['ledger', '--project', at.project, '--json'], 0, 'ledger.txt')
      const faults = findFaults({
        ...{ drill, frames: FRAMES, kept, resumes },
        entries: await at.entries(),
        takes: out === '' ? [] : JSON.parse(out).takes,
        fetched: (await at.entries(linesBefore)).flatMap(({ file }) => (file === undefined ? [] : [file])),
        now: await receivedFiles(at.project),
        left: await readdir(at.project, { recursive: true }).catch(() => []),
      })
      const name = (await lines(join(at.root, 'take.txt'))).at(-1) ?? 'nothing'
      if (faults.length === 0) await rm(at.root, { recursive: true, force: true })
      else isFaulty = true
      return { faults, root: at.root, name }
    },

    async close() {
      await service?.close()
      // Where an invariant broke, everything stays to be looked at.
      if (!isFaulty) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Resumes until there is nothing to resume; the last of what is returned is the one that found nothing. */
async function driveToRest(at) {
  const resumes = []
  for (;;) {
    resumes.push(await at.run(['resume', '--project', at.project], 0, `resume-${resumes.length}.txt`))
    const isOver = resumes.at(-1).out.includes('nothing to resume') || /project-gone/.test(resumes.at(-1).err)
    if ((isOver && resumes.length > 1) || resumes.length > RESUMES_MAX) return resumes
  }
}

function takeArguments(project) {
  return ['take', '--project', project, '--shot', 'SH010', '--prompt', 'A lamp swings.', '--json']
}

function toEnv(env) {
  return {
    ...process.env,
    LATITUDE_OFFLINE: '1',
    LATITUDE_PRACTICE_FRAMES: String(FRAMES),
    FAULTS_SPEED: String(SPEED),
    ...env,
  }
}

async function latitude(args, env) {
  const child = spawn(process.execPath, ['--import', preload, cli, ...args], { env: toEnv(env) })
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
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  // Beside them lie parts with their notes, and the seal's own folder.
  const whole = entries.filter((entry) => entry.isFile() && !/\.(part|part\.json|tmp)$/.test(entry.name))
  for (const { name } of whole) {
    found[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex')
  }
  return found
}

async function lines(path) {
  return (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean)
}
