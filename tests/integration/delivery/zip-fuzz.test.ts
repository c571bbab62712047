// Archives with a few bytes changed, cut, doubled or swapped: whatever comes of them has a name, stays in its folder, is
// over soon and needs little memory. A thousand seeded cases here; more on demand: `npm run fuzz -- zip 20000`.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isFailure } from '#shared/domain/failure'
import { unpack } from '../../../src-main/features/delivery/unpack'
import { buildZip, type ZipEntry } from '../../support/build-zip'
import { frameEntries } from '../../support/frames'
import { seededRandom } from '../../support/seeded-random'

const CASES = Number(process.env['LATITUDE_ZIP_FUZZ_CASES'] ?? 1_000)
const SEED = Number(process.env['LATITUDE_FUZZ_SEED'] ?? 0x504b)
const MEMORY_MAX = 256 * 1024 ** 2
const LIMITS = { bytesPerEntry: 64 * 1024 ** 2, totalBytes: 128 * 1024 ** 2 }
const CASE_MS = 5_000

const root = mkdtempSync(join(tmpdir(), 'latitude zip fuzz '))
const folder = join(root, 'unpacked')
afterAll(() => rmSync(root, { recursive: true }))

const packed = (entries: ZipEntry[]): ZipEntry[] => entries.map((entry) => ({ ...entry, isDeflated: true }))
const HONEST = [
  buildZip(frameEntries(2)),
  buildZip(packed(frameEntries(3))),
  buildZip([{ name: 'frames/', mode: 0o040755 }, ...frameEntries(1), { name: 'notes.txt' }]),
]

/** Values that counts, sizes and offsets are tried with. */
const EXTREMES = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff]
const MARKS = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08']

function mutate(honest: Buffer, random: () => number): Buffer {
  const below = (end: number): number => Math.floor(random() * end)
  let zip = Buffer.from(honest)
  for (let changes = 1 + below(4); changes > 0 && zip.length > 8; changes -= 1) {
    // Half of them where the archive speaks of itself: behind one of its marks.
    const mark = zip.indexOf(MARKS[below(MARKS.length)] ?? '', below(zip.length), 'latin1')
    const at =
      random() < 0.5 && mark >= 0 ? Math.min(zip.length - 4, mark + below(46)) : below(zip.length - 4)
    switch (below(7)) {
      case 0:
        zip[at] = below(256)
        break
      case 1:
        zip.writeUInt16LE((EXTREMES[below(6)] ?? 0) & 0xffff, at)
        break
      case 2:
        zip.writeUInt32LE(EXTREMES[below(EXTREMES.length)] ?? 0, at)
        break
      case 3:
        zip = zip.subarray(0, at)
        break
      case 4:
        zip = Buffer.concat([zip.subarray(0, at), zip.subarray(at + 1 + below(64))])
        break
      case 5:
        zip = Buffer.concat([zip.subarray(0, at), zip.subarray(below(at + 1), at), zip.subarray(at)])
        break
      default:
        zip.write(MARKS[below(MARKS.length)] ?? '', at, 'latin1')
    }
  }
  return zip
}

it(
  `${CASES} archives from seed ${SEED} end in files or in a name`,
  async () => {
    const random = seededRandom(SEED)
    const seen = { whole: 0, partly: 0, refused: 0, unreadable: 0 }
    const start = process.memoryUsage().rss
    let peak = start
    let longest = 0
    for (let index = 0; index < CASES; index += 1) {
      const zipPath = join(root, 'delivery.zip')
      writeFileSync(zipPath, mutate(HONEST[index % HONEST.length] ?? Buffer.alloc(0), random))
      const begun = performance.now()
      try {
        const { files, broken } = await unpack({ zipPath, folder, limits: LIMITS })
        seen[broken.length === 0 ? 'whole' : 'partly'] += 1
        for (const file of files) expect(dirname(file)).toBe(folder)
        expect(readdirSync(folder)).toHaveLength(files.length)
        expect(readdirSync(root).sort()).toEqual(['delivery.zip', 'unpacked'])
      } catch (error) {
        if (!isFailure(error))
          throw new Error(`case ${index} of seed ${SEED}: ${String(error)}`, { cause: error })
        expect(['zip-refused', 'zip-unreadable']).toContain(error.code)
        seen[error.code === 'zip-refused' ? 'refused' : 'unreadable'] += 1
        expect(readdirSync(root)).toEqual(['delivery.zip'])
      }
      longest = Math.max(longest, performance.now() - begun)
      peak = Math.max(peak, process.memoryUsage().rss)
      rmSync(folder, { recursive: true, force: true })
    }
    const megabytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0)
    console.log(
      `${JSON.stringify(seen)}; longest ${longest.toFixed(0)} ms; memory from ${megabytes(start)} to ${megabytes(peak)} MB`,
    )
    expect(Object.values(seen).every((count) => count > 0)).toBe(true)
    expect(longest).toBeLessThan(CASE_MS)
    expect(peak - start).toBeLessThan(MEMORY_MAX)
  },
  60_000 + CASES * 100,
)
