import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canvasToStill, cropCorners, toUpright, type Crop, type PixelSize } from '#shared/domain/crop'
import { centerCrop, fitCrop } from '#shared/domain/crop-moves'
import {
  cropBox,
  fitView,
  fromStage,
  stageWay,
  toStage,
  uprightToStage,
} from '../../../src-renderer/bench/crop/crop-view'
import { mirrorTiles } from '../../../src-renderer/bench/crop/mirror-tiles'

const size = (low: number, high: number): fc.Arbitrary<PixelSize> =>
  fc.record({ width: fc.integer({ min: low, max: high }), height: fc.integer({ min: low, max: high }) })
const share = fc.double({ min: 0, max: 1, noNaN: true })
const framing = fc.record({
  turns: fc.constantFrom(0, 1, 2, 3) as fc.Arbitrary<Crop['turns']>,
  straightenDegrees: fc.double({ min: -15, max: 15, noNaN: true }),
  fit: fc.constantFrom('fill', 'pad') as fc.Arbitrary<Crop['fit']>,
})
const scene = fc.record({
  room: size(200, 2000),
  still: size(300, 9000),
  canvas: size(360, 2208),
  framing,
  at: fc.record({ x: share, y: share }),
  zoom: fc.double({ min: 0.2, max: 1, noNaN: true }),
})
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never

function lay({ room, still, canvas, framing, at, zoom }: Scene) {
  const largest = centerCrop(still, canvas, framing)
  const crop = fitCrop(
    { ...largest, x: at.x * still.width, y: at.y * still.height, width: largest.width * zoom },
    still,
    canvas,
  )
  const view = fitView(room, still, crop, crop.fit === 'pad' ? crop : undefined)
  return { crop, view }
}

const near = (one: number, other: number, tolerance = 1e-6): void =>
  expect(Math.abs(one - other)).toBeLessThanOrEqual(tolerance)

describe('the still on the stage', () => {
  it('a point of the stage goes to the still and comes back, under any turn, tilt and pad', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { view } = lay(given)
        const point = { x: given.at.x * given.room.width, y: given.at.y * given.room.height }
        const back = toStage(fromStage(point, view), view)
        near(back.x, point.x)
        near(back.y, point.y)
      }),
    )
  })

  it('a way on the stage is the difference of its ends in the still', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { view } = lay(given)
        const from = fromStage({ x: 10, y: 20 }, view)
        const to = fromStage({ x: 47, y: -13 }, view)
        const way = stageWay({ x: 37, y: -33 }, view)
        near(way.x, to.x - from.x, 1e-4)
        near(way.y, to.y - from.y, 1e-4)
      }),
    )
  })

  it('the crop lies level: its corners on the stage are the corners of its box', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { crop, view } = lay(given)
        const box = cropBox(crop, view)
        const corners = cropCorners(crop).map((corner) => toStage(corner, view))
        const wanted = [
          { x: box.x, y: box.y },
          { x: box.x + box.width, y: box.y },
          { x: box.x + box.width, y: box.y + box.height },
          { x: box.x, y: box.y + box.height },
        ]
        corners.forEach((corner, index) => {
          near(corner.x, wanted[index]?.x ?? NaN, 1e-5)
          near(corner.y, wanted[index]?.y ?? NaN, 1e-5)
        })
      }),
    )
  })

  it('the picture under the crop is the picture that the canvas gets', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { crop, view } = lay(given)
        const box = cropBox(crop, view)
        const standing = canvasToStill(
          { x: given.at.x * given.canvas.width, y: given.at.y * given.canvas.height },
          crop,
          given.canvas,
        )
        const upright = toUpright(standing, given.still, crop.turns)
        const [a, b, c, d, e, f] = uprightToStage(given.still, crop.turns, view)
        near(a * upright.x + c * upright.y + e, box.x + given.at.x * box.width, 1e-5)
        near(b * upright.x + d * upright.y + f, box.y + given.at.y * box.height, 1e-5)
      }),
    )
  })

  it('the whole still and a reaching crop lie inside the room and touch it', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { crop, view } = lay(given)
        const [a, b, c, d, e, f] = uprightToStage(given.still, crop.turns, view)
        const { width, height } = given.still
        const points = [
          [0, 0],
          [width, 0],
          [width, height],
          [0, height],
        ].map(([x = 0, y = 0]) => ({ x: a * x + c * y + e, y: b * x + d * y + f }))
        const box = cropBox(crop, view)
        if (crop.fit === 'pad')
          points.push({ x: box.x, y: box.y }, { x: box.x + box.width, y: box.y + box.height })
        const xs = points.map(({ x }) => x)
        const ys = points.map(({ y }) => y)
        expect(Math.min(...xs, ...ys)).toBeGreaterThanOrEqual(-1e-6)
        expect(Math.max(...xs)).toBeLessThanOrEqual(given.room.width + 1e-6)
        expect(Math.max(...ys)).toBeLessThanOrEqual(given.room.height + 1e-6)
        const spare = Math.min(
          given.room.width - (Math.max(...xs) - Math.min(...xs)),
          given.room.height - (Math.max(...ys) - Math.min(...ys)),
        )
        near(spare, 0, 1e-5)
      }),
    )
  })
})

describe('a mirrored pad', () => {
  it('has eight copies around the still, each mirrored at the side it touches', () => {
    const tiles = new Map(
      mirrorTiles({ width: 1000, height: 500 }).map((tile) => [tile.name, tile.transform]),
    )
    expect(tiles.size).toBe(8)
    expect(tiles.get('-1 0')).toBe('translate(1px, 0px) scale(-1, 1)')
    expect(tiles.get('1 1')).toBe('translate(1999px, 999.5px) scale(-1, -1)')
  })
})
