// Undo on a real disk: it survives a restart, a move of the folder, and a history that was damaged.
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patchShot } from '#shared/domain/shot-edits'
import type { ShotPatch } from '#shared/domain/shot'
import { openProject, type ProjectStore } from '../../../src-main/features/projects/project-store'
import { createFakeClock } from '../../support/fake-clock'

let folder: string
let opened: ProjectStore | undefined

/** Opens the project anew, as after a restart. */
async function open(): Promise<ProjectStore> {
  await opened?.close()
  opened = await openProject({ folder, clock: createFakeClock() })
  return opened
}
const change = (store: ProjectStore, patch: ShotPatch, label = 'edit') =>
  store.editShot('SH010', (shot) => patchShot(shot, patch), { label })
const historyFile = () => join(folder, 'shots', 'SH010', 'history.json')

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'latitude undo ü ')), 'Lantern Street')
})
afterEach(async () => {
  await opened?.close()
  opened = undefined
  await rm(join(folder, '..'), { recursive: true, force: true })
})

describe('undo', () => {
  it('goes back and forth after a restart, also when the folder has moved', async () => {
    const store = await open()
    await store.createShot()
    await change(store, { prompt: 'Dawn.' }, 'prompt')
    await change(store, { tier: '1080p' }, 'resolution')
    const moved = `${folder} moved`
    await rename(folder, moved)
    folder = moved

    const again = await open()
    expect(again.historyLabels('SH010')).toEqual({ undo: 'resolution', redo: null })
    expect(await again.undoShot('SH010')).toBe('resolution')
    expect(await again.undoShot('SH010')).toBe('prompt')
    expect(again.shot('SH010')).toMatchObject({ prompt: '', tier: '720p' })
    expect(await again.undoShot('SH010')).toBeNull()

    const third = await open()
    expect(third.shot('SH010')).toMatchObject({ prompt: '', tier: '720p' })
    expect(await third.redoShot('SH010')).toBe('prompt')
    expect(await third.redoShot('SH010')).toBe('resolution')
    expect(await third.redoShot('SH010')).toBeNull()
    expect((await open()).shot('SH010')).toMatchObject({ prompt: 'Dawn.', tier: '1080p' })
  })

  it('is each shot’s own', async () => {
    const store = await open()
    await store.createShot()
    await store.createShot()
    await change(store, { prompt: 'Dawn.' })
    expect(await store.undoShot('SH020')).toBeNull()
    expect(store.shot('SH010').prompt).toBe('Dawn.')
  })

  it('begins anew when its file is damaged, and the shot is as it was', async () => {
    const store = await open()
    await store.createShot()
    await change(store, { prompt: 'Dawn.' })
    await writeFile(historyFile(), '{"version":1,"steps":[{"lab')
    const again = await open()
    expect(again.shot('SH010').prompt).toBe('Dawn.')
    expect(again.historyLabels('SH010')).toEqual({ undo: null, redo: null })
    await change(again, { loop: true })
    expect(await (await open()).undoShot('SH010')).toBe('edit')
  })

  it('is not written by an edit that changes nothing', async () => {
    const store = await open()
    await store.createShot()
    await change(store, { prompt: 'Dawn.' })
    const before = await readFile(historyFile(), 'utf8')
    await change(store, { prompt: 'Dawn.' })
    expect(await readFile(historyFile(), 'utf8')).toBe(before)
  })

  it('knows every prompt there was, the newest first', async () => {
    const store = await open()
    await store.createShot()
    for (const prompt of ['One.', 'Two.', 'Three.']) await change(store, { prompt })
    expect(store.pastPrompts('SH010').map(({ text }) => text)).toEqual(['Three.', 'Two.', 'One.'])
  })
})
