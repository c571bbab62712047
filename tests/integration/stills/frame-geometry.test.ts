// Which source pixel lands where: stills whose pixels tell their own place, through every pose, crop and pad.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canvasToStill, FRAMING_DEFAULTS, type Crop, type Turns } from '#shared/domain/crop'
import { centerCrop, fitCrop } from '#shared/domain/crop-moves'
import { planFrame } from '#shared/domain/frame-plan'
import { prepare, writePainted, type Pixels } from '../../support/prepared-pixels'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude geometry '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const SIZE = { width: 200, height: 120 }
const place = (x: number, y: number): number[] => [x, y, (x + 10 * y) % 256]
const identifiable = (orientation?: number): Promise<string> =>
  writePainted(folder, `place-${orientation ?? 0}.png`, SIZE, place, orientation ? { orientation } : {})
const cropAt = (x: number, y: number, width: number, height: number, rest: Partial<Crop> = {}): Crop => ({
  ...FRAMING_DEFAULTS,
  x,
  y,
  width,
  height,
  ...rest,
})

/** Every pixel of the frame is the source pixel that `from` names. */
function expectEach(frame: Pixels, from: (x: number, y: number) => { x: number; y: number }): void {
  const wrong: string[] = []
  for (let y = 0; y < frame.height; y += 1) {
    for (let x = 0; x < frame.width; x += 1) {
      const source = from(x, y)
      if (frame.at(x, y).join() !== place(source.x, source.y).join())
        wrong.push(`${x},${y}: ${frame.at(x, y).join()} is not ${source.x},${source.y}`)
    }
  }
  expect(wrong.slice(0, 3)).toEqual([])
}

/** Where the pixel (x, y) of an upright picture of `width` × `height` is stored, by EXIF's own words. */
const STORED: Record<number, (x: number, y: number, width: number, height: number) => [number, number]> = {
  1: (x, y) => [x, y],
  2: (x, y, width) => [width - 1 - x, y],
  3: (x, y, width, height) => [width - 1 - x, height - 1 - y],
  4: (x, y, _width, height) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, width) => [y, width - 1 - x],
  7: (x, y, width, height) => [height - 1 - y, width - 1 - x],
  8: (x, y, _width, height) => [height - 1 - y, x],
}

describe('where nothing is scaled', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'orientation %i is applied once, in every quarter turn',
    async (orientation) => {
      const path = await identifiable(orientation)
      const isTurned = orientation >= 5
      const upright = isTurned ? { width: 120, height: 200 } : SIZE
      for (const turns of [0, 1, 2, 3] as const) {
        const frame = await prepare(path, { width: 64, height: 48 }, cropAt(20, 30, 64, 48, { turns }))
        expectEach(frame, (x, y) => {
          const [ux, uy] = turnBack(x + 20, y + 30, upright, turns)
          const [sx, sy] = STORED[orientation]?.(ux, uy, upright.width, upright.height) ?? [0, 0]
          return { x: sx, y: sy }
        })
      }
    },
  )

  it('a crop off by rounding still copies pixels', async () => {
    const frame = await prepare(
      await identifiable(),
      { width: 64, height: 48 },
      cropAt(20.0000001, 29.9999999, 64.0000001, 48.0000001),
    )
    expectEach(frame, (x, y) => ({ x: x + 20, y: y + 30 }))
  })

  it('a pad leaves the still untouched in its place, and its code around it', async () => {
    const path = await identifiable()
    const crop = cropAt(-20, -30, 240, 180, { fit: 'pad', padCode: 77 })
    const frame = await prepare(path, { width: 240, height: 180 }, crop)
    for (const [x, y] of [
      [0, 0],
      [19, 90],
      [220, 90],
      [100, 29],
      [100, 150],
      [239, 179],
    ] as const)
      expect(frame.at(x, y), `${x},${y}`).toEqual([77, 77, 77])
    for (const [x, y] of [
      [20, 30],
      [219, 30],
      [20, 149],
      [219, 149],
      [99, 77],
    ] as const)
      expect(frame.at(x, y), `${x},${y}`).toEqual(place(x - 20, y - 30))
  })

  it('a mirrored pad continues the still over its edge', async () => {
    const path = await identifiable()
    const crop = cropAt(-20, -30, 240, 180, { fit: 'pad', padKind: 'mirrored' })
    const frame = await prepare(path, { width: 240, height: 180 }, crop)
    const mirror = (value: number, length: number): number =>
      value < 0 ? -1 - value : value >= length ? 2 * length - 1 - value : value
    expectEach(frame, (x, y) => ({ x: mirror(x - 20, 200), y: mirror(y - 30, 120) }))
  })

  it('a blurred pad is smooth, made of the still, and stays outside of it', async () => {
    const path = await writePainted(folder, 'halves.png', SIZE, (x) =>
      x % 2 === 0 ? [200, 60, 60] : [60, 60, 200],
    )
    const crop = cropAt(-60, 0, 320, 120, { fit: 'pad', padKind: 'blurred' })
    const frame = await prepare(path, { width: 320, height: 120 }, crop)
    expect(frame.at(60, 60)).toEqual([200, 60, 60])
    expect(frame.at(259, 60)).toEqual([60, 60, 200])
    // Half the light of 200 and of 60 in red and blue: code 150.
    for (const x of [5, 30, 59, 260, 300]) {
      const [r = 0, g = 0, b = 0] = frame.at(x, 60)
      expect(Math.abs(r - 150) + Math.abs(g - 60) + Math.abs(b - 150), `${x}: ${r},${g},${b}`).toBeLessThan(
        12,
      )
    }
  })
})

describe('a warp', () => {
  // A ramp in light that a cubic interpolator gives back exactly, so that a pixel's value tells its real-valued place.
  const lightCode = (light: number): number => {
    const v = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055
    return Math.round(v * 65_535)
  }
  const toLight = (code: number): number => {
    const v = code / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  }
  const ramp = (orientation?: number): Promise<string> =>
    writePainted(
      folder,
      `ramp-${orientation ?? 0}.png`,
      SIZE,
      (x, y) => [lightCode(0.1 + 0.8 * ((x + 0.5) / 200)), lightCode(0.1 + 0.8 * ((y + 0.5) / 120)), 0],
      { bits: 16, ...(orientation ? { orientation } : {}) },
    )

  /** How far the frame's pixels lie from where the crop's own map says, in source pixels; means over small patches. */
  function offset(frame: Pixels, crop: Crop, from: (x: number, y: number) => [number, number]): number {
    let worst = 0
    for (let py = 8; py + 24 < frame.height; py += 24) {
      for (let px = 8; px + 24 < frame.width; px += 24) {
        const sum = [0, 0, 0, 0]
        for (let y = py; y < py + 16; y += 1) {
          for (let x = px; x < px + 16; x += 1) {
            const [r = 0, g = 0] = frame.at(x, y)
            const still = canvasToStill({ x: x + 0.5, y: y + 0.5 }, crop, frame)
            const [sx, sy] = from(still.x, still.y)
            sum[0] = (sum[0] ?? 0) + ((toLight(r) - 0.1) / 0.8) * 200 - sx
            sum[1] = (sum[1] ?? 0) + ((toLight(g) - 0.1) / 0.8) * 120 - sy
          }
        }
        worst = Math.max(worst, Math.abs((sum[0] ?? 0) / 256), Math.abs((sum[1] ?? 0) / 256))
      }
    }
    return worst
  }

  it.each([
    ['enlarged from a real-valued corner', cropAt(20.3, 10.7, 120, 90), { width: 320, height: 240 }],
    ['enlarged a little', cropAt(3.4, 5.2, 150, 100), { width: 156, height: 104 }],
    ['tilted and enlarged', cropAt(50, 25, 88, 66, { straightenDegrees: 7 }), { width: 320, height: 240 }],
    [
      'tilted the other way and made smaller',
      cropAt(40, 20, 120, 80, { straightenDegrees: -5 }),
      { width: 96, height: 64 },
    ],
    [
      'tilted at its own size',
      cropAt(50.5, 25, 96, 72, { straightenDegrees: 12 }),
      { width: 96, height: 72 },
    ],
  ])('%s puts every pixel where the crop says', async (_name, crop, canvas) => {
    expect(planFrame(SIZE, crop, canvas)).toMatchObject({ kind: 'warp', residual: 0 })
    const frame = await prepare(await ramp(), canvas, crop)
    expect(offset(frame, crop, (x, y) => [x, y])).toBeLessThan(0.2)
  })

  it.each([2, 3, 4, 5, 6, 7, 8])('knows orientation %i and the quarter turns', async (orientation) => {
    const upright = orientation >= 5 ? { width: 120, height: 200 } : SIZE
    for (const turns of [0, 1, 2, 3] as const) {
      const canvas = { width: 160, height: 120 }
      const crop = { ...centerCrop(upright, canvas, { turns, straightenDegrees: 4 }) }
      const frame = await prepare(await ramp(orientation), canvas, crop)
      const from = (x: number, y: number): [number, number] => {
        const [ux, uy] = turnBack(x - 0.5, y - 0.5, upright, turns)
        const [sx, sy] = STORED[orientation]?.(ux, uy, upright.width, upright.height) ?? [0, 0]
        return [sx + 0.5, sy + 0.5]
      }
      expect(offset(frame, crop, from), `turns ${turns}`).toBeLessThan(0.2)
    }
  })

  it.each(['solid', 'mirrored', 'blurred'] as const)(
    'tilted with a %s pad keeps the still whole and undimmed to its edge',
    async (padKind) => {
      const path = await writePainted(folder, 'white.png', SIZE, () => [250, 250, 250])
      for (const canvas of [
        { width: 320, height: 180 },
        { width: 96, height: 54 },
      ]) {
        const crop = centerCrop(SIZE, canvas, { fit: 'pad', padKind, straightenDegrees: 9 })
        const frame = await prepare(path, canvas, crop)
        const kinds = new Set<string>()
        for (let y = 0; y < canvas.height; y += 1) {
          for (let x = 0; x < canvas.width; x += 1) {
            const still = canvasToStill({ x: x + 0.5, y: y + 0.5 }, crop, canvas)
            const scale = canvas.width / crop.width
            const depth = Math.min(still.x, still.y, 200 - still.x, 120 - still.y) * scale
            const code = frame.at(x, y)[0] ?? 0
            if (depth > 1 || padKind !== 'solid') {
              if (Math.abs(code - 250) > 1) kinds.add(`dim at ${x},${y}: ${code}`)
            } else if (depth < -1 && code !== 0) kinds.add(`light in the pad at ${x},${y}: ${code}`)
          }
        }
        expect([...kinds].slice(0, 3)).toEqual([])
      }
    },
  )

  it('of a pad that only just leaves the grid has a soft edge', async () => {
    const path = await writePainted(folder, 'white.png', SIZE, () => [255, 255, 255])
    const crop = fitCrop(cropAt(-10.25, 0, 90, 60, { fit: 'pad' }), SIZE, { width: 180, height: 120 })
    const frame = await prepare(path, { width: 180, height: 120 }, crop)
    const edge = -crop.x * 2
    expect(frame.at(Math.floor(edge) - 1, 60)).toEqual([0, 0, 0])
    expect(Math.abs((frame.at(Math.floor(edge), 60)[0] ?? 0) - 188)).toBeLessThanOrEqual(1)
    expect(frame.at(Math.floor(edge) + 1, 60)).toEqual([255, 255, 255])
  })
})

/** A pixel of the standing still in the upright one. */
function turnBack(
  x: number,
  y: number,
  upright: { width: number; height: number },
  turns: Turns,
): [number, number] {
  const { width, height } = upright
  return (
    (
      [
        [x, y],
        [y, height - 1 - x],
        [width - 1 - x, height - 1 - y],
        [width - 1 - y, x],
      ] as [number, number][]
    )[turns] ?? [x, y]
  )
}
