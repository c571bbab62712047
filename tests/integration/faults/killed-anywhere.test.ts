// A seeded part of the matrix of faults that `npm run faults` tries whole: the real program in its own process, killed
// at any durable write and around any request, once and twice, also while the service misbehaves.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFaultBench } from '../../faults/fault-bench.mjs'
import { planKills } from '../../faults/fault-plan.mjs'

const SEED = Number(process.env['FAULTS_SEED'] ?? 1)
let folder: string
let bench: Awaited<ReturnType<typeof openFaultBench>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude faults ü '))
  bench = await openFaultBench(join(folder, 'bench'))
})
afterAll(async () => {
  await bench.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the command line, killed and resumed', () => {
  it(`ends every take as if it had not been killed, and pays once (seed ${SEED})`, async () => {
    const points = await bench.points('none')
    // Around every POST, every answer and every line of the ledger there are points to die at.
    for (const name of ['after sync ledger.jsonl', 'sent POST /v1', 'answered POST /v1', 'within writeFile'])
      expect(points.some((point: string) => point.startsWith(name))).toBe(true)
    expect(points.length).toBeGreaterThan(200)
    const kills = planKills({
      points: points.length,
      drills: ['none', '500-after-accepting', 'reset-after-accepting', '429', 'cut-download'],
      share: { none: 9 / points.length, drilled: 1 / points.length },
      twice: 2,
      seed: SEED,
    })
    const broken: string[] = []
    for (const { drill, at } of kills) {
      const { faults, name } = await bench.kill(drill, at)
      broken.push(...faults.map((fault: string) => `${drill}, ${at.join(' and ')} (${name}): ${fault}`))
    }
    expect(broken).toEqual([])
    expect(kills).toHaveLength(15)
  }, 180_000)
})
