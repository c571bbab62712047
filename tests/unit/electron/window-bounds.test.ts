import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  DEFAULT_SIZE,
  MINIMUM_SIZE,
  placeWindow,
  readWindowPlace,
  writeWindowPlace,
} from '../../../src-main/electron/window-bounds'

const large = { x: 0, y: 0, width: 2560, height: 1440 }
const second = { x: 2560, y: 0, width: 1920, height: 1080 }

it('a first window has the default size and no place of its own', () => {
  expect(placeWindow(undefined, [large])).toEqual({ ...DEFAULT_SIZE, isMaximized: false })
})

it('on a small screen it is as large as fits, but never below its minimum', () => {
  const small = { x: 0, y: 0, width: 1280, height: 760 }
  expect(placeWindow(undefined, [small])).toMatchObject({ width: 1280, height: 760 })
  const tiny = { x: 0, y: 0, width: 800, height: 600 }
  expect(placeWindow(undefined, [tiny])).toMatchObject(MINIMUM_SIZE)
})

it('the minimum leaves room for a title bar and a task bar on 1280×800', () => {
  expect(MINIMUM_SIZE.width).toBeLessThanOrEqual(1280)
  expect(MINIMUM_SIZE.height).toBeLessThanOrEqual(800 - 100)
})

it('a kept place is taken again on the screen where it was', () => {
  const kept = { x: 2700, y: 50, width: 1500, height: 950, isMaximized: true }
  expect(placeWindow(kept, [large, second])).toEqual(kept)
})

it('a place on a screen that is gone is forgotten, its size is kept', () => {
  const kept = { x: 2700, y: 50, width: 1500, height: 950, isMaximized: false }
  expect(placeWindow(kept, [large])).toEqual({ width: 1500, height: 950, isMaximized: false })
})

it('a place that only its edge reaches into a screen is forgotten', () => {
  const kept = { x: -1480, y: 50, width: 1500, height: 950, isMaximized: false }
  expect(placeWindow(kept, [large])).not.toHaveProperty('x')
  expect(placeWindow({ ...kept, x: 100, y: -300 }, [large])).not.toHaveProperty('y')
})

it('what was written is read, and what cannot be read is no place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latitude-place-'))
  try {
    const file = join(folder, 'window.json')
    const place = { x: 1, y: 2, width: 1300, height: 800, isMaximized: false }
    writeWindowPlace(file, place)
    expect(readWindowPlace(file)).toMatchObject(place)
    writeFileSync(file, '{"version":1,"width":-1}')
    expect(readWindowPlace(file)).toBeUndefined()
    expect(readWindowPlace(join(folder, 'none.json'))).toBeUndefined()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
