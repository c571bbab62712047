import { describe, expect, it } from 'vitest'
import type { ServiceError } from '../../../src-main/features/practice/service-error'
import { checkTask } from '../../../src-main/features/practice/task-rules'
import { readTask, type VideoTask } from '../../../src-main/features/practice/task-schema'

const UUID = 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809'
const PLAIN = {
  taskType: 'videoInference',
  taskUUID: UUID,
  model: 'luma:ray@3.2',
  positivePrompt: 'A lantern on a table',
  resolution: '720p',
  duration: 5,
}
const image = (frame: unknown): object => ({ image: 'data:image/png;base64,AAAA', frame })
const withFrames = (...frames: unknown[]): object => ({
  ...PLAIN,
  inputs: { frameImages: frames.map(image) },
})
const sized = (width: number, height: number): object => {
  const { resolution: _, ...rest } = PLAIN
  return { ...rest, width, height }
}

function refusals(raw: object): ServiceError[] {
  const read = readTask(raw)
  return read.ok ? checkTask(read.task as VideoTask) : read.errors
}

describe('the six forms of the guide', () => {
  it.each([
    ['text to video', PLAIN],
    [
      'image to video',
      { ...sized(960, 960), duration: undefined, inputs: { frameImages: [image('first')] } },
    ],
    ['first and last', withFrames('first', 'last')],
    ['many keyframes over ten seconds', { ...withFrames(0, 80, 160, 240), duration: 10 }],
    ['HDR with EXR', { ...PLAIN, settings: { hdr: true, exrExport: true } }],
    ['a loop', { ...PLAIN, settings: { loop: true } }],
  ])('takes %s', (_, raw) => {
    expect(refusals(JSON.parse(JSON.stringify(raw)) as object)).toEqual([])
  })
})

describe('fields', () => {
  it.each([
    ['no prompt', { positivePrompt: undefined }, 'missingPositivePrompt', 'positivePrompt'],
    ['an empty prompt', { positivePrompt: '' }, 'invalidPositivePrompt', 'positivePrompt'],
    [
      'a prompt of 6001 letters',
      { positivePrompt: 'a'.repeat(6001) },
      'invalidPositivePrompt',
      'positivePrompt',
    ],
    ['no task id', { taskUUID: undefined }, 'missingTaskUUID', 'taskUUID'],
    ['a task id that is none', { taskUUID: 'x' }, 'invalidTaskUUID', 'taskUUID'],
    [
      'a UUID that is not version 4',
      { taskUUID: 'a3f1c2d4-5e6f-7081-92a3-b4c5d6e7f809' },
      'invalidTaskUUID',
      'taskUUID',
    ],
    ['another model', { model: 'luma:ray@2' }, 'invalidModel', 'model'],
    ['an unknown resolution', { resolution: '4k' }, 'invalidResolution', 'resolution'],
    ['seven seconds', { duration: 7 }, 'invalidDuration', 'duration'],
    ['a seed', { seed: 1 }, 'unsupportedParameter', 'seed'],
    ['a negative prompt', { negativePrompt: 'rain' }, 'unsupportedParameter', 'negativePrompt'],
    ['a web hook', { webhookURL: 'https://example.com' }, 'unsupportedParameter', 'webhookURL'],
    ['a misspelt setting', { settings: { exrexport: true } }, 'unsupportedParameter', 'settings.exrexport'],
    ['an input video', { inputs: { video: 'x' } }, 'unsupportedParameter', 'inputs.video'],
    ['a setting that is no truth value', { settings: { hdr: 'yes' } }, 'invalidHdr', 'settings.hdr'],
    ['two results', { numberResults: 2 }, 'invalidNumberResults', 'numberResults'],
    ['waiting for the result', { deliveryMethod: 'sync' }, 'invalidDeliveryMethod', 'deliveryMethod'],
    ['a quality of 19', { outputQuality: 19 }, 'invalidOutputQuality', 'outputQuality'],
    ['a life of 59 seconds', { ttl: 59 }, 'invalidTtl', 'ttl'],
    ['half a pixel', { resolution: undefined, width: 960.5, height: 960 }, 'invalidWidth', 'width'],
  ])('refuses %s', (_, change, code, parameter) => {
    const errors = refusals(JSON.parse(JSON.stringify({ ...PLAIN, ...change })) as object)
    expect(errors[0]).toMatchObject({ code, parameter })
    expect(errors[0]?.documentation).toMatch(/^https:/)
    expect(errors[0]?.message).not.toBe('')
  })

  it('takes the borders: prompt of 6000, quality of 20 and 99, a life of 60 seconds, every option spelt out', () => {
    const raw = {
      ...PLAIN,
      positivePrompt: 'a'.repeat(6000),
      includeCost: true,
      numberResults: 1,
      deliveryMethod: 'async',
      outputType: 'URL',
      outputFormat: 'MP4',
      outputQuality: 20,
      ttl: 60,
      safety: { mode: 'none' },
    }
    expect(refusals(raw)).toEqual([])
    expect(refusals({ ...raw, outputQuality: 99 })).toEqual([])
  })

  it('names the values it would take', () => {
    expect(refusals({ ...PLAIN, resolution: '4k' })[0]?.allowedValues).toEqual([
      '360p',
      '540p',
      '720p',
      '1080p',
    ])
    expect(refusals({ ...PLAIN, duration: 7 })[0]?.allowedValues).toEqual([5, 10])
    expect(refusals(withFrames('middle'))[0]).toMatchObject({
      code: 'invalidFrame',
      allowedValues: ['first', 'last'],
    })
  })

  it('names the task the error belongs to', () => {
    expect(refusals({ ...PLAIN, seed: 1 })[0]?.taskUUID).toBe(UUID)
  })

  it('refuses an unknown task type, also one that every object has', () => {
    for (const taskType of ['imageInference', 'constructor', 'toString', '__proto__']) {
      const read = readTask({ taskType, taskUUID: UUID })
      expect(read.ok ? null : read.errors[0]).toMatchObject({ code: 'unsupportedTaskType', taskUUID: UUID })
    }
    for (const raw of [null, 7, 'x', [], {}]) {
      const read = readTask(raw)
      expect(read.ok ? null : read.errors[0]?.code).toBe('missingTaskType')
    }
  })
})

const settings = (given: object): object => ({ ...PLAIN, settings: given })
const NO_SIZE = JSON.parse(JSON.stringify({ ...PLAIN, resolution: undefined })) as object

// Each rule: what breaks it, and the nearest thing that does not.
describe('rules between fields', () => {
  it.each([
    [
      'resolution and size exclude each other',
      { ...PLAIN, width: 1280, height: 720 },
      sized(1280, 720),
      'incompatibleParameters',
    ],
    ['one of the two is needed', NO_SIZE, PLAIN, 'missingResolution'],
    ['width needs height', { ...NO_SIZE, width: 960 }, sized(960, 960), 'missingDimension'],
    ['height needs width', { ...NO_SIZE, height: 960 }, sized(960, 960), 'missingDimension'],
    ['a size must be one of the model', sized(1000, 1000), sized(832, 1104), 'unsupportedDimensions'],
    [
      'HDR needs 720p or more',
      { ...settings({ hdr: true }), resolution: '540p' },
      settings({ hdr: true }),
      'incompatibleResolution',
    ],
    [
      'HDR needs a size of that tier too',
      { ...sized(640, 360), settings: { hdr: true } },
      { ...sized(1920, 1080), settings: { hdr: true } },
      'incompatibleResolution',
    ],
    [
      'HDR needs five seconds',
      { ...settings({ hdr: true }), duration: 10 },
      settings({ hdr: true }),
      'incompatibleDuration',
    ],
    [
      'EXR needs HDR',
      settings({ exrExport: true }),
      settings({ exrExport: true, hdr: true }),
      'incompatibleExrExport',
    ],
    [
      'a loop excludes HDR',
      settings({ loop: true, hdr: true }),
      settings({ loop: true, hdr: false }),
      'incompatibleLoop',
    ],
    [
      'a loop needs five seconds',
      { ...settings({ loop: true }), duration: 10 },
      settings({ loop: true }),
      'incompatibleDuration',
    ],
    [
      'a loop takes no last frame',
      { ...withFrames('first', 'last'), settings: { loop: true } },
      { ...withFrames('first'), settings: { loop: true } },
      'incompatibleLoop',
    ],
    [
      'a loop takes no later keyframe',
      { ...withFrames(40), settings: { loop: true } },
      { ...withFrames(0), settings: { loop: true } },
      'incompatibleLoop',
    ],
    [
      'ten seconds take integers',
      { ...withFrames('first'), duration: 10 },
      { ...withFrames(0, -1), duration: 10 },
      'incompatibleFrame',
    ],
    ['a keyframe lies inside five seconds', withFrames(0, 121), withFrames(0, 120), 'invalidFrame'],
    [
      'a keyframe lies inside ten seconds',
      { ...withFrames(0, 241), duration: 10 },
      { ...withFrames(0, 240), duration: 10 },
      'invalidFrame',
    ],
    ['two keyframes need two frames', withFrames(7, 7), withFrames(7, 8), 'duplicateFrame'],
    ['last is a frame like any other', withFrames(120, 'last'), withFrames(119, 'last'), 'duplicateFrame'],
    [
      '65 keyframes are too many',
      withFrames(...Array.from({ length: 65 }, (_, i) => i)),
      withFrames(...Array.from({ length: 64 }, (_, i) => i)),
      'invalidFrameImages',
    ],
    ['an index is never below -1', withFrames(-2), withFrames(-1), 'invalidFrame'],
    ['a frame is always given', withFrames(undefined), withFrames('first'), 'missingFrame'],
  ])('%s', (_, broken, kept, code) => {
    expect(refusals(broken).map((error) => error.code)).toContain(code)
    expect(refusals(kept)).toEqual([])
  })
})
