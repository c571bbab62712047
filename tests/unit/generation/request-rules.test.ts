import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ASPECTS, BUILT_IN_CANVASES, TIERS } from '#shared/domain/canvas'
import { catchFailure } from '../../support/catch-failure'
import { refusals } from '#shared/domain/rules'
import { createShot, type Shot, type Still } from '#shared/domain/shot'
import { applyEdit } from '#shared/domain/shot-edit'
import { parseVideoTask, toVideoTask } from '../../../src-main/features/generation/request'
import { brokenRules, REQUEST_RULES } from '../../../src-main/features/generation/request-rules'
import type { VideoTask } from '../../../src-main/features/generation/request-schema'

const UUID = '5f0c9b1e-7a52-4f38-9a0f-3f0d6a6c2b11'
const PNG = 'data:image/png;base64,iVBORw0KGgo='
const TASK: VideoTask = {
  ...{ taskType: 'videoInference', taskUUID: 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809', model: 'luma:ray@3.2' },
  ...{ positivePrompt: 'P', resolution: '720p', duration: 5 },
  ...{ deliveryMethod: 'async', includeCost: true, outputType: 'URL' },
}
const { resolution: _resolution, ...BARE } = TASK
const pair = (width: number, height: number) => ({ ...BARE, width, height })
const pinned = (...frames: unknown[]) => ({ frameImages: frames.map((frame) => ({ image: UUID, frame })) })
const TEN = { ...TASK, duration: 10 }
const HDR = { settings: { hdr: true } }
const LOOP = { settings: { loop: true } }
const many = (count: number) => pinned(...Array.from({ length: count }, (_, index) => index))

/** For each rule: a task that breaks it, and its nearest neighbor that does not. */
const CASES: Record<string, { broken: unknown[]; whole: unknown[] }> = {
  'resolution-value': { broken: [{ ...TASK, resolution: '480p' }], whole: [{ ...TASK, resolution: '540p' }] },
  'duration-value': { broken: [{ ...TASK, duration: 9 }], whole: [TEN, { ...TASK, duration: undefined }] },
  'size-missing': { broken: [BARE], whole: [TASK, pair(960, 960)] },
  'size-both': {
    broken: [
      { ...TASK, width: 1280, height: 720 },
      { ...TASK, height: 720 },
    ],
    whole: [TASK, pair(1280, 720)],
  },
  'size-half': {
    broken: [
      { ...BARE, width: 1280 },
      { ...BARE, height: 720 },
    ],
    whole: [pair(1280, 720)],
  },
  'size-known': { broken: [pair(1280, 722)], whole: [pair(832, 1104)] },
  'hdr-resolution': {
    broken: [
      { ...TASK, ...HDR, resolution: '540p' },
      { ...pair(640, 360), ...HDR },
    ],
    whole: [{ ...TASK, ...HDR, resolution: '1080p' }, { ...pair(832, 1104), ...HDR }, pair(640, 360)],
  },
  'hdr-duration': { broken: [{ ...TEN, ...HDR }], whole: [{ ...TASK, ...HDR }, TEN] },
  'exr-needs-hdr': {
    broken: [{ ...TASK, settings: { exrExport: true } }],
    whole: [{ ...TASK, settings: { hdr: true, exrExport: true } }],
  },
  'loop-duration': { broken: [{ ...TEN, ...LOOP }], whole: [{ ...TASK, ...LOOP }] },
  'loop-hdr': {
    broken: [{ ...TASK, settings: { loop: true, hdr: true } }],
    whole: [
      { ...TASK, ...LOOP },
      { ...TASK, ...HDR },
    ],
  },
  'loop-keyframes': {
    broken: [
      { ...TASK, ...LOOP, inputs: pinned('first', 'last') },
      { ...TASK, ...LOOP, inputs: pinned(60) },
    ],
    whole: [
      { ...TASK, ...LOOP, inputs: pinned('first') },
      { ...TASK, inputs: pinned('first', 'last') },
    ],
  },
  'frame-sent': {
    broken: [
      { ...TASK, inputs: pinned(undefined) },
      { ...TASK, inputs: pinned(1.5) },
    ],
    whole: [{ ...TASK, inputs: pinned('last') }],
  },
  'frame-range': {
    broken: [
      { ...TASK, inputs: pinned(121) },
      { ...TEN, inputs: pinned(241) },
      { ...TASK, inputs: pinned(-1) },
    ],
    whole: [
      { ...TASK, inputs: pinned(120) },
      { ...TEN, inputs: pinned(240) },
    ],
  },
  'frame-unique': {
    broken: [
      { ...TASK, inputs: pinned('first', 0) },
      { ...TASK, inputs: pinned(120, 'last') },
    ],
    whole: [{ ...TASK, inputs: pinned('first', 1) }],
  },
  'frame-count': { broken: [{ ...TASK, inputs: many(65) }], whole: [{ ...TASK, inputs: many(64) }] },
  'frame-integers': {
    broken: [{ ...TEN, inputs: pinned('first') }],
    whole: [
      { ...TEN, inputs: pinned(0) },
      { ...TASK, inputs: pinned('first') },
    ],
  },
  'prompt-length': {
    broken: [
      { ...TASK, positivePrompt: '' },
      { ...TASK, positivePrompt: 'x'.repeat(6001) },
    ],
    whole: [{ ...TASK, positivePrompt: 'x'.repeat(6000) }],
  },
  'image-kind': {
    broken: ['https://example.com/a.png', '/home/a.png', 'data:image/webp;base64,AA==', ''].map((image) => ({
      ...TASK,
      inputs: { frameImages: [{ image, frame: 'first' }] },
    })),
    whole: [UUID, PNG, PNG.replace('png', 'jpeg')].map((image) => ({
      ...TASK,
      inputs: { frameImages: [{ image, frame: 'first' }] },
    })),
  },
  'never-sent': {
    broken: [
      ...[
        'numberResults',
        'outputFormat',
        'outputQuality',
        'seed',
        'negativePrompt',
        'fps',
        'aspectRatio',
      ].map((key) => ({ ...TASK, [key]: 1 })),
      { ...TASK, inputs: { referenceImages: [UUID] } },
    ],
    whole: [TASK],
  },
}

const idsOf = (task: unknown) => brokenRules(task as VideoTask, BUILT_IN_CANVASES).map((rule) => rule.id)

describe('the rules of a request', () => {
  it('each has a case of its own here', () => {
    expect(Object.keys(CASES).sort()).toEqual(REQUEST_RULES.map((rule) => rule.id).sort())
  })

  it.each(Object.entries(CASES))('%s tells a broken task from a whole one', (id, { broken, whole }) => {
    for (const task of broken) expect(idsOf(task), JSON.stringify(task).slice(0, 300)).toContain(id)
    for (const task of whole) expect(idsOf(task), JSON.stringify(task).slice(0, 300)).toEqual([])
  })

  it('a broken one is thrown by its name, before anything is sent', async () => {
    const failure = await catchFailure(() => parseVideoTask({ ...TEN, ...HDR }))
    expect(failure).toMatchObject({ code: 'rules-broken', details: { rules: ['hdr-duration'] } })
  })

  it('a field the model does not have is thrown by its name', async () => {
    const failure = await catchFailure(() =>
      parseVideoTask({ ...TASK, settings: { hdr: true, exrExprot: true } }),
    )
    expect(failure).toMatchObject({ code: 'internal', details: { fields: ['settings'] } })
  })
})

const still = (id: string, width: number, height: number): Still => ({
  ...{ id, originalName: id, fileName: id, sha256: id, bytes: 1, width, height, format: 'png' },
  ...{ bitDepth: 8, orientation: 1, profile: null, colorModel: 'srgb', hasAlpha: false },
})

const anyShot: fc.Arbitrary<Shot> = fc
  .record({
    prompt: fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('x'.repeat(5999), 'x'.repeat(6000)),
    ),
    tier: fc.constantFrom(...TIERS),
    aspect: fc.constantFrom(...ASPECTS),
    duration: fc.constantFrom(5 as const, 10 as const),
    range: fc.constantFrom('sdr' as const, 'hdr' as const, 'hdr-exr' as const),
    loop: fc.boolean(),
    sides: fc.tuple(fc.integer({ min: 300, max: 6000 }), fc.integer({ min: 300, max: 6000 })),
    frames: fc.array(fc.integer({ min: 0, max: 260 }), { maxLength: 5 }),
    doubled: fc.boolean(),
  })
  .map(({ sides: [width, height], frames, doubled, ...fields }) => {
    const shelf = { ...createShot('SH010'), ...fields, stills: [still('a', width, height)] }
    const edited = frames.reduce((shot, frame) => applyEdit(shot, { kind: 'pin', stillId: 'a', frame }), {
      ...shelf,
      duration: 10,
    } as Shot)
    const { keyframes } = edited
    // What edits never make, a file changed by hand can hold.
    return {
      ...edited,
      duration: fields.duration,
      keyframes: doubled ? [...keyframes, ...keyframes.slice(0, 1)] : keyframes,
    }
  })

const send = (shot: Shot) =>
  toVideoTask(
    shot,
    randomUUID(),
    shot.keyframes.map(() => randomUUID()),
  )

describe('shots and tasks', () => {
  it('every lawful shot makes a task that breaks no rule', () => {
    const lawful = anyShot.filter((shot) => refusals(shot).length === 0)
    fc.assert(
      fc.property(lawful, (shot) => {
        expect(idsOf(send(shot))).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('what the shot rules refuse never makes a task, but for what only the picture shows', () => {
    const refused = anyShot.filter((shot) => refusals(shot).some(({ id }) => id !== 'image-aspect'))
    fc.assert(
      fc.property(refused, (shot) => {
        expect(() => send(shot)).toThrow()
      }),
      { numRuns: 400 },
    )
  })
})
