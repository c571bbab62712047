import { beforeEach, describe, expect, it } from 'vitest'
import { toCommand } from '../../../src-renderer/window/shortcuts'
import { toLookAct, VIEWER_KEYS } from '../../../src-renderer/viewer/look-keys'
import { StageLook } from '../../../src-renderer/viewer/stage-look.svelte'

const held = { shiftKey: false, altKey: false }
const viewer = { isText: false, isPressable: false, isViewer: true }
const press = (
  key: string,
  keys: Partial<Record<'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {},
) => toCommand({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...keys }, viewer)

let look: StageLook

beforeEach(() => {
  look = new StageLook()
  look.measure({ width: 1000, height: 700, pixelRatio: 1 }, { width: 1920, height: 1080 })
})

describe('the look of the stage', () => {
  it('starts as the picture is', () => {
    expect(look.settings).toEqual({ exposureStops: 0, gamma: 1, channel: 'color' })
    expect(look.isChanged).toBe(false)
  })

  it('takes exposure and gamma within their bounds, and nothing that is no number', () => {
    look.exposureStops = 99
    look.gamma = 0
    expect(look.settings).toMatchObject({ exposureStops: 16, gamma: 0.2 })
    look.exposureStops = NaN
    look.gamma = Infinity
    expect(look.settings).toMatchObject({ exposureStops: 16, gamma: 0.2 })
  })

  it('isolates a channel, and the same again is all of them', () => {
    look.isolate('red')
    expect(look.settings.channel).toBe('red')
    look.isolate('blue')
    expect(look.settings.channel).toBe('blue')
    look.isolate('blue')
    expect(look.settings.channel).toBe('color')
  })

  it.each([
    ['a view', (): void => void (look.viewId = 'aces1-hdr1000-pq')],
    ['exposure', (): void => void (look.exposureStops = 1)],
    ['gamma', (): void => void (look.gamma = 2)],
    ['a channel', () => look.isolate('luma')],
    ['zoom', () => look.zoomTo(1)],
    ['mirroring', () => look.act({ kind: 'mirror', axis: 'y' })],
  ] as const)('goes back to the start in one act after %s', (_name, change) => {
    change()
    expect(look.isChanged).toBe(true)
    look.act({ kind: 'reset' })
    expect(look.isChanged).toBe(false)
  })

  it('lets the keys of view and channel rest while a copy is on the stage, and zooms it all the same', () => {
    look.isCopyShown = true
    look.act({ kind: 'expose', stops: 1 })
    look.act({ kind: 'channel', channel: 'red' })
    look.act({ kind: 'zoom-to', zoom: 2 })
    expect(look.settings).toEqual({ exposureStops: 0, gamma: 1, channel: 'color' })
    expect(look.framing.zoom).toBe(2)
  })

  it('zooms by steps and goes back to a fit', () => {
    look.act({ kind: 'zoom', direction: 1 })
    look.act({ kind: 'zoom', direction: 1 })
    expect(look.framing.zoom).toBe(2)
    look.act({ kind: 'fit' })
    expect(look.framing).toEqual({ zoom: null, center: { x: 0.5, y: 0.5 } })
  })

  it('moves the eye to the right with the arrow to the right', () => {
    look.zoomTo(2)
    look.act({ kind: 'pan', x: 1, y: 0 })
    expect(look.framing.center.x).toBeGreaterThan(0.5)
    expect(look.framing.center.y).toBe(0.5)
  })
})

describe('its keys', () => {
  it.each([
    ['f', {}, { kind: 'fit' }],
    ['1', {}, { kind: 'zoom-to', zoom: 1 }],
    ['+', { shiftKey: true }, { kind: 'zoom', direction: 1 }],
    ['-', {}, { kind: 'zoom', direction: -1 }],
    ['ArrowLeft', { altKey: true }, { kind: 'pan', x: -1, y: 0 }],
    ['R', {}, { kind: 'channel', channel: 'red' }],
    ['c', {}, { kind: 'channel', channel: 'color' }],
    [']', {}, { kind: 'expose', stops: 0.5 }],
    ['X', { shiftKey: true }, { kind: 'mirror', axis: 'x' }],
    ['0', {}, { kind: 'reset' }],
    ['?', { shiftKey: true }, { kind: 'keys' }],
  ] as const)('%s', (key, keys, act) => {
    expect(press(key, keys)).toEqual({ name: 'look', act })
  })

  it('leave the transport its own: arrows step, J K L play', () => {
    expect(press('ArrowLeft')).toEqual({ name: 'step', frames: -1 })
    expect(press('l')).toEqual({ name: 'play-forward' })
  })

  it('do nothing in a text field, outside the viewer, or with a key of the system held', () => {
    const f = { key: 'f', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false }
    expect(toCommand(f, { ...viewer, isText: true })).toBeUndefined()
    expect(toCommand(f, { ...viewer, isViewer: false })).toBeUndefined()
    expect(press('f', { metaKey: true })).toBeUndefined()
    expect(press('ArrowLeft', { altKey: true, ctrlKey: true })).toBeUndefined()
  })

  it('are all on the sheet', () => {
    const sheet = VIEWER_KEYS.map(([keys]) => keys).join(' ')
    for (const key of [
      'F',
      '1',
      '+',
      '−',
      'R',
      'G',
      'B',
      'A',
      'Y',
      'C',
      '[',
      ']',
      '0',
      'Shift X',
      'Alt',
      '?',
    ]) {
      expect(sheet).toContain(key)
    }
    expect(toLookAct('constructor', held)).toBeUndefined()
  })
})
