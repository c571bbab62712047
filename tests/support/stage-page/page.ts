// A page with the stage's own parts and nothing around them: what tests ask of them by page.evaluate.
import type { DisplayView } from '#shared/contract/display-views'
import { mediaUrl } from '../../../src-renderer/media-url'
import type { PictureFrame } from '../../../src-renderer/viewer/frames/frame-question'
import { createWindowDecoders } from '../../../src-renderer/viewer/frames/window-decoders'
import type { CanvasSpace } from '../../../src-renderer/viewer/gl/canvas-space'
import { loadView } from '../../../src-renderer/viewer/gl/lut-table'
import type { PictureSettings, Placement } from '../../../src-renderer/viewer/gl/picture-settings'
import { createStageRenderer } from '../../../src-renderer/viewer/gl/stage-renderer'

export interface DrawOrder {
  mediaId: string
  view: DisplayView
  settings?: Partial<PictureSettings>
  space?: CanvasSpace
  /** One picture pixel to a canvas pixel when left out. */
  placement?: Partial<Placement>
  canvas?: { width: number; height: number }
}

const decoders = createWindowDecoders()
let latest: PictureFrame | undefined

const stagePage = {
  decoders,
  decode: (mediaId: string, signal?: AbortSignal) => decoders.decode(mediaUrl(mediaId), signal),
  /** As a plain object; the frame before it is given back. */
  async read(mediaId: string) {
    const frame = await stagePage.decode(mediaId)
    if (latest) decoders.giveBack(latest)
    latest = frame
    return { ...frame, halves: [...frame.halves] }
  },
  /** Codes of every picture pixel as floats, and the canvas's own bytes, rows from the top. */
  async draw({ mediaId, view, settings, space = 'srgb', placement, canvas: size }: DrawOrder) {
    const frame = await stagePage.decode(mediaId)
    const canvas = document.createElement('canvas')
    canvas.width = size?.width ?? frame.width
    canvas.height = size?.height ?? frame.height
    const renderer = createStageRenderer(canvas, space)
    renderer.setFrame(frame)
    renderer.setView(await loadView(view, (id) => fetch(mediaUrl(id))))
    renderer.draw(
      { exposureStops: 0, gamma: 1, channel: 'color', ...settings },
      {
        ...{ left: 0, top: 0, width: frame.width, height: frame.height },
        ...{ isMirroredX: false, isMirroredY: false, isSmooth: false },
        ...placement,
      },
    )
    const codes = [...renderer.readCodes()]
    const pixels = readCanvas(canvas)
    renderer.stop()
    return { codes, pixels, width: frame.width, height: frame.height }
  },
}
export type StagePage = typeof stagePage

/** RGBA bytes, rows from the top. */
function readCanvas(canvas: HTMLCanvasElement): number[] {
  const gl = canvas.getContext('webgl2')
  if (!gl) throw new Error('The canvas has no WebGL 2.')
  const { width, height } = canvas
  const bytes = new Uint8Array(width * height * 4)
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bytes)
  const rows = Array.from({ length: height }, (_, row) => height - 1 - row)
  return rows.flatMap((row) => [...bytes.subarray(row * width * 4, (row + 1) * width * 4)])
}

Object.assign(window, { stagePage })
