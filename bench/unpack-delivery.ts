// A zip of 1.5 GB unpacked as a delivery is: memory is what is looked at, in a process of its own. The same bytes are
// unpacked by `unzip` where there is one.
import { spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { randomFillSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { unpack } from '../src-main/features/delivery/unpack'

const FRAMES = 121
const FRAME_BYTES = 12_400_000
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)

async function writeZip(path: string): Promise<void> {
  const zip = new ZipFile()
  const frame = randomFillSync(Buffer.alloc(FRAME_BYTES))
  const file = createWriteStream(path)
  zip.outputStream.pipe(file)
  for (let index = 1; index <= FRAMES; index += 1) {
    // Every other one packed, as both ways are met.
    zip.addBuffer(frame, `exr/frame_${String(index).padStart(4, '0')}.exr`, { compress: index % 2 === 0 })
  }
  zip.end()
  await finished(file)
}

const cpuSeconds = (): string => {
  const { user, system } = process.cpuUsage()
  return ((user + system) / 1e6).toFixed(1)
}

async function measure(zipPath: string, folder: string): Promise<void> {
  const idle = process.resourceUsage().maxRSS * 1024
  const start = performance.now()
  const { files } = await unpack({ zipPath, folder })
  const peak = process.resourceUsage().maxRSS * 1024
  const wall = ((performance.now() - start) / 1000).toFixed(1)
  console.log(
    `  ${files.length} files in ${wall} s (${cpuSeconds()} s of CPU); peak memory ${megabytes(peak)} MB, ` +
      `of which ${megabytes(idle)} MB before it began`,
  )
}

async function compare(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'latitude-unpack-'))
  try {
    const path = join(root, 'delivery.zip')
    // The peak of a process counts in that of its children: the one that writes the archive is none of our parents.
    const inChild = (...args: string[]) =>
      spawnSync(process.execPath, [process.argv[1] ?? '', ...args], { stdio: 'inherit' })
    inChild(path)
    inChild(path, join(root, 'unpacked'))
    const start = performance.now()
    const { error } = spawnSync('unzip', ['-q', path, '-d', join(root, 'unzipped')])
    if (!error) console.log(`  unzip: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

const [zipPath, folder] = process.argv.slice(2)
if (zipPath === undefined) void compare()
else void (folder === undefined ? writeZip(zipPath) : measure(zipPath, folder))
