// Reading a 1920 × 1080 half RGB frame with 3 % grain to RGBA halves in every compression: ours against ffmpeg,
// three.js and OpenEXR where they are present, by CPU time. `bench/exr.md` has the floor, the figures and the log.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { COMPRESSIONS, writeInputs } from './exr-readers/inputs'
import { findReaders, type Reader } from './exr-readers/others'
import { answerAsWorker, loadModule, readAlone, readInWorkers } from './exr-readers/ours'
import { HEIGHT, paintScene, WIDTH } from './exr-readers/scene'

const RUNS = 15
const WARM_RUNS = 5
const SLOW_RUNS = 7

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latitude-bench-'))
  try {
    const { writer, paths } = writeInputs(folder, paintScene(1))
    const others = findReaders(folder)
    const readers = others.filter((each) => 'read' in each)
    for (const each of others) if ('missing' in each) console.log(`  ${each.name}: ${each.missing}`)
    console.log(
      `  ${WIDTH} × ${HEIGHT} half RGB, 3 % grain, written by ${writer}; CPU ms a frame, one thread, medians;` +
        ` in brackets theirs over ours; ${cpus()[0]?.model ?? ''}\n`,
    )
    console.log(`| | MB | ours | ${readers.map(({ name }) => name).join(' | ')} |`)
    console.log(`|---|---|---|${readers.map(() => '---|').join('')}`)
    const module = loadModule()
    const ours = readAlone(module)
    for (const name of COMPRESSIONS) {
      const path = paths.get(name)
      if (path === undefined) console.log(`| ${name} | not written: it takes OpenEXR |`)
      else compareOn(name, path, ours, readers)
    }
    const path = paths.get('DWAB') ?? paths.get('ZIP')
    if (path === undefined) return
    const rates: number[] = []
    for (let round = 0; round < 3; round += 1) rates.push(await readInWorkers(module, 2, path))
    console.log(
      `\n  two workers, ${paths.has('DWAB') ? 'DWAB' : 'ZIP'}: ${median(rates).toFixed(1)} frames a second`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function compareOn(name: string, path: string, ours: Reader['read'], readers: readonly Reader[]): void {
  ours(path, WARM_RUNS)
  const our = median(ours(path, RUNS) ?? [])
  const cells = readers.map((reader) => {
    const costs = reader.read(path, SLOW_RUNS + 2)?.slice(reader.name.startsWith('ffmpeg') ? 0 : 2)
    return costs ? `${median(costs).toFixed(0)} (${(median(costs) / our).toFixed(2)})` : 'does not read it'
  })
  const megabytes = (statSync(path).size / 1e6).toFixed(1)
  console.log(
    `| ${name === 'NO' ? 'none' : name} | ${megabytes} | ${our.toFixed(1)} | ${cells.join(' | ')} |`,
  )
}

if (parentPort) answerAsWorker(parentPort)
else void main()
