// What the service and its render worker say to each other. Types only.
import type { FrameScene } from './frame-renderer'

/** The worker's start: everything it needs but the stills' pixels. */
export interface WorkerOrder {
  scene: FrameScene
  isHdr: boolean
  /** Keyframes in order of frame; empty means the procedural room. */
  keyframes: { frame: number }[]
  /** Where to write the EXR frames' zip, and the folder's name inside; null without EXR. */
  archive: { path: string; folderName: string } | null
}

export type ToWorker =
  /** sRGB, 8 bit, interleaved, exactly the scene's size. */
  | { type: 'still'; index: number; rgb: Uint8Array }
  /** The encoder can take one more frame. */
  | { type: 'frame-wanted' }

export type FromWorker =
  | { type: 'still-wanted'; index: number }
  /** Planar code values of the view, in frame order. */
  | { type: 'frame'; data: Uint8Array }
  | { type: 'done' }
