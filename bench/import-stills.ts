// A hundred 24-megapixel JPEGs brought into a project through the application's door, against a bare loop of sharp
// making the same small pictures. Each part runs in a process of its own, because memory is measured.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import sharp from 'sharp'
import { createAppClient } from '../src-main/shared/contract/client'
import { createApp } from '../src-main/app/create-app'
import { createHeadlessHost } from '../src-main/commands/headless-host'

const COUNT = 100
const DISTINCT = 4

async function writeJpegs(folder: string): Promise<void> {
  await mkdir(folder)
  for (let kind = 0; kind < DISTINCT; kind += 1) {
    const noise = { type: 'gaussian' as const, mean: 90 + kind * 25, sigma: 12 }
    const jpeg = await sharp({
      create: { width: 6000, height: 4000, channels: 3, background: 'black', noise },
    })
      .jpeg({ quality: 88 })
      .toBuffer()
    for (let copy = kind; copy < COUNT; copy += DISTINCT) {
      // A comment behind the start marker: other bytes, so another still, of the same pixels.
      const comment = Buffer.from(`\xff\xfe\x00\x06${String(copy).padStart(4, '0')}`, 'latin1')
      const bytes = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])
      await writeFile(join(folder, `still ${copy}.jpg`), bytes)
    }
  }
}

const paths = (folder: string): string[] =>
  Array.from({ length: COUNT }, (_, index) => join(folder, `still ${index}.jpg`))
const megabytes = (kilobytes: number): string => (kilobytes / 1024).toFixed(0)
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(2)

async function bareLoop(folder: string): Promise<void> {
  const start = performance.now()
  let first = ''
  for (const path of paths(folder)) {
    await sharp(path).resize(384).jpeg().toBuffer()
    first ||= seconds(start)
  }
  const rss = megabytes(process.resourceUsage().maxRSS)
  console.log(`  bare loop: first ${first} s, all ${seconds(start)} s, peak memory ${rss} MB`)
}

async function throughTheDoor(folder: string): Promise<void> {
  const root = join(folder, '..')
  const host = {
    ...createHeadlessHost({ log: (line) => console.error(line), folder: join(root, 'user data') }),
  }
  const app = createApp(host, { projectFolder: join(root, 'project') })
  const client = createAppClient(app)
  await app.start()
  const idle = megabytes(process.resourceUsage().maxRSS)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const start = performance.now()
  let first = ''
  let snapshots = 0
  const viewsMade = new Promise<void>((resolve) => {
    client.on('projectChanged', ({ shots }) => {
      snapshots += 1
      const stills = shots.flatMap((shot) => shot.stills)
      if (stills.length > 0) first ||= seconds(start)
      if (stills.length === COUNT && stills.every((still) => still.mediaId !== null)) resolve()
    })
  })
  const { importedStillIds } = await client.call.importStills({ paths: paths(folder) })
  const all = seconds(start)
  const importDelay = (delay.max / 1e6).toFixed(0)
  delay.reset()
  const importRss = megabytes(process.resourceUsage().maxRSS)
  await viewsMade
  console.log(
    `  import of ${importedStillIds.length}: first thumb ${first} s, all thumbs ${all} s, peak memory ${importRss} MB (${idle} MB before), longest event-loop delay ${importDelay} ms`,
  )
  console.log(
    `  large views behind it: all ${seconds(start)} s, peak memory ${megabytes(process.resourceUsage().maxRSS)} MB, longest event-loop delay ${(delay.max / 1e6).toFixed(0)} ms, ${snapshots} snapshots`,
  )
  await app.close()
}

async function main(): Promise<void> {
  const [part, given] = process.argv.slice(2)
  if (part !== undefined && given !== undefined) {
    if (part === 'write') return writeJpegs(given)
    return part === 'bare' ? bareLoop(given) : throughTheDoor(given)
  }
  const root = await mkdtemp(join(tmpdir(), 'latitude-bench-'))
  try {
    const folder = join(root, 'stills')
    // Written by a process of its own too: on Linux a child's peak memory starts at its parent's.
    for (const each of ['write', 'bare', 'door', 'bare']) {
      const script = process.argv[1] ?? ''
      const { status } = spawnSync(process.execPath, [script, each, folder], { stdio: 'inherit' })
      if (status !== 0) process.exitCode = 1
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

void main()
