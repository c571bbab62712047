import { describe, expect, it } from 'vitest'
import { halfToFloat } from '#shared/exr/half'
import {
  AP0_TO_REC709,
  nitsToPq,
  pqView,
  REC709_TO_AP0,
  sdrView,
} from '../../../src-main/features/practice/color-spaces'
import { createFramePacker } from '../../../src-main/features/practice/frame-packing'
import { markCenters, readMarks } from '../../../src-main/features/practice/frame-marks'
import { bodyGlow, createFrameRenderer, zoomAt } from '../../../src-main/features/practice/frame-renderer'
import { createLightPaths } from '../../../src-main/features/practice/light-paths'
import { createProceduralStill } from '../../../src-main/features/practice/procedural-still'
import {
  TEXTURE_CHANNELS,
  textureFromSrgb,
  type StillTexture,
} from '../../../src-main/features/practice/still-texture'
import { createTextureSampler } from '../../../src-main/features/practice/texture-sampler'

const [WIDTH, HEIGHT] = [320, 180]
const GREY = textureFromSrgb(WIDTH, HEIGHT, new Uint8Array(WIDTH * HEIGHT * 3).fill(119))

function render(
  index: number,
  more: Partial<Parameters<typeof createFrameRenderer>[0]> = {},
  from = GREY,
): Float32Array {
  const scene = {
    width: WIDTH,
    height: HEIGHT,
    frames: 121,
    isLoop: false,
    hasMarks: false,
    seed: 7,
    ...more,
  }
  const target = new Float32Array(WIDTH * HEIGHT * 3)
  createFrameRenderer(scene).render(index, { from, to: null, share: 0 }, target)
  return target
}

describe('a practice frame', () => {
  it('carries light more than two stops above white in every frame, and never beyond a half', () => {
    for (const index of [0, 60, 120]) {
      const brightest = render(index).reduce((most, value) => Math.max(most, value), 0)
      expect(brightest).toBeGreaterThan(32)
      expect(brightest).toBeLessThan(100)
    }
  })

  it('has three lights whose bodies lie between two and six stops above white', () => {
    const peaks = createLightPaths({ seed: 7, aspect: 16 / 9, isLoop: false })
      .at(0.3)
      .map((light) => Math.max(...light.core))
    expect(peaks).toHaveLength(3)
    for (const peak of peaks) {
      expect(peak).toBeGreaterThan(4)
      expect(peak).toBeLessThanOrEqual(64)
    }
  })

  it('relights the still around a light by more than it shows elsewhere, as a multiple of it', () => {
    const light = createLightPaths({ seed: 7, aspect: WIDTH / HEIGHT, isLoop: false }).at(0)[0]
    const frame = render(0)
    const at = (x: number, y: number): number => frame[(Math.round(y) * WIDTH + Math.round(x)) * 3 + 1] ?? 0
    const near = at((light?.x ?? 0) * HEIGHT, (light?.y ?? 0) * HEIGHT + 24)
    const far = at(light && light.x * HEIGHT > WIDTH / 2 ? 4 : WIDTH - 4, HEIGHT - 4)
    expect(near / far).toBeGreaterThan(1.8)
  })

  it('shows a light in its own colour', () => {
    const light = createLightPaths({ seed: 7, aspect: WIDTH / HEIGHT, isLoop: false }).at(0)[0]
    const frame = render(0)
    const at = (Math.floor((light?.y ?? 0) * HEIGHT) * WIDTH + Math.floor((light?.x ?? 0) * HEIGHT)) * 3
    for (const channel of [0, 1, 2] as const) {
      const core = light?.core[channel] ?? 0
      expect((frame[at + channel] ?? 0) / core).toBeGreaterThan(0.8)
      expect((frame[at + channel] ?? 0) / core).toBeLessThan(1.15)
    }
  })

  it('is brighter where the still’s relief faces a light than where it turns away', () => {
    const tilted = (slope: number): StillTexture => ({
      ...GREY,
      pixels: GREY.pixels.map((value, index) => (index % TEXTURE_CHANNELS === 3 ? slope : value)),
    })
    const light = createLightPaths({ seed: 7, aspect: WIDTH / HEIGHT, isLoop: false }).at(0)[0]
    // Beside the light, on the side where there is room: a slope to the right faces a light to the right.
    const [lightX, y] = [Math.floor((light?.x ?? 0) * HEIGHT), Math.floor((light?.y ?? 0) * HEIGHT)]
    const side = lightX > WIDTH / 2 ? 1 : -1
    const at = (y * WIDTH + lightX - side * 40) * 3
    const [toward, flat, away] = [0.8, 0, -0.8].map((slope) =>
      render(0, {}, tilted(side * slope)).slice(at, at + 3),
    )
    for (const channel of [0, 1, 2]) {
      expect((toward?.[channel] ?? 0) / (flat?.[channel] ?? 1)).toBeGreaterThan(1.1)
      expect((away?.[channel] ?? 0) / (flat?.[channel] ?? 1)).toBeLessThan(0.9)
    }
  })

  it('has a fine grain that is another in every frame', () => {
    // In a loop the frame after the last is the first again, but for the grain.
    const [first, again] = [render(0, { isLoop: true }), render(121, { isLoop: true })]
    const ratios = first.map((value, index) => value / (again[index] ?? 1))
    expect(first).not.toEqual(again)
    expect(ratios.filter((ratio) => Math.abs(ratio - 1) > 0.05)).toHaveLength(0)
  })

  it('is the same for the same seed and index, and another at the next index', () => {
    expect(render(3)).toEqual(render(3))
    expect(render(3)).not.toEqual(render(4))
  })

  it('carries its number when asked to', () => {
    const frame = render(77, { hasMarks: true })
    const values = markCenters({ width: WIDTH, height: HEIGHT }).map(
      ({ x, y }) => frame[(Math.floor(y) * WIDTH + Math.floor(x)) * 3] ?? -1,
    )
    expect(readMarks(values)).toBe(77)
    expect(new Set(values)).toEqual(new Set([0, 1]))
  })

  it('moves: lights and camera differ between the first and the last frame, and a loop comes back', () => {
    const open = createLightPaths({ seed: 7, aspect: 1, isLoop: false })
    expect(open.at(1)[0]?.x).not.toBeCloseTo(open.at(0)[0]?.x ?? 0, 2)
    expect(zoomAt(1, false)).toBeGreaterThan(zoomAt(0, false))
    const loop = createLightPaths({ seed: 7, aspect: 1, isLoop: true })
    loop.at(1).forEach((light, index) => {
      const first = loop.at(0)[index]
      for (const key of ['x', 'y', 'distance', 'radius'] as const)
        expect(light[key]).toBeCloseTo(first?.[key] ?? 0, 9)
      expect(light.core[0]).toBeCloseTo(first?.core[0] ?? 0, 9)
    })
    expect(zoomAt(1, true)).toBeCloseTo(zoomAt(0, true), 9)
  })
})

describe('a light’s glow', () => {
  it('falls without a step from its middle to nothing', () => {
    const glows = Array.from({ length: 1300 }, (_, index) => bodyGlow((index / 100) ** 2))
    expect(glows[0]).toBeCloseTo(1, 6)
    expect(glows.at(-1)).toBe(0)
    for (let index = 1; index < glows.length; index++) {
      const [before, now] = [glows[index - 1] ?? 0, glows[index] ?? 0]
      expect(now).toBeLessThanOrEqual(before)
      expect(before - now).toBeLessThan(0.02)
    }
  })
})

describe('the push-in', () => {
  it('is the still itself at the first frame, pixel for pixel', () => {
    const still = createProceduralStill({ width: 64, height: 36, seed: 1 })
    const sampler = createTextureSampler(still)
    sampler.frame({ zoom: 1, x: 0.5, y: 0.46 })
    const row = new Float32Array(64 * 5)
    for (let y = 0; y < 36; y++) {
      sampler.readRow(y, row)
      expect(row).toEqual(still.pixels.slice(y * 64 * 5, (y + 1) * 64 * 5))
    }
  })

  it('keeps a ramp a ramp, magnified about its fixed point', () => {
    const pixels = new Float32Array(101 * 3 * 5)
    for (let index = 0; index < 101 * 3; index++) pixels[index * 5] = index % 101
    const sampler = createTextureSampler({ width: 101, height: 3, pixels })
    sampler.frame({ zoom: 1.25, x: 0.5, y: 0.5 })
    const row = new Float32Array(101 * 5)
    sampler.readRow(1, row)
    for (let x = 0; x < 101; x++) expect(row[x * 5]).toBeCloseTo(50 + (x - 50) / 1.25, 4)
  })
})

describe('packing', () => {
  const packer = (isHdr: boolean): ReturnType<typeof createFramePacker> =>
    createFramePacker({ width: 2, height: 1, isHdr })

  it('writes halves by line and channel, within a 512th of the light, marks exactly', () => {
    const halves = new Uint16Array(6)
    packer(true).packHalves(Float32Array.of(1, 0, 47.3, 0.18, 3.7, 2e-6), halves)
    const [b0, b1, g0, g1, r0, r1] = [...halves].map(halfToFloat)
    expect([r0, g0]).toEqual([1, 0])
    expect(Math.abs((b0 ?? 0) / 47.3 - 1)).toBeLessThan(1 / 512)
    expect(Math.abs((r1 ?? 0) / 0.18 - 1)).toBeLessThan(1 / 512)
    expect(Math.abs((g1 ?? 0) / 3.7 - 1)).toBeLessThan(1 / 512)
    expect(b1).toBeCloseTo(2e-6, 7)
  })

  it('shows white at 203 nits in PQ and grey as grey in SDR, planes in the order green, blue, red', () => {
    const toAp0 = (r: number, g: number, b: number): number[] =>
      [0, 3, 6].map((row) => {
        const [x = 0, y = 0, z = 0] = REC709_TO_AP0.slice(row, row + 3)
        return x * r + y * g + z * b
      })
    const pixels = Float32Array.from([...toAp0(1, 1, 1), ...toAp0(0.2, 0.1, 0.05)])
    const pq = new Uint16Array(6)
    packer(true).packView(pixels, pq)
    for (const plane of [0, 2, 4]) expect(Math.abs((pq[plane] ?? 0) - 0.5806 * 1023)).toBeLessThan(2)
    const sdr = new Uint8Array(6)
    packer(false).packView(pixels, sdr)
    const codes = [sdr[5] ?? 0, sdr[1] ?? 0, sdr[3] ?? 0]
    ;[0.2, 0.1, 0.05].forEach((linear, index) => {
      expect(Math.abs((codes[index] ?? 0) - 255 * sdrView(linear))).toBeLessThan(1.5)
    })
  })

  it('turns negative light to black and endless light to the top', () => {
    const sdr = new Uint8Array(6)
    packer(false).packView(Float32Array.of(-1, -1, -1, 60000, 60000, 60000), sdr)
    expect([...sdr]).toEqual([0, 255, 0, 255, 0, 255])
  })
})

describe('colour', () => {
  it('has matrices that undo each other', () => {
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const sum = [0, 1, 2].reduce(
          (total, k) => total + (AP0_TO_REC709[row * 3 + k] ?? 0) * (REC709_TO_AP0[k * 3 + column] ?? 0),
          0,
        )
        expect(sum).toBeCloseTo(row === column ? 1 : 0, 6)
      }
    }
  })

  it('has the PQ curve of ST 2084 and views that only ever rise', () => {
    expect(nitsToPq(100)).toBeCloseTo(0.50808, 4)
    expect(nitsToPq(10_000)).toBeCloseTo(1, 9)
    for (const view of [sdrView, pqView]) {
      const codes = Array.from({ length: 400 }, (_, index) => view(2 ** (index / 20 - 12)))
      expect(codes).toEqual(codes.toSorted((a, b) => a - b))
      expect(codes.at(-1)).toBeLessThan(1.01)
    }
  })
})
