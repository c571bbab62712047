// Drawn scopes: what stands where in the PNG, looked up pixel by pixel.
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { drawScopePng } from '../../../src-main/features/proof/scope-picture'
import { countScope, type ScopeRequest } from '../../../src-main/shared/scopes/count-scope'
import { createScale } from '../../../src-main/shared/scopes/scales'
import { toGraticule } from '../../../src-main/shared/scopes/graticule'
import { halfPicture, readViews, type Rgb } from '../../support/scope-pictures'

const LEFT = 76
const TOP = 34
const PLOT = { width: 1024, height: 640 }

async function draw(request: ScopeRequest, pixel: (x: number, y: number) => Rgb) {
  const png = await drawScopePng(countScope(halfPicture(512, 8, pixel), request), request)
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return (x: number, y: number): number[] => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ]
}

describe('a scope’s picture', () => {
  it('shows a grey ramp as a neutral line that rises', async () => {
    const at = await draw({ kind: 'waveform', scale: createScale('stops', null) }, (x) => {
      const light = 0.18 * 2 ** (x / 64 - 4.03)
      return [light, light, light]
    })
    // Two columns of the plot to a pixel of the ramp; 32 stops over its height.
    for (const x of [100, 300, 450]) {
      const y = TOP + Math.round(PLOT.height * (1 - (16 - 4.03 + x / 64) / 32))
      const column = Array.from({ length: 9 }, (_, off) => at(LEFT + 2 * x, y - 4 + off))
      const brightest = column.reduce((most, color) => ((color[1] ?? 0) > (most[1] ?? 0) ? color : most))
      expect(brightest[1], `column ${x}`).toBeGreaterThan(50)
      expect(Math.max(...brightest) - Math.min(...brightest)).toBeLessThanOrEqual(2)
      expect(Math.max(...at(LEFT + 2 * x, y + 60))).toBeLessThan(40)
    }
  })

  it('shows a parade’s channels in their colors side by side', async () => {
    const scale = createScale('code10', null)
    const at = await draw({ kind: 'parade', scale }, () => [1, 1, 1])
    const y = TOP + Math.round(PLOT.height * (1 - (scale.toBin(1) + 0.5) / scale.bins))
    const near = (x: number): number[] => {
      const column = Array.from({ length: 7 }, (_, off) => at(x, y - 3 + off))
      return column.reduce((most, color) => (Math.max(...color) > Math.max(...most) ? color : most))
    }
    const [red, green, blue] = [1, 3, 5].map((sixth) => near(LEFT + Math.round((PLOT.width * sixth) / 6)))
    expect(red?.indexOf(Math.max(...(red ?? [])))).toBe(0)
    expect(green?.indexOf(Math.max(...(green ?? [])))).toBe(1)
    expect(blue?.indexOf(Math.max(...(blue ?? [])))).toBe(2)
  })

  it('names its view, its lines and the gamuts', async () => {
    const { pq } = await readViews()
    const nits = toGraticule({ kind: 'waveform', scale: createScale('nits', pq) })
    expect(nits.title).toContain('Rec.2100 PQ, 1000 nit')
    expect(nits.labels.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['100', '203', '1000', '10000']),
    )
    const cie = toGraticule({ kind: 'cie', scale: createScale('stops', null), diagram: 'uv' })
    expect(cie.labels.map(({ text }) => text)).toEqual(['AP0', 'AP1', 'Rec.2020', 'P3 D65', 'Rec.709'])
  })

  it('keeps the words of neighboring lines apart', () => {
    const { labels } = toGraticule({ kind: 'waveform', scale: createScale('stops', null) })
    const heights = labels.map(({ at }) => at.y).sort((a, b) => a - b)
    heights.slice(1).forEach((height, index) => {
      expect(height - (heights[index] ?? 0)).toBeGreaterThan(0.03)
    })
  })
})
