import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { refusals } from '#shared/domain/rules'
import { createShot, type Shot, type ShotPatch, type Still } from '#shared/domain/shot'
import { addStill } from '#shared/domain/shot-edits'
import { applyEdit, type ShotEdit } from '#shared/domain/shot-edit'
import { toVideoTask } from '../../../src-main/features/generation/request'
import {
  differencesFromGuide,
  GUIDE_FORMS,
  readGuideForm,
  type GuideForm,
  type GuideFormName,
} from '../../support/guide-forms'

const still = (id: string, width: number, height: number): Still => ({
  ...{ id, originalName: `${id}.png`, fileName: `${id}.png`, sha256: id, bytes: 1, width, height },
  ...{ format: 'png', bitDepth: 8, orientation: 1, profile: null, colorModel: 'srgb', hasAlpha: false },
})
const patch = (fields: ShotPatch): ShotEdit => ({ kind: 'patch', patch: fields })
const pin = (stillId: string, frame: number): ShotEdit => ({ kind: 'pin', stillId, frame })
const wide = ['a', 'b', 'c', 'd'].map((id) => still(id, 2400, 1500))

/** Stills come by import; everything after that is an edit. */
const EDITS: Record<GuideFormName, { stills: Still[]; edits: ShotEdit[] }> = {
  '1-text-to-video': { stills: [], edits: [patch({ range: 'sdr' })] },
  '2-image-to-video': {
    stills: [still('a', 2000, 2000)],
    edits: [patch({ range: 'sdr' }), patch({ aspect: '1:1' })],
  },
  '3-first-and-last': { stills: wide.slice(0, 2), edits: [patch({ range: 'sdr', proposedAspect: null })] },
  '4-many-keyframes': {
    stills: wide.slice(0, 3),
    edits: [
      patch({ range: 'sdr' }),
      patch({ duration: 10 }),
      { kind: 'move', from: 60, to: 80 },
      pin('b', 160),
    ],
  },
  '5-hdr-and-exr': { stills: [], edits: [patch({ range: 'hdr-exr' })] },
  '6-loop': { stills: [], edits: [patch({ range: 'sdr' }), patch({ loop: true })] },
}

function promptOf(form: GuideForm): string {
  return 'request' in form ? String(form.request['positivePrompt']) : 'A slow pan over still water.'
}

function build(name: GuideFormName): Shot {
  const { stills, edits } = EDITS[name]
  const withStills = stills.reduce((shot, next) => addStill(shot, next), createShot('SH010'))
  return [patch({ prompt: promptOf(readGuideForm(name)) }), ...edits].reduce(
    (shot, edit) => applyEdit(shot, edit),
    withStills,
  )
}

const send = (shot: Shot) =>
  toVideoTask(
    shot,
    randomUUID(),
    shot.keyframes.map(() => randomUUID()),
  )

describe("the guide's six forms", () => {
  it.each(GUIDE_FORMS)('%s is built by edits of a shot alone, field for field', (name) => {
    const shot = build(name)
    expect(refusals(shot)).toEqual([])
    expect(differencesFromGuide(readGuideForm(name), send(shot))).toEqual([])
  })
})

describe('what differs from a form is named', () => {
  const form = readGuideForm('2-image-to-video')
  const task = send(build('2-image-to-video'))
  it.each([
    ['another type', { ...task, width: '960' }, 'width is "960" instead of 960'],
    ['a field left out', { ...task, inputs: undefined }, 'inputs is missing instead of'],
    ['a field added', { ...task, seed: 1 }, 'seed is added'],
    ['a length where the guide has none', { ...task, duration: 5 }, 'duration is added'],
    ['both sizes', { ...task, resolution: '720p' }, 'resolution and a pixel pair are both there'],
    ['another delivery', { ...task, deliveryMethod: 'sync' }, 'deliveryMethod is "sync"'],
    ['an id that is no UUID v4', { ...task, taskUUID: 'x' }, 'taskUUID is no UUID v4'],
    [
      'another frame',
      { ...task, inputs: { frameImages: [{ image: 'u', frame: 0 }] } },
      'inputs.frameImages.0.frame is 0 instead of "first"',
    ],
    [
      'an image too many',
      {
        ...task,
        inputs: { frameImages: [...(task.inputs?.frameImages ?? []), { image: 'u', frame: 'last' }] },
      },
      'inputs.frameImages.1 is added',
    ],
  ])('%s', (_what, sent, words) => {
    expect(differencesFromGuide(form, sent).join('; ')).toContain(words)
  })

  it('a setting that is not of the form', () => {
    const loop = send(build('6-loop'))
    const more = { ...loop, settings: { ...loop.settings, hdr: true } }
    expect(differencesFromGuide(readGuideForm('6-loop'), more)).toEqual(['settings.hdr is added'])
  })
})
