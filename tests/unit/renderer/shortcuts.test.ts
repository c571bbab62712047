import { describe, expect, it } from 'vitest'
import { toCommand, type Focus, type PressedKey } from '../../../src-renderer/window/shortcuts'

const press = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})
const viewer: Focus = { isText: false, isPressable: false, isViewer: true }

describe('shortcuts', () => {
  it.each([
    [' ', 'toggle-play'],
    ['j', 'play-reverse'],
    ['K', 'pause'],
    ['l', 'play-forward'],
    ['Home', 'go-first'],
    ['End', 'go-last'],
  ])('%s is %s in the viewer', (key, name) => {
    expect(toCommand(press(key), viewer)).toEqual({ name })
  })

  it('arrows step one frame, with shift twelve', () => {
    expect(toCommand(press('ArrowLeft'), viewer)).toEqual({ name: 'step', frames: -1 })
    expect(toCommand(press('ArrowRight', { shiftKey: true }), viewer)).toEqual({ name: 'step', frames: 12 })
  })

  it('letters typed into a field stay letters', () => {
    expect(toCommand(press('j'), { ...viewer, isText: true })).toBeUndefined()
    expect(toCommand(press('v', { ctrlKey: true }), { ...viewer, isText: true })).toBeUndefined()
  })

  it('Space presses the button that has the focus', () => {
    expect(toCommand(press(' '), { ...viewer, isPressable: true })).toBeUndefined()
  })

  it('the transport sleeps on the bench', () => {
    expect(toCommand(press('j'), { ...viewer, isViewer: false })).toBeUndefined()
  })

  it('opening and pasting work everywhere outside text, with Ctrl as with Cmd', () => {
    const bench = { ...viewer, isViewer: false }
    expect(toCommand(press('o', { metaKey: true }), bench)).toEqual({ name: 'open-stills' })
    expect(toCommand(press('v', { ctrlKey: true }), bench)).toEqual({ name: 'paste' })
    expect(toCommand(press('o', { ctrlKey: true, shiftKey: true }), bench)).toBeUndefined()
    expect(toCommand(press('o', { altKey: true }), bench)).toBeUndefined()
  })
})
