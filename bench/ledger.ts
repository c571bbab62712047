// How long a project with 10 000 takes needs to open: the ledger with every event of theirs, and every take.json. Aim:
// under a second.
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createShot } from '../src-main/shared/domain/shot'
import type { Take } from '../src-main/shared/domain/take'
import { toVideoTask } from '../src-main/features/generation/request'
import { readLedger } from '../src-main/features/projects/ledger'
import { ledgerFile, takePaths } from '../src-main/features/projects/project-paths'
import { openProject } from '../src-main/features/projects/project-store'

const TAKES = 10_000
const SHOTS = 100
const RUNS = 5
const AT = '2026-01-01T00:00:00.000Z'
const PROMPT =
  'Slow push-in across the table as the key light rises from the left, glass and silver catching the first ' +
  'highlights, dust in the beam. Locked horizon, 50 mm, shallow focus, quiet morning.'
const HASH = 'a'.repeat(64)
const clock = { now: () => Date.now(), sleep: async () => undefined }

function makeTake(index: number): Take {
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
  const shotName = `SH${String(10 + 10 * (index % SHOTS)).padStart(3, '0')}`
  const shot = { ...createShot(shotName), prompt: PROMPT }
  return {
    ...{
      version: 1,
      id,
      shotName,
      number: 1 + Math.floor(index / SHOTS),
      origin: 'bought',
      state: 'arrived',
    },
    createdAt: AT,
    asked: {
      ...{ prompt: PROMPT, tier: '720p', aspect: '16:9', width: 1280, height: 720, duration: 5 },
      ...{ range: 'hdr-exr', loop: false },
    },
    request: toVideoTask(shot, id, []),
    ...{
      listedUsd: 0.9,
      billedUsd: 0.9,
      failure: null,
      findings: [],
      fetchedAgain: { archive: 0, video: 0 },
      urlsGivenAt: AT,
      preparedFrames: [],
      isApproved: false,
    },
    archive: { fileName: `${shotName}_exr.zip`, bytes: 512_400_000, sha256: HASH },
    video: {
      ...{
        fileName: `${shotName}.mp4`,
        bytes: 9_000_000,
        sha256: HASH,
        codec: 'hevc',
        width: 1280,
        height: 720,
      },
      ...{ frames: 121, frameRate: [24, 1], primaries: 'bt2020', transfer: 'smpte2084' },
    },
    stamp: null,
    seal: null,
    sequence: {
      ...{ baseName: `${shotName}_v001`, firstFrame: 1001, count: 121, padding: 4, width: 1280, height: 720 },
      ...{ compression: 'dwab', pixelType: 'half', channels: ['B', 'G', 'R'], bytes: 512_400_000 },
      ...{ colorSpace: 'aces2065-1', isColorSpaceAssumed: false },
      chromaticities: [0.7347, 0.2653, 0, 1, 0.0001, -0.077, 0.32168, 0.33767],
      brightest: { value: 14.82, frame: 1049, exposureStops: 6.36 },
      ...{ nanCount: 0, infCount: 0, negativeCount: 0, aboveOneShare: 0.0231 },
    },
    proxies: {
      ...{ sdr: 'sdr.mp4', hdr: 'hdr.webm', poster: 'poster.jpg', maxCll: 987, maxFall: 141, notes: [] },
    },
  }
}

async function writeProject(folder: string): Promise<void> {
  const store = await openProject({ folder, clock })
  for (let shot = 0; shot < SHOTS; shot += 1) await store.createShot()
  await store.close()
  const lines: string[] = []
  const say = (line: object): number => lines.push(JSON.stringify({ version: 1, at: AT, ...line }))
  for (let index = 0; index < TAKES; index += 1) {
    const take = makeTake(index)
    const takeId = take.id
    const bare = {
      archive: null,
      video: null,
      sequence: null,
      proxies: null,
      billedUsd: null,
      urlsGivenAt: null,
    }
    say({ event: 'intended', take: { ...take, ...bare, state: 'intended' }, isPostingAnnounced: true })
    say({ event: 'posting', takeId })
    for (const state of ['submitted', 'running']) say({ event: 'state', takeId, state })
    say({ event: 'state', takeId, state: 'ready', urlsGivenAt: AT })
    say({ event: 'billed', takeId, billedUsd: 0.9 })
    for (const state of ['downloading', 'verifying', 'arrived']) say({ event: 'state', takeId, state })
    const { root, json } = takePaths(folder, take.shotName, take.number)
    await mkdir(root, { recursive: true })
    await writeFile(json, `${JSON.stringify(take, null, 2)}\n`)
  }
  await writeFile(ledgerFile(folder), `${lines.join('\n')}\n`)
}

interface Cost {
  wallMs: number
  cpuMs: number
}

async function measure(label: string, work: () => Promise<unknown>): Promise<void> {
  const costs: Cost[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const wall = performance.now()
    const cpu = process.cpuUsage()
    await work()
    const used = process.cpuUsage(cpu)
    costs.push({ wallMs: performance.now() - wall, cpuMs: (used.user + used.system) / 1000 })
  }
  const median = (key: keyof Cost): number =>
    costs.map((cost) => cost[key]).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN
  const show = (wallMs = NaN, cpuMs = NaN): string =>
    `${wallMs.toFixed(0)} ms wall, ${cpuMs.toFixed(0)} ms cpu`
  const first = show(costs[0]?.wallMs, costs[0]?.cpuMs)
  console.log(`  ${label}: first ${first}; median of ${RUNS} ${show(median('wallMs'), median('cpuMs'))}`)
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'latitude-bench-'))
  try {
    await writeProject(folder)
    const { size } = await stat(ledgerFile(folder))
    const megabytes = (size / 1e6).toFixed(0)
    console.log(`  ${TAKES} takes of ${SHOTS} shots, a ledger of ${megabytes} MB; all in the system's cache`)
    await measure('the whole project opens', async () => {
      const store = await openProject({ folder, clock })
      if (store.takes().length !== TAKES) throw new Error('takes are missing')
      await store.close()
    })
    await measure('of this the ledger alone', async () => {
      const { entries } = await readLedger(ledgerFile(folder))
      if (entries.size !== TAKES) throw new Error('entries are missing')
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

void main()
