// One frame of a practice clip in scene-linear AP0: the still under a slow push-in, relit by the moving lights,
// with the lights' own glowing bodies far above white, and a fine grain. Pure: no files, no clock.
import { createLightGrid, fillLightGrid, GRID_CHANNELS, GRID_STEP, type LightGrid } from './light-grid'
import { createLightPaths, type Light } from './light-paths'
import { markGeometry, markValues } from './frame-marks'
import { createRandom } from './seeded-random'
import { TEXTURE_CHANNELS } from './still-texture'
import { createTextureSampler, type TextureSampler } from './texture-sampler'
import type { StillTexture } from './still-texture'

export interface FrameScene {
  width: number
  height: number
  /** Frames in the clip. */
  frames: number
  isLoop: boolean
  /** Whether every frame carries its number, see frame-marks.ts. */
  hasMarks: boolean
  seed: number
}

/** What stands behind the lights: one still, or two with the share of the second (0…1). */
export interface Backdrop {
  from: StillTexture
  to: StillTexture | null
  share: number
}

export interface FrameRenderer {
  /** Renders frame `index` into `target`: width × height × 3 floats, AP0, top row first. */
  render(index: number, backdrop: Backdrop, target: Float32Array): void
}

const PUSH_IN = 0.07
const GRAIN_LENGTH = 1 << 17
/** Relative to the light, one standard deviation; and a floor, so that black is not dead. */
const GRAIN_SHARE = 0.0045
const GRAIN_FLOOR = 0.00004

export function createFrameRenderer(scene: FrameScene): FrameRenderer {
  const { width, height } = scene
  const paths = createLightPaths({ seed: scene.seed, aspect: width / height, isLoop: scene.isLoop })
  const grid = createLightGrid(width, height)
  const gridRow = new Float32Array(grid.columns * GRID_CHANNELS)
  const grain = createGrain(scene.seed)
  const samplers = new WeakMap<StillTexture, TextureSampler>()
  const front = new Float32Array(width * TEXTURE_CHANNELS)
  const back = new Float32Array(width * TEXTURE_CHANNELS)

  const samplerOf = (texture: StillTexture): TextureSampler => {
    const known = samplers.get(texture)
    if (known) return known
    const sampler = createTextureSampler(texture)
    samplers.set(texture, sampler)
    return sampler
  }

  return {
    render(index, backdrop, target) {
      const turn = index / Math.max(1, scene.isLoop ? scene.frames : scene.frames - 1)
      const lights = paths.at(turn)
      fillLightGrid(grid, lights, height)
      const framing = { zoom: zoomAt(turn, scene.isLoop), x: 0.5, y: 0.46 }
      const near = samplerOf(backdrop.from)
      near.frame(framing)
      const far = backdrop.to && backdrop.share > 0 ? samplerOf(backdrop.to) : null
      far?.frame(framing)
      const offsets = createRandom(scene.seed ^ Math.imul(index + 1, 0x9e3779b1))
      for (let y = 0; y < height; y++) {
        near.readRow(y, front)
        if (far) {
          far.readRow(y, back)
          mix(front, back, backdrop.share)
        }
        const row = target.subarray(y * width * 3, (y + 1) * width * 3)
        readGridRow(grid, y, gridRow)
        relight(front, gridRow, row)
        addBodies(lights, y, height, row)
        addGrain(row, grain, Math.floor(offsets() * (GRAIN_LENGTH - width)))
      }
      if (scene.hasMarks) drawMarks(index, scene, target)
    },
  }
}

/** A slow push-in that eases off; in a loop it breathes once. */
export function zoomAt(turn: number, isLoop: boolean): number {
  if (isLoop) return 1 + (PUSH_IN / 4) * (1 - Math.cos(2 * Math.PI * turn))
  return 1 + PUSH_IN * Math.sin((Math.min(1, turn) * Math.PI) / 2)
}

function mix(front: Float32Array, back: Float32Array, share: number): void {
  for (let index = 0; index < front.length; index++) {
    const value = front[index] as number
    front[index] = value + ((back[index] as number) - value) * share
  }
}

function readGridRow(grid: LightGrid, y: number, target: Float32Array): void {
  const upper = Math.floor(y / GRID_STEP)
  const share = y / GRID_STEP - upper
  const length = grid.columns * GRID_CHANNELS
  const start = upper * length
  for (let index = 0; index < length; index++) {
    const value = grid.values[start + index] as number
    target[index] = value + ((grid.values[start + length + index] as number) - value) * share
  }
}

/** base × irradiance × relief + haze, the light interpolated between grid points. */
function relight(base: Float32Array, light: Float32Array, target: Float32Array): void {
  const width = target.length / 3
  const per = 1 / GRID_STEP
  for (let x = 0, from = 0, to = 0; x < width;) {
    const at = (x / GRID_STEP) * GRID_CHANNELS
    let r = light[at] as number
    let g = light[at + 1] as number
    let b = light[at + 2] as number
    let towardX = light[at + 3] as number
    let towardY = light[at + 4] as number
    let hazeR = light[at + 5] as number
    let hazeG = light[at + 6] as number
    let hazeB = light[at + 7] as number
    const stepR = ((light[at + 8] as number) - r) * per
    const stepG = ((light[at + 9] as number) - g) * per
    const stepB = ((light[at + 10] as number) - b) * per
    const stepX = ((light[at + 11] as number) - towardX) * per
    const stepY = ((light[at + 12] as number) - towardY) * per
    const stepHazeR = ((light[at + 13] as number) - hazeR) * per
    const stepHazeG = ((light[at + 14] as number) - hazeG) * per
    const stepHazeB = ((light[at + 15] as number) - hazeB) * per
    for (const end = Math.min(width, x + GRID_STEP); x < end; x++) {
      const facing = 1 + towardX * (base[from + 3] as number) + towardY * (base[from + 4] as number)
      target[to] = (base[from] as number) * r * facing + hazeR
      target[to + 1] = (base[from + 1] as number) * g * facing + hazeG
      target[to + 2] = (base[from + 2] as number) * b * facing + hazeB
      r += stepR
      g += stepG
      b += stepB
      towardX += stepX
      towardY += stepY
      hazeR += stepHazeR
      hazeG += stepHazeG
      hazeB += stepHazeB
      from += TEXTURE_CHANNELS
      to += 3
    }
  }
}

// The halo's reach in radii; beyond it the haze of the grid goes on.
const HALO_REACH = 11

/** Adds the glowing bodies and their halos to one row; they cover what is behind them. */
function addBodies(lights: readonly Light[], y: number, height: number, row: Float32Array): void {
  const width = row.length / 3
  for (const light of lights) {
    const radius = light.radius * height
    const dy = (y + 0.5 - light.y * height) / radius
    if (Math.abs(dy) >= HALO_REACH) continue
    const half = Math.sqrt(HALO_REACH * HALO_REACH - dy * dy) * radius
    const first = Math.max(0, Math.ceil(light.x * height - half - 0.5))
    const last = Math.min(width - 1, Math.floor(light.x * height + half - 0.5))
    for (let x = first; x <= last; x++) {
      const dx = (x + 0.5 - light.x * height) / radius
      const glow = bodyGlow(dx * dx + dy * dy)
      row[x * 3] = (row[x * 3] as number) + light.core[0] * glow
      row[x * 3 + 1] = (row[x * 3 + 1] as number) + light.core[1] * glow
      row[x * 3 + 2] = (row[x * 3 + 2] as number) + light.core[2] * glow
    }
  }
}

/**
 * Brightness of a light's body and halo, 1 in the middle, by the squared distance in radii. The body is a frosted
 * bulb (dimmer towards its soft edge); the halo falls with the third power like a lens's veil, and ends at zero.
 */
export function bodyGlow(squared: number): number {
  const window = 1 - squared / (HALO_REACH * HALO_REACH)
  if (window <= 0) return 0
  const halo = (0.018 * window * window) / ((1 + squared) * Math.sqrt(1 + squared))
  if (squared >= 1) return halo
  const inside = 1 - squared
  return halo + 0.982 * inside * inside
}

function createGrain(seed: number): Float32Array {
  const random = createRandom(seed ^ 0x5bd1e995)
  // Four even draws are normal enough; the sum's deviation is 1/sqrt(3).
  return Float32Array.from(
    { length: GRAIN_LENGTH },
    () => (random() + random() + random() + random() - 2) * Math.sqrt(3),
  )
}

function addGrain(row: Float32Array, grain: Float32Array, offset: number): void {
  for (let at = 0, index = offset; at < row.length; at += 3, index++) {
    const draw = grain[index] as number
    const share = 1 + draw * GRAIN_SHARE
    const floor = (draw + 2) * GRAIN_FLOOR
    row[at] = (row[at] as number) * share + floor
    row[at + 1] = (row[at + 1] as number) * share + floor
    row[at + 2] = (row[at + 2] as number) * share + floor
  }
}

function drawMarks(index: number, scene: FrameScene, target: Float32Array): void {
  const values = markValues(index)
  markGeometry(scene).squares.forEach((square, place) => {
    for (let y = square.y; y < square.y + square.size; y++) {
      const start = (y * scene.width + square.x) * 3
      target.fill(values[place] ?? 0, start, start + square.size * 3)
    }
  })
}
