// What the bench asks of main, over the real door: the budget's stop, undo, looks, past prompts, the exact request,
// prepared frames and suggestions.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver

beforeEach(async () => {
  host = await createTestHost({ practiceWorker: builtWorker(), env: { LATITUDE_PRACTICE_FRAMES: '4' } })
  driver = await startApp(host)
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
})

const call = () => driver.client.call
const shotNow = async () => (await call().getSnapshot({})).shots[0]

async function dropStill(name: string, width: number, height: number, shade = 90): Promise<string> {
  const path = join(host.folder, name)
  const noise = { type: 'gaussian' as const, mean: shade, sigma: 30 }
  await sharp({ create: { width, height, channels: 3, background: 'grey', noise } })
    .png()
    .toFile(path)
  const { shotName } = await call().importStills({ paths: [path] })
  if (shotName === null) throw new Error('not imported')
  return shotName
}

it('a take above the budget is refused before a frame is prepared, and a raised budget lets it through', async () => {
  const shotName = await dropStill('a.png', 1280, 720)
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'A slow push-in.' } } })
  await call().setBudget({ budgetUsd: 0.89 })
  await expect(call().buyTake({ shotName })).rejects.toMatchObject({
    code: 'budget-passed',
    details: { priceUsd: 0.9, budgetUsd: 0.89, leftUsd: 0.89 },
  })
  const folder = (await call().getSnapshot({})).project.folderLabel
  expect(await readdir(join(folder, 'shots', shotName))).not.toContain('prepared')
  expect((await shotNow())?.takes).toEqual([])
  await call().setBudget({ budgetUsd: 0.9 })
  const { takeId } = await call().buyTake({ shotName })
  expect((await driver.rest(takeId)).state).toBe('sealed')
})

it('undo goes back through an import and its edits, redo comes forth, and both are named', async () => {
  const shotName = await dropStill('a.png', 1280, 720)
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { tier: '1080p' } } })
  expect((await shotNow())?.history).toEqual({ undo: 'resolution', redo: null })
  expect(await call().undoShot({ shotName })).toEqual({ label: 'resolution' })
  expect(await call().undoShot({ shotName })).toEqual({ label: 'add still' })
  expect(await shotNow()).toMatchObject({ stills: [], keyframes: [], history: { undo: null } })
  expect(await call().undoShot({ shotName })).toEqual({ label: null })
  await call().redoShot({ shotName })
  await call().redoShot({ shotName })
  expect(await shotNow()).toMatchObject({ tier: '1080p', keyframes: [{ frame: 0 }] })
})

it('what is sent is what the artist sees: a request and a take wait for the edit before them', async () => {
  const shotName = await dropStill('a.png', 1280, 720)
  const edit = (prompt: string) => call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt } } })
  const edited = edit('One.')
  const { request } = await call().previewRequest({ shotName })
  expect(request[0]).toMatchObject({ positivePrompt: 'One.' })
  const editedAgain = edit('Two.')
  const { takeId } = await call().buyTake({ shotName })
  expect((await shotNow())?.takes.find((take) => take.id === takeId)?.asked.prompt).toBe('Two.')
  await Promise.all([edited, editedAgain, driver.rest(takeId)])
})

it('a snapshot says which of the window’s edits it holds', async () => {
  const { shotName } = await call().createShot({})
  const { change } = (await call().getSnapshot({})).revision
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'P' } }, editNumber: 7 })
  expect((await call().getSnapshot({})).revision).toEqual({ change: change + 1, edit: 7 })
})

it('looks are kept with the project, replaced by name and removed', async () => {
  await call().saveLook({ look: { name: 'Night', text: 'sodium light, 35 mm' } })
  await call().saveLook({ look: { name: 'night', text: 'sodium light, 50 mm' } })
  expect((await call().getSnapshot({})).project.looks).toEqual([
    { name: 'night', text: 'sodium light, 50 mm' },
  ])
  await call().removeLook({ name: 'night' })
  expect((await call().getSnapshot({})).project.looks).toEqual([])
  await expect(call().saveLook({ look: { name: ' ', text: 'x' } })).rejects.toMatchObject({
    code: 'invalid-input',
  })
})

it('every prompt of the project is found again, each once, the newest first', async () => {
  const { shotName } = await call().createShot({})
  for (const prompt of ['One.', 'Two.', 'One.']) {
    await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt, loop: prompt === 'Two.' } } })
  }
  const { prompts } = await call().listPrompts({})
  expect(prompts.map(({ text }) => text).sort()).toEqual(['One.', 'Two.'])
  expect(prompts[0]).toMatchObject({ source: 'SH010', at: expect.any(String) })
})

it('the request is previewed without a key and without sending anything', async () => {
  const shotName = await dropStill('a.png', 1280, 720)
  await expect(call().previewRequest({ shotName })).rejects.toMatchObject({ code: 'rules-broken' })
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: "It's dawn." } } })
  const { request, curl } = await call().previewRequest({ shotName })
  expect(request).toMatchObject([{ positivePrompt: "It's dawn.", settings: { hdr: true, exrExport: true } }])
  expect(JSON.stringify(request)).not.toContain('data:')
  expect(curl).toContain('$RUNWARE_API_KEY')
  expect((await shotNow())?.takes).toEqual([])
})

it('the prepared frame is the canvas, and is made once for one crop', async () => {
  const shotName = await dropStill('a.png', 3000, 2000)
  const first = await call().getPreparedFrame({ shotName, frame: 0 })
  const entry = driver.app.media.open(first.mediaId)
  expect(await sharp(entry?.path).metadata()).toMatchObject({ width: 1280, height: 720, format: 'png' })
  expect(await call().getPreparedFrame({ shotName, frame: 0 })).toEqual(first)
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { tier: '1080p' } } })
  expect((await call().getPreparedFrame({ shotName, frame: 0 })).mediaId).not.toBe(first.mediaId)
  await expect(call().getPreparedFrame({ shotName, frame: 7 })).rejects.toMatchObject({
    code: 'still-unknown',
  })
})

it('suggested crops are lawful crops of the canvas', async () => {
  const shotName = await dropStill('a.png', 3000, 2000)
  const { suggestions } = await call().suggestCrops({ shotName, frame: 0 })
  expect(suggestions.map(({ kind }) => kind)).toEqual(['attention', 'entropy'])
  for (const { crop } of suggestions) {
    expect(crop.height / crop.width).toBeCloseTo(720 / 1280, 9)
    expect(crop.x).toBeGreaterThanOrEqual(-1e-6)
    expect(crop.y + crop.height).toBeLessThanOrEqual(2000 + 1e-6)
  }
})
