// How long from a key to the true frame on the stage at 1920 × 1080, and how long ffmpeg needs to start and decode one.
// Only run by hand: LATITUDE_SPEED=1 npx playwright test true-frame-speed. Prints figures; asserts no time.
import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type Page } from '@playwright/test'
import { floatToHalf } from '#shared/exr/half'
import { encodeExr } from '../../src-main/features/practice/exr-writer'
import { findProgram } from '../support/find-program'
import { STATES } from '../support/fake-bridge-states'
import { openFakeWindow } from '../support/fake-bridge-window'
import { findOpenExrPython } from '../support/openexr-python'
import { seededRandom } from '../support/seeded-random'

const SIZE = { width: 1920, height: 1080 }
const FILES = 4
const STEPS = 15

test.setTimeout(180_000)

for (const compression of ['ZIP', 'DWAB'] as const) {
  test(`${compression} at 1920 × 1080`, async () => {
    test.skip(compression === 'DWAB' && findOpenExrPython() === null, 'no OpenEXR for Python to write DWAB')
    const paths: string[] = []
    const opened = await openFakeWindow({
      async frameFile(folder, index) {
        const mediaId = `${compression === 'ZIP' ? 'a' : 'b'}9${String(index % FILES).padStart(30, '0')}`
        if (paths[index % FILES] === undefined) {
          const path = join(folder, `${mediaId}.exr`)
          await writeFrame(path, index % FILES, compression)
          paths[index % FILES] = path
        }
        return mediaId
      },
    })
    try {
      const { page } = opened
      await opened.resize(1920, 1200)
      const { shots, ...rest } = STATES.viewer
      for (const [name, isClipLeft] of [
        ['with a clip under it', true],
        ['without a clip', false],
      ] as const) {
        const none = { sdrProxyMediaId: null, hdrProxyMediaId: null, videoMediaId: null }
        await opened.open({
          ...rest,
          shots: shots.map((shot) => ({
            ...shot,
            takes: shot.takes.map((take) => (isClipLeft ? take : { ...take, ...none })),
          })),
        })
        await page.locator('[data-take="take-1"]').click()
        await page.locator('[data-testid=stage][data-frame="0"][data-showing=still]').waitFor()
        for (let step = 0; step < FILES; step += 1) await stepAndWait(page)
        const times: number[] = []
        for (let step = 0; step < STEPS; step += 1) times.push(await stepAndWait(page))
        console.log(`${compression}, ${name}: ${describe(times)} from the key to the painted true frame`)
      }
      console.log(
        `${compression}, ffmpeg from its start to the decoded frame: ${describe(timeFfmpeg(paths))}`,
      )
    } finally {
      await opened.close()
    }
  })
}

/** Milliseconds from the key to the stage's own word that the true frame has been painted. */
async function stepAndWait(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const stage = document.querySelector<HTMLElement>('[data-testid=stage]')
    if (!stage) throw new Error('no stage')
    const before = Number(stage.dataset['frame'] ?? -1)
    const from = performance.now()
    dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (Number(stage.dataset['frame']) === before + 1 && stage.dataset['showing'] === 'still') {
          observer.disconnect()
          resolve()
        }
      })
      observer.observe(stage, { attributes: true })
    })
    const spent = performance.now() - from
    // The next step is one of its own and no row.
    await new Promise((resolve) => setTimeout(resolve, 300))
    return spent
  })
}

function timeFfmpeg(paths: readonly string[]): number[] {
  const ffmpeg = findProgram('ffmpeg')
  if (ffmpeg === undefined) return []
  return Array.from({ length: 9 }, (_, round) => {
    const from = performance.now()
    const path = paths[round % FILES] ?? ''
    execFileSync(ffmpeg, ['-v', 'error', '-i', path, '-f', 'rawvideo', '-y', process.platform === 'win32' ? 'NUL' : '/dev/null']) // prettier-ignore
    return performance.now() - from
  })
}

function describe(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other)
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(0)
  return `median ${at(0.5)} ms, best ${at(0)} ms, of ${times.length}`
}

/** A seeded scene with 3 % grain. */
async function writeFrame(path: string, index: number, compression: 'ZIP' | 'DWAB'): Promise<void> {
  const { width, height } = SIZE
  const random = seededRandom(index + 1)
  const halves = new Uint16Array(width * height * 3)
  for (let at = 0; at < halves.length; at += 1) {
    const [x, y] = [at % width, Math.floor(at / (3 * width))]
    const light = 0.02 + 3 * Math.exp(-Math.hypot(x - 900 - 40 * index, y - 500) / 160)
    halves[at] = floatToHalf(light * (1 + 0.06 * (random() - 0.5)))
  }
  const zip = encodeExr({ width, height, halves }, { compression: 'zip', attributes: [] })
  await writeFile(path, zip)
  if (compression === 'ZIP') return
  const script = [
    'import sys, OpenEXR',
    'with OpenEXR.File(sys.argv[1], separate_channels=True) as f: header, channels = f.header(), f.channels()',
    'header["compression"] = OpenEXR.DWAB_COMPRESSION',
    'OpenEXR.File(header, channels).write(sys.argv[1])',
  ].join('\n')
  execFileSync('python3', ['-c', script, path])
}
