// The proof of 121 frames of 1920 × 1080 against ffmpeg's bare decode of the same files, in the same run, in CPU time;
// what the proof adds to arrival's own decode; and how long a scope takes to follow a frame of that size.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { encodeExr } from '../src-main/features/practice/exr-writer'
import { createExrFrames } from '../src-main/features/delivery/exr-frames'
import { readBakedLuts } from '../src-main/features/proof/light-views'
import { proveSequence } from '../src-main/features/proof/prove-sequence'
import { createExrDecoder } from '../src-main/shared/exr/decode'
import { floatToHalf } from '../src-main/shared/exr/half'
import { createScopeCounter, SCOPE_KINDS } from '../src-main/shared/scopes/count-scope'
import type { LinearPixels } from '../src-main/shared/scopes/pixels'
import { createScale } from '../src-main/shared/scopes/scales'
import { createLutView } from '../src-main/shared/scopes/views'

const ROOT = resolve(import.meta.dirname, '..', '..')
const WIDTH = 1920
const HEIGHT = 1080
const FRAMES = 121
const DISTINCT = 11
const MADE_BY_PYTHON = `
import sys, numpy as np, OpenEXR
a = np.fromfile(sys.argv[1], np.float16).reshape(${HEIGHT}, 3, ${WIDTH})[:, ::-1].transpose(0, 2, 1)
OpenEXR.File({"compression": OpenEXR.DWAB_COMPRESSION, "type": OpenEXR.scanlineimage}, {"RGB": np.ascontiguousarray(a)}).write(sys.argv[2])
`

/** Lights that drift over a ground with grain of 3 %; per line all blue, all green, all red. */
function makeHalves(frame: number): Uint16Array {
  const halves = new Uint16Array(WIDTH * HEIGHT * 3)
  let noise = frame + 1
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const away = Math.hypot(x - 500 - frame * 12, y - 500) / 60
      const light = 0.05 + 0.3 * (y / HEIGHT) + 0.1 * Math.sin(x / 23) ** 2 + 30 / (1 + away ** 3)
      for (let channel = 0; channel < 3; channel += 1) {
        noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0
        halves[(y * 3 + channel) * WIDTH + x] = floatToHalf(
          light * (0.75 + channel * 0.12) * (1 + 0.06 * (noise / 2 ** 32 - 0.5)),
        )
      }
    }
  }
  return halves
}

/** DWAB where OpenEXR's Python module can pack it, as a delivery is; else ZIP. */
function writeFrames(folder: string): string {
  let packing = 'DWAB'
  for (let frame = 0; frame < DISTINCT; frame += 1) {
    const halves = makeHalves(frame)
    const path = join(folder, `distinct.${frame}.exr`)
    const raw = join(folder, 'raw.bin')
    writeFileSync(raw, new Uint8Array(halves.buffer))
    if (spawnSync('python3', ['-c', MADE_BY_PYTHON, raw, path]).status === 0) continue
    packing = 'ZIP'
    writeFileSync(
      path,
      encodeExr({ width: WIDTH, height: HEIGHT, halves }, { compression: 'zip', attributes: [] }),
    )
  }
  mkdirSync(join(folder, 'take'))
  for (let frame = 0; frame < FRAMES; frame += 1) {
    writeFileSync(toPath(folder, frame), readFileSync(join(folder, `distinct.${frame % DISTINCT}.exr`)))
  }
  return packing
}

const toPath = (folder: string, frame: number): string =>
  join(folder, 'take', `take.${String(frame).padStart(5, '0')}.exr`)

interface Spent {
  cpuSeconds: number
  seconds: number
}

async function spend(work: () => Promise<unknown>): Promise<Spent> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - start) / 1000 }
}

/** ffmpeg's own account of its time: `-benchmark` prints it. */
function decodeByFfmpeg(folder: string): Spent | null {
  const pattern = join(folder, 'take', 'take.%05d.exr')
  const { stderr, status } = spawnSync('ffmpeg', ['-benchmark', '-i', pattern, '-f', 'null', '-'], {
    encoding: 'utf8',
  })
  const found = /bench: utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s/.exec(stderr ?? '')
  if (status !== 0 || !found) return null
  return { cpuSeconds: Number(found[1]) + Number(found[2]), seconds: Number(found[3]) }
}

const show = (name: string, { cpuSeconds, seconds }: Spent): void =>
  console.log(
    `  ${name}: ${((cpuSeconds / FRAMES) * 1000).toFixed(0)} ms CPU a frame, ${seconds.toFixed(1)} s in all`,
  )

async function measureProof(folder: string): Promise<void> {
  const paths = Array.from({ length: FRAMES }, (_, frame) => toPath(folder, frame))
  const luts = (await readBakedLuts(join(ROOT, 'assets', 'luts'))).filter(({ transfer }) => transfer === 'pq')
  const exr = createExrFrames({
    workerPath: join(ROOT, 'dist', 'cli', 'exr-worker.cjs'),
    wasmPath: join(ROOT, 'dist', 'wasm', 'exr.wasm'),
  })
  const lanes = async (work: (path: string) => Promise<unknown>): Promise<void> => {
    let next = 0
    const lane = async (): Promise<void> => {
      for (let index = next++; index < paths.length; index = next++) await work(paths[index] ?? '')
    }
    await Promise.all(Array.from({ length: exr.atOnce }, lane))
  }
  await exr.read({ path: paths[0] ?? '', wish: 'totals' })
  for (const round of [1, 2]) {
    const bare = decodeByFfmpeg(folder)
    const arrival = await spend(() => lanes((path) => exr.read({ path, wish: 'totals' })))
    const proof = await spend(() =>
      proveSequence({
        name: 'take',
        firstFrame: 0,
        paths,
        atOnce: exr.atOnce,
        luts,
        async measure(path, isClose) {
          const answer = await exr.read({ path, wish: 'totals', proof: { luts, isClose } })
          if (!answer.proof) throw new Error(`${path} is not measured`)
          return answer.proof
        },
      }),
    )
    console.log(`round ${round}`)
    if (bare) show('ffmpeg, bare decode', bare)
    show('arrival: decode and totals', arrival)
    show('arrival with the proof', proof)
    if (bare)
      console.log(
        `  the proof with its decode is ${(proof.cpuSeconds / bare.cpuSeconds).toFixed(2)} of ffmpeg's bare decode`,
      )
  }
  await exr.close()
}

async function measureScopes(folder: string): Promise<void> {
  const wasm = readFileSync(join(ROOT, 'dist', 'wasm', 'exr.wasm'))
  const { data } = createExrDecoder({ module: new WebAssembly.Module(wasm) }).decode(
    readFileSync(join(folder, 'distinct.0.exr')),
    { output: 'rgba-half' },
  )
  if (!(data instanceof Uint16Array)) throw new TypeError('halves')
  const pixels: LinearPixels = { data, width: WIDTH, height: HEIGHT }
  const lut = (await readBakedLuts(join(ROOT, 'assets', 'luts'))).find(({ transfer }) => transfer === 'pq')
  for (const kind of SCOPE_KINDS) {
    for (const id of kind === 'cie' ? (['stops'] as const) : (['stops', 'nits'] as const)) {
      const scale = createScale(id, id === 'nits' && lut ? createLutView(lut) : null)
      const count = createScopeCounter({ kind, scale })
      const times: number[] = []
      for (let run = 0; run < 9; run += 1) {
        const cpu = process.cpuUsage()
        count(pixels)
        times.push(process.cpuUsage(cpu).user / 1000)
      }
      const sorted = times.slice(2).sort((a, b) => a - b)
      console.log(`  ${kind}, ${scale.title}: ${sorted[3]?.toFixed(0)} ms CPU (median of 7)`)
    }
  }
}

async function main(): Promise<void> {
  if (!existsSync(join(ROOT, 'dist', 'cli', 'exr-worker.cjs'))) throw new Error('Build first: npm run build')
  const folder = await mkdtemp(join(tmpdir(), 'latitude-bench-'))
  try {
    console.log(`${FRAMES} frames of ${WIDTH} × ${HEIGHT}, ${writeFrames(folder)}`)
    await measureProof(folder)
    console.log('scopes of one frame')
    await measureScopes(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

void main()
