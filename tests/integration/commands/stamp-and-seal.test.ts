// `stamp` and `seal` as a pipeline meets them.
import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseExrHeader } from '#shared/exr/header'
import { builtCli } from '../../support/built'
import { openSealBench, type SealBench } from '../../support/seal-bench'

let bench: SealBench
let out: string
beforeEach(() => {
  bench = openSealBench()
  out = join(bench.root, 'stamped ü')
})
afterEach(() => bench.remove())

function latitude(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [builtCli(), ...args], (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
      resolve({ code, out: stdout, err: stderr })
    })
  })
}

it('stamp writes a folder anew and says that every compressed byte is as it was', async () => {
  const ran = await latitude(
    'stamp',
    bench.exr,
    '--out',
    out,
    '--rate',
    '23.976',
    '--start',
    '02:00:00:10',
    '--json',
  )
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.out)).toMatchObject({
    frameRate: '23.976',
    startTimeCode: '02:00:00:10',
    reelName: 'SH010_v001',
    frames: bench.frames.map((fileName) => ({
      fileName,
      chunksXxh64: expect.stringMatching(/^[0-9a-f]{16}$/),
    })),
  })
  expect(readdirSync(out).sort()).toEqual(bench.frames)
  const part = parseExrHeader(readFileSync(join(out, bench.frames[3] ?? ''))).parts[0]
  expect(part).toMatchObject({
    framesPerSecond: [24_000, 1001],
    timeCode: { hours: 2, seconds: 0, frame: 13 },
  })
})

interface Refusal {
  what: string
  code: number
  prepare?: () => void
  more?: string[]
}

const REFUSALS: Refusal[] = [
  {
    what: 'a folder that is not empty',
    code: 2,
    prepare: () => mkdirSync(join(out, 'x'), { recursive: true }),
  },
  { what: 'drop-frame code', code: 2, more: ['--start', '01:00:00;00'] },
  { what: 'a rate nobody has', code: 2, more: ['--rate', '29.97'] },
  { what: 'a gap', code: 1, prepare: () => rmSync(join(bench.exr, bench.frames[1] ?? '')) },
]

it.each(REFUSALS)('stamp refuses $what and ends with $code', async ({ code, prepare, more = [] }) => {
  prepare?.()
  expect((await latitude('stamp', bench.exr, '--out', out, ...more)).code).toBe(code)
  expect(readdirSync(bench.exr).filter((name) => !name.endsWith('.exr'))).toEqual([])
})

it('seal seals a folder once, and checks it from then on', async () => {
  const first = await latitude('seal', bench.exr, '--json')
  expect(first.code).toBe(0)
  expect(JSON.parse(first.out)).toMatchObject({ files: 4, isNew: true, findings: [] })
  const again = await latitude('seal', bench.exr, '--json')
  expect(again.code).toBe(0)
  expect(JSON.parse(again.out)).toMatchObject({ files: 4, isNew: false, findings: [] })
  writeFileSync(join(bench.exr, 'note.txt'), 'x')
  const found = await latitude('seal', bench.exr)
  expect(found).toMatchObject({ code: 1, out: 'added\tnote.txt\n' })
  expect((await latitude('seal', join(bench.root, 'nowhere'))).code).toBe(1)
})
