// A delivery from its zip to sealed, against what a careful assistant types by hand: unzip, a decode of every frame by
// ffmpeg, sha1sum. CPU of all threads and processes, in one run, in turns. Aim: at most 1.25 times their CPU.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DEFAULT_CONFORM } from '../src-main/shared/domain/conform-settings'
import { frameFileName } from '../src-main/shared/domain/names'
import { conform } from '../src-main/features/delivery/conform'
import { createExrFrames } from '../src-main/features/delivery/exr-frames'
import { sealReceived } from '../src-main/features/delivery/seal-received'
import { sealSequence } from '../src-main/features/delivery/seal-sequence'
import { unpack } from '../src-main/features/delivery/unpack'
import { proveSequence } from '../src-main/features/delivery/prove-sequence'
import { createArchiveWriter } from '../src-main/features/practice/archive-writer'
import { hashFile } from '../src-main/disk/hash-file'

const FRAMES = 121
const SIZE = { width: 1920, height: 1080 }
const RUNS = 3
const CLI = resolve(__dirname, '..', 'cli')

interface Cost {
  wallMs: number
  cpuMs: number
}

async function measure<T>(costs: Map<string, Cost[]>, name: string, work: () => Promise<T>): Promise<T> {
  const wall = performance.now()
  const cpu = process.cpuUsage()
  const result = await work()
  const used = process.cpuUsage(cpu)
  const cost = { wallMs: performance.now() - wall, cpuMs: (used.user + used.system) / 1000 }
  costs.set(name, [...(costs.get(name) ?? []), cost])
  return result
}

/** CPU of a shell line and all it starts, as the shell itself counts it. */
function measureByHand(costs: Map<string, Cost[]>, name: string, line: string, cwd: string): void {
  const wall = performance.now()
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${line} >/dev/null && times`], {
    cwd,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${line}: ${stderr}`)
  const children = stdout.trim().split('\n').at(-1) ?? ''
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
    0,
  )
  costs.set(name, [...(costs.get(name) ?? []), { wallMs: performance.now() - wall, cpuMs: seconds * 1000 }])
}

/** Half float with 3 % grain in the ZIP compression: what a renderer delivers. */
async function makeZip(folder: string): Promise<string> {
  const { width, height } = SIZE
  const source = `testsrc2=s=${width}x${height}:r=24,format=gbrpf32le,noise=alls=8:allf=t`
  const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-frames:v', String(FRAMES)]
  execFileSync('ffmpeg', [
    ...args,
    '-c:v',
    'exr',
    '-compression',
    'zip16',
    '-format',
    'half',
    join(folder, 'f.%04d.exr'),
  ])
  const zipPath = join(folder, 'delivery.zip')
  const archive = createArchiveWriter(zipPath, new Date(0))
  for (const name of (await readdir(folder)).filter((known) => known.endsWith('.exr')).sort()) {
    await archive.add(name, await readFile(join(folder, name)))
    await rm(join(folder, name))
  }
  await archive.finish()
  return zipPath
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'latitude-arrival-'))
  const costs = new Map<string, Cost[]>()
  const exr = createExrFrames({ workerPath: join(CLI, 'exr-worker.cjs'), wasmPath: join(CLI, 'exr.wasm') })
  try {
    const zipPath = await makeZip(root)
    const baseName = 'SH010_v001'
    const frames = Array.from({ length: FRAMES }, (_, index) => frameFileName(baseName, 1001 + index))
    const facts = { now: Date.now(), hostName: 'bench', appVersion: '0' }
    const exrFolder = join(root, 'exr')
    const unpacked = join(root, 'unpacked')
    const received = join(root, 'received')
    const { size } = await stat(zipPath)
    console.log(`${FRAMES} frames of ${SIZE.width} × ${SIZE.height}, ${(size / 1e6).toFixed(0)} MB`)
    for (let run = 0; run < RUNS; run += 1) {
      for (const folder of [exrFolder, unpacked, received]) await rm(folder, { recursive: true, force: true })
      execFileSync('mkdir', ['-p', received])
      execFileSync('cp', [zipPath, join(received, 'delivery.zip')])
      const { files } = await measure(costs, 'unpack', () => unpack({ zipPath, folder: unpacked }))
      await measure(costs, 'conform', () => conform({ files, exrFolder, baseName }))
      await rm(unpacked, { recursive: true })
      await measure(costs, 'prove', () =>
        proveSequence(
          { exr, measure: () => Promise.reject(new Error('Every frame is decoded here.')) },
          {
            ...{ baseName, firstFrame: 1001, count: FRAMES },
            frames: frames.map((name, index) => ({ frame: 1001 + index, path: join(exrFolder, name) })),
          },
        ),
      )
      await measure(costs, 'stamp and seal', () =>
        sealSequence({
          exrFolder,
          frames,
          order: {
            timing: DEFAULT_CONFORM,
            reelName: baseName,
            origin: 'bench',
            isAssumedSpaceStamped: true,
          },
          recordPath: join(root, 'stamp.json'),
          ...facts,
        }),
      )
      // Its hash is made while it is downloaded; sealing compares with it.
      const arrived = new Map([['delivery.zip', await hashFile(zipPath)]])
      await measure(costs, 'seal what was received', () =>
        sealReceived({ folder: received, arrived, ...facts }),
      )
      const hand = join(root, 'hand')
      execFileSync('mkdir', ['-p', hand])
      measureByHand(costs, 'by hand: unzip', `unzip -q -o '${zipPath}' -d '${hand}'`, root)
      measureByHand(costs, 'by hand: ffmpeg', `ffmpeg -v error -start_number 1 -i f.%04d.exr -f null -`, hand)
      measureByHand(costs, 'by hand: sha1sum', `sha1sum *.exr '${zipPath}'`, hand)
      await rm(hand, { recursive: true })
    }
    report(costs)
  } finally {
    await exr.close()
    await rm(root, { recursive: true, force: true })
  }
}

function report(costs: ReadonlyMap<string, Cost[]>): void {
  const sums = { ours: 0, hand: 0 }
  for (const [name, list] of costs) {
    const cpuMs = median(list.map((cost) => cost.cpuMs))
    sums[name.startsWith('by hand') ? 'hand' : 'ours'] += cpuMs
    const wallMs = median(list.map((cost) => cost.wallMs))
    console.log(
      `${name.padEnd(24)} ${(cpuMs / 1000).toFixed(2).padStart(6)} s CPU  ${(wallMs / 1000).toFixed(2).padStart(6)} s`,
    )
  }
  const memory = process.resourceUsage().maxRSS / 1024
  console.log(
    `ratio of CPU ${(sums.ours / sums.hand).toFixed(2)} (aim 1.25), peak memory ${memory.toFixed(0)} MB`,
  )
}

void main()
