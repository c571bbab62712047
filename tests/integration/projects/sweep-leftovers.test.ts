// What a crash left half written goes when the project is opened; what a download goes on with stays.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takePaths } from '../../../src-main/features/projects/project-paths'
import { sweepLeftovers } from '../../../src-main/features/projects/sweep-leftovers'
import { makeTakeRecord } from '../../support/take-records'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude sweep '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('at opening', () => {
  it('a part without a note goes, a part with one stays beside it', async () => {
    const take = makeTakeRecord({ state: 'downloading' })
    const { received } = takePaths(folder, take.shotName, take.number)
    await mkdir(received, { recursive: true })
    const names = ['a.mp4.part', 'b.zip.part', 'b.zip.part.json', 'c.zip', 'take.json.1a2b3c4d.tmp']
    for (const name of names) await writeFile(join(received, name), 'x')
    await sweepLeftovers(folder, [take.shotName], [take])
    expect((await readdir(received)).sort()).toEqual(['b.zip.part', 'b.zip.part.json', 'c.zip'])
  })
})
