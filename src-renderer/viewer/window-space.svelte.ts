// The color space this window's canvases state: Display P3 where its screen shows that much, else sRGB. It follows the
// window from screen to screen.
import { MediaQuery } from 'svelte/reactivity'
import type { CanvasSpace } from './gl/canvas-space'

const isWide = new MediaQuery('(color-gamut: p3)', false)

export const windowSpace = {
  get current(): CanvasSpace {
    return isWide.current ? 'display-p3' : 'srgb'
  },
}
