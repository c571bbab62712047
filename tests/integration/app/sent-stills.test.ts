import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSentStills } from '../../../src-main/app/sent-stills'
import { hashFile } from '../../../src-main/disk/hash-file'
import { createFakeClock } from '../../support/fake-clock'

let folder: string
let png: string
let sent: string[]
const client = {
  upload: async (bytes: Uint8Array): Promise<string> => {
    sent.push(Buffer.from(bytes).toString())
    return `media-${sent.length}`
  },
}
const book = () => openSentStills(join(folder, 'sent.json'), createFakeClock())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude sent '))
  png = join(folder, 'a.png')
  await writeFile(png, 'one')
  sent = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a still', () => {
  it('goes up once for the same bytes, also after a restart and when asked for twice at once', async () => {
    const hash = await hashFile(png)
    const stills = (await book()).of(() => 'a', client)
    expect(await Promise.all([stills.idFor(png, hash), stills.idFor(png, hash)])).toEqual([
      'media-1',
      'media-1',
    ])
    expect(await (await book()).of(() => 'a', client).idFor(png, hash)).toBe('media-1')
    expect(sent).toEqual(['one'])
    await writeFile(png, 'two')
    expect(await stills.idFor(png, await hashFile(png))).toBe('media-2')
  })

  it('goes up again for another account, and when the service has forgotten it', async () => {
    const hash = await hashFile(png)
    const mine = (await book()).of(() => 'a', client)
    await mine.idFor(png, hash)
    expect(await (await book()).of(() => 'b', client).idFor(png, hash)).toBe('media-2')
    await mine.forget('media-1')
    expect(await mine.idFor(png, hash)).toBe('media-3')
  })

  it('that did not go up is not remembered', async () => {
    const failing = { upload: () => Promise.reject(new Error('down')) }
    const hash = await hashFile(png)
    const all = await book()
    await expect(all.of(() => 'a', failing).idFor(png, hash)).rejects.toThrow('down')
    expect(await all.of(() => 'a', client).idFor(png, hash)).toBe('media-1')
  })
})
