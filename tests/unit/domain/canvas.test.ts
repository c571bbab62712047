import { describe, expect, it } from 'vitest'
import { ASPECTS, findCanvas, nearestAspect, TIERS, toCanvas } from '#shared/domain/canvas'

const PORTRAIT = { '9:16': '16:9', '3:4': '4:3' } as const
const AREAS = { '360p': 640 * 360, '540p': 960 * 540, '720p': 1280 * 720, '1080p': 1920 * 1080 }

describe('the canvas table', () => {
  it.each([
    ['720p', '16:9', 1280, 720],
    ['720p', '9:16', 720, 1280],
    ['720p', '1:1', 960, 960],
    ['720p', '3:4', 832, 1104],
    ['1080p', '16:9', 1920, 1080],
  ] as const)('holds the documented size of %s %s', (tier, aspect, width, height) => {
    expect(toCanvas(tier, aspect)).toEqual({ tier, aspect, width, height, grade: 'documented' })
  })

  it('marks exactly five sizes as documented', () => {
    const all = TIERS.flatMap((tier) => ASPECTS.map((aspect) => toCanvas(tier, aspect)))
    expect(all.filter((canvas) => canvas.grade === 'documented')).toHaveLength(5)
  })

  it('has even sizes, because 4:2:0 video needs them', () => {
    for (const tier of TIERS) {
      for (const aspect of ASPECTS) {
        const { width, height } = toCanvas(tier, aspect)
        expect([width % 2, height % 2], `${tier} ${aspect}`).toEqual([0, 0])
      }
    }
  })

  it('keeps the area of the tier within 2 % and the shape within 2 %', () => {
    for (const tier of TIERS) {
      for (const aspect of ASPECTS) {
        const { width, height } = toCanvas(tier, aspect)
        const [across = 0, down = 0] = aspect.split(':').map(Number)
        expect(Math.abs((width * height) / AREAS[tier] - 1), `${tier} ${aspect}`).toBeLessThan(0.02)
        expect(Math.abs(width / height / (across / down) - 1), `${tier} ${aspect}`).toBeLessThan(0.02)
      }
    }
  })

  it('turns landscape into portrait by swapping the sides', () => {
    for (const tier of TIERS) {
      for (const [portrait, landscape] of Object.entries(PORTRAIT)) {
        const upright = toCanvas(tier, portrait as keyof typeof PORTRAIT)
        const lying = toCanvas(tier, landscape)
        expect([upright.width, upright.height]).toEqual([lying.height, lying.width])
      }
    }
  })

  it('finds a canvas by its pixels and no other', () => {
    expect(findCanvas(832, 1104)).toMatchObject({ tier: '720p', aspect: '3:4' })
    expect(findCanvas(833, 1104)).toBeUndefined()
  })

  it('proposes the nearest aspect for a still, both ways round', () => {
    expect(nearestAspect(6000, 4000, '720p')).toBe('4:3')
    expect(nearestAspect(4000, 6000, '720p')).toBe('3:4')
    expect(nearestAspect(1920, 1080, '720p')).toBe('16:9')
    expect(nearestAspect(2390, 1000, '720p')).toBe('21:9')
    expect(nearestAspect(500, 500, '720p')).toBe('1:1')
    // Nearer to 3:4 as a ratio, to 9:16 as a difference.
    expect(nearestAspect(655, 1000, '720p')).toBe('3:4')
  })
})
