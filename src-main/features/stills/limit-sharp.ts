// What the picture library may take: it is the process's own, so it is set once, at the start.
import sharp from 'sharp'

/** Every still is read once for each picture, so nothing is worth keeping; libvips would hold on to 50 MB and 100 files. */
export function limitSharp(): void {
  sharp.cache(false)
}
