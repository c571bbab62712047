// A seal holds what lies in the folder, finds what changed, and stands against the standard's reference tool.
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkSeal } from '../../../src-main/features/delivery/check-seal'
import { sealFolder } from '../../../src-main/features/delivery/seal-folder'
import { catchFailure } from '../../support/catch-failure'
import { findProgram } from '../../support/find-program'
import { openSealBench, SEAL_FACTS, type SealBench } from '../../support/seal-bench'

let bench: SealBench
beforeEach(() => {
  bench = openSealBench()
})
afterEach(() => bench.remove())

const findingsOf = async (root = bench.exr) => (await checkSeal(root)).findings
const frame = (index: number): string => bench.frames[index] ?? ''

/** A folder with a folder in it, an empty one, and names that try an XML writer. */
function makeTree(): string {
  const root = join(bench.root, 'received')
  mkdirSync(join(root, 'reels', 'deep'), { recursive: true })
  mkdirSync(join(root, 'empty'))
  writeFileSync(join(root, 'clip.mp4'), 'clip')
  writeFileSync(join(root, 'reels', 'a & b <1>.bin'), Buffer.alloc(3_000_000, 7))
  writeFileSync(join(root, 'reels', 'deep', 'é.txt'), '')
  writeFileSync(join(root, '.DS_Store'), 'left behind')
  return root
}

describe('a seal', () => {
  it('is a manifest and a chain of generation 1 in the folder, and everything reads back as sealed', async () => {
    const { seal } = await bench.seal()
    expect(readdirSync(join(bench.exr, 'ascmhl')).sort()).toEqual([
      '0001_exr_2026-11-24_093015Z.mhl',
      'ascmhl_chain.xml',
    ])
    expect(seal).toMatchObject({ files: 4, manifestName: '0001_exr_2026-11-24_093015Z.mhl' })
    expect(await checkSeal(bench.exr)).toEqual({ seal: { ...seal, sealedAt: seal.sealedAt }, findings: [] })
    expect(JSON.parse(readFileSync(join(bench.root, 'stamp.json'), 'utf8'))).toMatchObject({
      version: 1,
      frames: bench.frames.map((fileName) => ({ fileName })),
    })
  })

  it('names one changed bit, a missing file and one that came to it', async () => {
    await bench.seal()
    const path = join(bench.exr, frame(1))
    const bytes = readFileSync(path)
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1
    writeFileSync(path, bytes)
    rmSync(join(bench.exr, frame(2)))
    writeFileSync(join(bench.exr, 'note.txt'), 'hello')
    expect(await findingsOf()).toEqual([
      { kind: 'changed', path: frame(1) },
      { kind: 'missing', path: frame(2) },
      { kind: 'added', path: 'note.txt' },
    ])
  })

  it('knows a renamed file as one that is gone and one that came', async () => {
    await bench.seal()
    renameSync(join(bench.exr, frame(0)), join(bench.exr, 'renamed.exr'))
    expect(await findingsOf()).toEqual([
      { kind: 'missing', path: frame(0) },
      { kind: 'added', path: 'renamed.exr' },
    ])
  })

  it('is not broken by what is made beside it, nor by what file managers leave', async () => {
    await bench.seal()
    for (const folder of ['proxies', 'proof']) {
      mkdirSync(join(bench.root, folder))
      writeFileSync(join(bench.root, folder, 'made.bin'), 'x')
    }
    writeFileSync(join(bench.root, 'take.json'), '{}')
    for (const name of ['.DS_Store', 'Thumbs.db', 'desktop.ini', '._a.exr'])
      writeFileSync(join(bench.exr, name), 'x')
    expect(await findingsOf()).toEqual([])
  })

  it('says so when its own manifest was changed', async () => {
    const { seal } = await bench.seal()
    appendFileSync(join(bench.exr, 'ascmhl', seal.manifestName), '\n')
    expect(await findingsOf()).toEqual([{ kind: 'manifest', path: `ascmhl/${seal.manifestName}` }])
  })

  it.each([
    ['no chain', () => rmSync(join(bench.exr, 'ascmhl', 'ascmhl_chain.xml'))],
    ['a chain that is no XML', () => writeFileSync(join(bench.exr, 'ascmhl', 'ascmhl_chain.xml'), 'hello')],
    [
      'a chain that leads elsewhere',
      () => {
        const path = join(bench.exr, 'ascmhl', 'ascmhl_chain.xml')
        writeFileSync(path, readFileSync(path, 'utf8').replace(/<path>[^<]*/, '<path>../../take.json'))
      },
    ],
    ['no manifest', () => rmSync(join(bench.exr, 'ascmhl', '0001_exr_2026-11-24_093015Z.mhl'))],
  ])('with %s cannot be read', async (_what, breakIt) => {
    await bench.seal()
    breakIt()
    expect((await catchFailure(() => checkSeal(bench.exr))).code).toBe('seal-unreadable')
  })

  it('of a tree holds its folders and every name', async () => {
    const root = makeTree()
    const seal = await sealFolder({ root, name: 'received', ...SEAL_FACTS })
    expect(seal).toMatchObject({ files: 3, bytes: 3_000_004 })
    expect(await findingsOf(root)).toEqual([])
    writeFileSync(join(root, 'reels', 'a & b <1>.bin'), 'short')
    expect(await findingsOf(root)).toEqual([{ kind: 'changed', path: 'reels/a & b <1>.bin' }])
  })
})

const ascmhl = findProgram('ascmhl')
const debug = findProgram('ascmhl-debug')
describe.skipIf(ascmhl === undefined || debug === undefined)('ascmhl, the reference', () => {
  /** Its exit status and all it says: a folder's hash that differs it only says. */
  const run = (program: string | undefined, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(program ?? '', args, { encoding: 'utf8' })
    return `${status} ${stdout}${stderr}`
  }

  it('verifies a sealed sequence and a sealed tree, file by file and by the hashes of folders', async () => {
    await bench.seal()
    const tree = makeTree()
    await sealFolder({ root: tree, name: 'received', ...SEAL_FACTS })
    for (const root of [bench.exr, tree]) {
      expect(run(debug, 'verify', root)).toMatch(/^0 /)
      expect(run(debug, 'verify', '--directory_hash', root)).toMatch(/^0 (?!.*ERROR)/s)
      expect(run(ascmhl, 'diff', root)).toMatch(/^0 /)
    }
  })

  it('finds in it what we find', async () => {
    await bench.seal()
    appendFileSync(join(bench.exr, frame(3)), 'x')
    const said = run(debug, 'verify', bench.exr)
    expect(said).not.toMatch(/^0 /)
    expect(said).toContain(frame(3))
    for (const kind of ['content', 'structure'])
      expect(run(debug, 'verify', '--directory_hash', bench.exr)).toMatch(
        new RegExp(`${kind} hash mismatch +for \\.`),
      )
  })

  it('goes on with a generation of its own, and both are read here', async () => {
    await bench.seal()
    expect(run(ascmhl, 'create', '-h', 'xxh64', bench.exr)).toMatch(/^0 /)
    expect(readdirSync(join(bench.exr, 'ascmhl'))).toHaveLength(3)
    expect(await findingsOf()).toEqual([])
  })

  it('gives the hashes of folders we give', async () => {
    const tree = makeTree()
    const { rootHash } = await sealFolder({ root: tree, name: 'received', ...SEAL_FACTS })
    rmSync(join(tree, 'ascmhl'), { recursive: true })
    expect(run(ascmhl, 'create', '-h', 'xxh64', tree)).toMatch(/^0 /)
    const made = readdirSync(join(tree, 'ascmhl')).find((name) => name.endsWith('.mhl')) ?? ''
    expect(readFileSync(join(tree, 'ascmhl', made), 'utf8')).toContain(rootHash)
  })
})
