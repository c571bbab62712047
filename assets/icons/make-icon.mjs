// Draws icon.png (1024 px): a globe of latitude bands as a ramp of neutral greys, from black to white like a grey
// scale. Run `node assets/icons/make-icon.mjs` after changing it; the packager makes .icns and .ico from it.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const SIZE = 1024
const MIDDLE = SIZE / 2
const RADIUS = 330
const BANDS = 9
const GAP = 14
const GROUND = '#1b1b1b'

const grey = (index) => {
  const value = Math.round(0x34 + ((0xf2 - 0x34) * index) / (BANDS - 1))
  return `rgb(${value},${value},${value})`
}

/** Bands of equal height, the darkest below; the gaps are the latitudes. */
function bands() {
  const height = (2 * RADIUS) / BANDS
  return Array.from({ length: BANDS }, (_, index) => {
    // The outermost bands reach the rim.
    const top = MIDDLE + RADIUS - height * (index + 1) + (index === BANDS - 1 ? 0 : GAP / 2)
    const bottom = MIDDLE + RADIUS - height * index - (index === 0 ? 0 : GAP / 2)
    return `<rect x="${MIDDLE - RADIUS}" y="${top}" width="${2 * RADIUS}" height="${bottom - top}" fill="${grey(index)}"/>`
  }).join('')
}

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}">
  <defs><clipPath id="globe"><circle cx="${MIDDLE}" cy="${MIDDLE}" r="${RADIUS}"/></clipPath></defs>
  <rect x="64" y="64" width="896" height="896" rx="196" fill="${GROUND}"/>
  <g clip-path="url(#globe)" transform="rotate(-18 ${MIDDLE} ${MIDDLE})">${bands()}</g>
</svg>`

await sharp(Buffer.from(drawing))
  .png({ compressionLevel: 9 })
  .toFile(join(dirname(fileURLToPath(import.meta.url)), 'icon.png'))
