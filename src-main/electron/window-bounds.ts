// Where the window was, kept between runs; and where it may be on the screens of today. Pure but for reading and
// writing its one file.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

/** In device-independent pixels, of the window's content. Without a position the system chooses one. */
export interface WindowPlace {
  width: number
  height: number
  x?: number
  y?: number
  isMaximized: boolean
}

export const DEFAULT_SIZE = { width: 1440, height: 900 }
/** With a title bar and a task bar it still fits a screen of 1280×800. */
export const MINIMUM_SIZE = { width: 1180, height: 680 }
// So much of a window must lie on a screen for a hand to reach it.
const REACHABLE = 80

const savedSchema = z.object({
  version: z.literal(1),
  width: z.number().positive(),
  height: z.number().positive(),
  x: z.number(),
  y: z.number(),
  isMaximized: z.boolean(),
})

/** The saved place as far as it fits the screens' work areas; otherwise the default size within the first one. */
export function placeWindow(saved: WindowPlace | undefined, workAreas: readonly Rectangle[]): WindowPlace {
  const wanted = saved ?? { ...DEFAULT_SIZE, isMaximized: false }
  const home = workAreas.find((area) => isReachable(wanted, area))
  const area = home ?? workAreas[0] ?? { x: 0, y: 0, ...DEFAULT_SIZE }
  const width = Math.max(MINIMUM_SIZE.width, Math.min(wanted.width, area.width))
  const height = Math.max(MINIMUM_SIZE.height, Math.min(wanted.height, area.height))
  const position = home ? { x: wanted.x, y: wanted.y } : {}
  return { width, height, ...position, isMaximized: wanted.isMaximized }
}

function isReachable({ x, y, width }: WindowPlace, area: Rectangle): boolean {
  if (x === undefined || y === undefined) return false
  const visible = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return visible >= REACHABLE && y >= area.y - 1 && y <= area.y + area.height - REACHABLE
}

/** Undefined when there is none or it cannot be read: a window's place is not worth a message. */
export function readWindowPlace(path: string): WindowPlace | undefined {
  try {
    return savedSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** At once, because it happens while the application ends; without fsync, because little is lost. */
export function writeWindowPlace(path: string, place: Required<WindowPlace>): void {
  const temporary = `${path}.tmp`
  writeFileSync(temporary, JSON.stringify({ version: 1, ...place }))
  renameSync(temporary, path)
}
