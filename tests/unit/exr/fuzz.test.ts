// Damaged files by the thousand: 5000 seeded ones here, as many as wished with `npm run fuzz -- 100000`.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isExrError, parseExrHeader } from '#shared/exr/header'
import { checkExrStructure } from '#shared/exr/structure'
import { loadDecoder } from '../../support/exr-module'
import { buildExr } from '../../support/build-exr'
import { everyAttribute } from '../../support/every-attribute'
import { mutateExr } from '../../support/mutate-exr'
import { seededRandom } from '../../support/seeded-random'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/exr')
const CASES = Number(process.env['LATITUDE_FUZZ_CASES'] ?? 5000)
const SEED = Number(process.env['LATITUDE_FUZZ_SEED'] ?? 20000630)
const HANG_MS = 2000
/** What all cases together may add to the process: nothing here may keep or allocate what a file promises. */
const MOST_GROWN_BYTES = 256 * 1024 ** 2

const decoder = loadDecoder()
const halves = new Uint16Array(64 * 64 * 4)

const files = [
  ...readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.exr'))
    .map((name) => new Uint8Array(readFileSync(resolve(FIXTURES, name)))),
  buildExr({ width: 6, height: 5, extra: everyAttribute() }),
  buildExr({ width: 13, height: 6, tiles: { width: 4, height: 4, mode: 1 } }),
  buildExr({ width: 13, height: 6, tiles: { width: 4, height: 4, mode: 2 } }),
  buildExr({ width: 4, height: 2 }, { width: 3, height: 20, compression: 'zip' }),
  buildExr({ width: 6, height: 4, channels: [{ name: 'BY', sampling: [2, 2] }, { name: 'Y' }] }),
]

describe('damaged files', () => {
  it(
    `${CASES} mutations from seed ${SEED} end in a report or an ExrError: no trap, no hang, no flood`,
    { timeout: Math.max(60_000, CASES * 20) },
    async () => {
      const random = seededRandom(SEED)
      const ends = { intact: 0, damaged: 0, refused: 0 }
      const before = process.memoryUsage.rss()
      for (let round = 0; round < CASES; round += 1) {
        const original = files[round % files.length] ?? new Uint8Array()
        const bytes = mutateExr(original, random)
        const startedAt = performance.now()
        ends[await endOf(bytes, round)] += 1
        decodeDamaged(bytes, round)
        expect(performance.now() - startedAt, `case ${round}`).toBeLessThan(HANG_MS)
      }
      expect(process.memoryUsage.rss() - before).toBeLessThan(MOST_GROWN_BYTES)
      // The mutations reach all three ends, else they would prove little.
      for (const count of Object.values(ends)) expect(count).toBeGreaterThan(CASES / 20)
    },
  )

  it('the undamaged ones are intact', async () => {
    for (const bytes of files) expect(await endOf(bytes, -1)).toBe('intact')
  })
})

/** Every channel, a thumbnail, a reduced picture, and most often a whole one into a buffer that is used again. */
function decodeDamaged(bytes: Uint8Array, round: number): void {
  try {
    if (round % 4 === 0)
      decoder.decode(bytes, { output: 'planar', window: 'data', statistics: true, mostPixels: 4096 })
    else if (round % 8 === 1)
      decoder.decode(bytes, { output: 'rgba-half', thumbnail: true, into: halves, mostPixels: 4096 })
    else if (round % 8 === 3)
      decoder.decode(bytes, { output: 'rgba-float', reduce: 4, statistics: true, mostPixels: 4096 })
    else decoder.decode(bytes, { output: 'rgba-half', statistics: true, into: halves, mostPixels: 4096 })
  } catch (error) {
    // The decoder gives a trap as an ExrError too: here it is a fault.
    if (!isExrError(error) || /does not decode: \w*Error/.test(error.message)) {
      throw new Error(`Case ${round} from seed ${SEED} decodes to ${String(error)}`, { cause: error })
    }
  }
}

async function endOf(bytes: Uint8Array, round: number): Promise<'intact' | 'damaged' | 'refused'> {
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length)
  try {
    const report = await checkExrStructure(read, bytes.length, parseExrHeader(bytes))
    return report.isIntact ? 'intact' : 'damaged'
  } catch (error) {
    if (isExrError(error)) return 'refused'
    throw new Error(`Case ${round} from seed ${SEED} ends in ${String(error)}`, { cause: error })
  }
}
