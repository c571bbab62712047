// Crops follow the canvas: when the table of sizes changes, a shot is seen, prepared and sent in the size in force.
import { toCanvas, type CanvasTable } from '#shared/domain/canvas'
import type { Shot } from '#shared/domain/shot'
import { patchShot } from '#shared/domain/shot-edits'

/** The shot with every crop in the canvas's shape; the same shot where each has it already. */
export function fitShot(shot: Shot, canvases: CanvasTable): Shot {
  const canvas = toCanvas(shot.tier, shot.aspect, canvases)
  const isFitting = shot.keyframes.every(({ crop }) => {
    const rows = (crop.height * canvas.width) / crop.width
    return Math.abs(rows - canvas.height) < 1e-6
  })
  return isFitting ? shot : patchShot(shot, { keyframes: shot.keyframes }, canvases)
}
