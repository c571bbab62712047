// A page with the stage's own parts and nothing around them: what tests ask of them by page.evaluate.
import { mediaUrl } from '../../../src-renderer/media-url'
import type { PictureFrame } from '../../../src-renderer/viewer/frames/frame-question'
import { createWindowDecoders } from '../../../src-renderer/viewer/frames/window-decoders'

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
  /** Whether the frame read last lies in a buffer of one that was given back. */
  latestBuffer: () => latest?.halves.buffer,
}
export type StagePage = typeof stagePage

Object.assign(window, { stagePage })
