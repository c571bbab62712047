// A seeded part of the matrix of faults that `npm run faults` tries whole: the real program in its own process, killed
// at any durable write and around any request, once and twice, also while the service goes through its drills.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DRILLS } from '../../../src-main/features/practice/drills'
import { openFaultBench } from '../../faults/fault-bench.mjs'
import { pickDrills, planKills } from '../../faults/fault-plan.mjs'

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

describe('the bench of kills', () => {
  it('knows what becomes of a take under every drill of the practice service', () => {
    expect([...bench.drills].sort()).toEqual(['none', ...DRILLS.map(({ name }) => name)].sort())
  })
})

describe('the command line, killed and resumed', () => {
  it(`ends every take as if it had not been killed, and pays once (seed ${SEED})`, async () => {
    const points = await bench.points('none')
    // Around every POST, every answer and every line of the ledger there are points to die at.
    for (const name of ['after sync ledger.jsonl', 'sent POST /v1', 'answered POST /v1', 'within writeFile'])
      expect(points.some((point: string) => point.startsWith(name))).toBe(true)
    expect(points.length).toBeGreaterThan(200)
    const drills = pickDrills(bench.drills, 5, SEED)
    const counts: Record<string, number> = { none: points.length }
    for (const drill of drills) counts[drill] = (await bench.points(drill)).length
    // One kill under each drill: less than a share of one point is one point.
    const kills = planKills({
      points: counts,
      share: { none: 4 / points.length, drilled: 0 },
      twice: 1,
      seed: SEED,
    })
    const broken: string[] = []
    for (const { drill, at } of kills) {
      const { faults, name } = await bench.kill(drill, at)
      broken.push(...faults.map((fault: string) => `${drill}, ${at.join(' and ')} (${name}): ${fault}`))
    }
    expect(broken).toEqual([])
    expect(kills).toHaveLength(10)
  }, 300_000)
})
