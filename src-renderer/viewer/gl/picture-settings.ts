// What the artist has set for looking at a picture, as plain data, and where the picture is on the canvas.

/** The place in the list is the shader's own number. */
export const CHANNELS = ['color', 'red', 'green', 'blue', 'alpha', 'luma'] as const
export type Channel = (typeof CHANNELS)[number]

export interface PictureSettings {
  exposureStops: number
  /** Display codes are raised to its inverse. */
  gamma: number
  channel: Channel
}

/** In the canvas's own pixels, from its top left. */
export interface Placement {
  left: number
  top: number
  width: number
  height: number
  isMirroredX: boolean
  isMirroredY: boolean
  /** Interpolated; else every picture pixel is a square. */
  isSmooth: boolean
}
