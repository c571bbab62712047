// What the moving lights do to the picture around them, on a coarse grid: it is smooth, so the renderer
// interpolates it between points eight pixels apart.
import type { Light } from './light-paths'

export const GRID_STEP = 8
/** Per point: irradiance red, green, blue; mean direction to the right and down; haze red, green, blue. */
export const GRID_CHANNELS = 8

export interface LightGrid {
  /** Points across, enough to have one beyond the last pixel. */
  columns: number
  rows: number
  values: Float32Array
}

// The picture's own light is taken down, so that what the moving lights add can be seen.
const AMBIENT = 0.5
const HAZE = 0.012
/** Of the body's light, spread by the lens over a few of its radii. */
const VEIL = 0.0045
const VEIL_RADII = 3.5

export function createLightGrid(width: number, height: number): LightGrid {
  const columns = Math.ceil(width / GRID_STEP) + 1
  const rows = Math.ceil(height / GRID_STEP) + 1
  return { columns, rows, values: new Float32Array(columns * rows * GRID_CHANNELS) }
}

/** Fills the grid for one moment. Irradiance follows a small lamp before a wall: cosine over squared distance. */
export function fillLightGrid(grid: LightGrid, lights: readonly Light[], height: number): void {
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      fillPoint(
        grid.values,
        (row * grid.columns + column) * GRID_CHANNELS,
        lights,
        (column * GRID_STEP) / height,
        (row * GRID_STEP) / height,
      )
    }
  }
}

function fillPoint(values: Float32Array, at: number, lights: readonly Light[], x: number, y: number): void {
  let [r, g, b, towardX, towardY, hazeR, hazeG, hazeB] = [AMBIENT, AMBIENT, AMBIENT, 0, 0, 0, 0, 0]
  let weight = AMBIENT
  for (const light of lights) {
    const dx = light.x - x
    const dy = light.y - y
    const squared = dx * dx + dy * dy + light.distance * light.distance
    const length = Math.sqrt(squared)
    const falloff = ((light.distance / length) * light.distance * light.distance) / squared
    r += light.irradiance[0] * falloff
    g += light.irradiance[1] * falloff
    b += light.irradiance[2] * falloff
    const strength = light.irradiance[1] * falloff
    towardX += (strength * dx) / length
    towardY += (strength * dy) / length
    weight += strength
    const haze = (HAZE * light.distance * light.distance) / squared
    const reach = VEIL_RADII * light.radius
    const radii = 1 + (dx * dx + dy * dy) / (reach * reach)
    const veil = VEIL / (radii * Math.sqrt(radii))
    hazeR += light.irradiance[0] * haze + light.core[0] * veil
    hazeG += light.irradiance[1] * haze + light.core[1] * veil
    hazeB += light.irradiance[2] * haze + light.core[2] * veil
  }
  values[at] = r
  values[at + 1] = g
  values[at + 2] = b
  values[at + 3] = towardX / weight
  values[at + 4] = towardY / weight
  values[at + 5] = hazeR
  values[at + 6] = hazeG
  values[at + 7] = hazeB
}
