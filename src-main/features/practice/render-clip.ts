// Renders a whole clip frame by frame: pixels, EXR archive, view codes for the encoder. Runs in the worker; the
// stills come and the frames go through the two functions it is given.
import { createArchiveWriter } from './archive-writer'
import { AP0_CHROMATICITIES } from './color-spaces'
import { backdropAt } from './backdrop-plan'
import { encodeExr, type ExrAttribute } from './exr-writer'
import { createFramePacker } from './frame-packing'
import { createFrameRenderer, type Backdrop } from './frame-renderer'
import { PRACTICE_COMMENT, PRACTICE_OWNER } from './practice-words'
import { createProceduralStill } from './procedural-still'
import { textureFromSrgb, type StillTexture } from './still-texture'
import type { WorkerOrder } from './worker-protocol'

export interface ClipPorts {
  /** sRGB, 8 bit, interleaved, exactly the scene's size. */
  readStill(index: number): Promise<Uint8Array>
  /** Takes one frame's view codes; resolves when the next may be made. */
  writeFrame(data: Uint8Array): Promise<void>
}

export const FRAME_ATTRIBUTES: readonly ExrAttribute[] = [
  { name: 'chromaticities', type: 'chromaticities', value: AP0_CHROMATICITIES },
  { name: 'comments', type: 'string', value: PRACTICE_COMMENT },
  { name: 'framesPerSecond', type: 'rational', value: [24, 1] },
  { name: 'owner', type: 'string', value: PRACTICE_OWNER },
  { name: 'software', type: 'string', value: PRACTICE_OWNER },
]

export async function renderClip(order: WorkerOrder, ports: ClipPorts): Promise<void> {
  const { scene, archive } = order
  const { width, height } = scene
  const renderer = createFrameRenderer(scene)
  const packer = createFramePacker({ width, height, isHdr: order.isHdr })
  const backdropOf = createBackdrops(order, ports)
  const zip = archive ? createArchiveWriter(archive.path, new Date(1980, 0, 1)) : null
  const pixels = new Float32Array(width * height * 3)
  const halves = new Uint16Array(zip ? pixels.length : 0)
  for (let index = 0; index < scene.frames; index++) {
    renderer.render(index, await backdropOf(index), pixels)
    if (zip && archive) {
      packer.packHalves(pixels, halves)
      const exr = encodeExr({ width, height, halves }, { compression: 'zips', attributes: FRAME_ATTRIBUTES })
      await zip.add(`${archive.folderName}/frame_${String(index).padStart(4, '0')}.exr`, exr)
    }
    const codes = order.isHdr ? new Uint16Array(pixels.length) : new Uint8Array(pixels.length)
    packer.packView(pixels, codes)
    await ports.writeFrame(new Uint8Array(codes.buffer))
  }
  await zip?.finish()
}

/** Textures are made when first needed and dropped when passed: sixty keyframes need no more memory than two. */
function createBackdrops(order: WorkerOrder, ports: ClipPorts): (frame: number) => Promise<Backdrop> {
  const { width, height, seed } = order.scene
  const textures = new Map<number, StillTexture>()
  const textureOf = async (index: number): Promise<StillTexture> => {
    const known = textures.get(index)
    if (known) return known
    const texture =
      order.keyframes.length === 0
        ? createProceduralStill({ width, height, seed })
        : textureFromSrgb(width, height, await ports.readStill(index))
    textures.set(index, texture)
    return texture
  }
  return async (frame) => {
    const plan =
      order.keyframes.length === 0 ? { from: 0, to: null, share: 0 } : backdropAt(order.keyframes, frame)
    for (const index of textures.keys()) {
      if (index !== plan.from && index !== plan.to) textures.delete(index)
    }
    const from = await textureOf(plan.from)
    return { from, to: plan.to === null ? null : await textureOf(plan.to), share: plan.share }
  }
}
