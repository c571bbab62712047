// The table of canvas sizes in force: the built-in one, with what the provider's live schema confirmed laid over it.
import type { CanvasTable } from '#shared/domain/canvas'
import { BUILT_IN_CANVASES } from '#shared/domain/canvas'

export interface CanvasSource {
  table(): CanvasTable
  /** When the live schema was last read, ISO 8601; null when it never was. */
  readAt(): string | null
  /** Reads the live schema; never rejects, and what was known stays known. */
  refresh(signal?: AbortSignal): Promise<'read' | 'unreachable' | 'not-understood'>
}

export function createCanvasSource(): CanvasSource {
  return {
    table: () => BUILT_IN_CANVASES,
    readAt: () => null,
    refresh: async () => 'unreachable',
  }
}
