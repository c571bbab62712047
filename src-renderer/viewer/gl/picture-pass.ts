// The first pass: a frame's linear pixels through a view into canvas codes, pixel for pixel, in a texture of floats.
import { AP0, conversionMatrix, type Matrix3 } from '#shared/domain/color-matrix'
import { CELLS_PER_STOP_ABOVE, CELLS_PER_STOP_BELOW, KNEE_STOPS, SHAPER } from '#shared/domain/color/shaper'
import type { PictureFrame } from '../frames/frame-question'
import { toCanvasSpace, TRANSFERS, type CanvasSpace } from './canvas-space'
import display from './display.glsl?raw'
import type { LoadedView } from './lut-table'
import picture from './picture.frag.glsl?raw'
import { CHANNELS, type PictureSettings } from './picture-settings'
import { createShaderProgram } from './shader-program'
import shaper from './shaper.glsl?raw'
import tetrahedral from './tetrahedral.glsl?raw'
import triangle from './triangle.vert.glsl?raw'
import version from './version.glsl?raw'

export interface PicturePass {
  setFrame(frame: PictureFrame): void
  setView(loaded: LoadedView): void
  /** Draws when anything has changed since the last time. False while a frame or a view is missing. */
  draw(settings: PictureSettings, space: CanvasSpace): boolean
  /** Canvas codes, RGBA, rows from the top. */
  readCodes(): Float32Array
  /** The texture with the finished picture. */
  readonly finished: WebGLTexture
  remove(): void
}

export function createPicturePass(gl: WebGL2RenderingContext): PicturePass {
  if (!gl.getExtension('EXT_color_buffer_float')) throw new Error('This window cannot draw in floats.')
  const hasSmoothFloats = gl.getExtension('OES_texture_float_linear') !== null
  const fragment = [version, shaper, tetrahedral, display, picture]
  const program = createShaderProgram(gl, { vertex: [version, triangle], fragment })
  const source = createTexture(gl, gl.TEXTURE_2D)
  const lut = createTexture(gl, gl.TEXTURE_3D)
  const finished = createTexture(gl, gl.TEXTURE_2D)
  const buffer = gl.createFramebuffer()
  let size = { width: 0, height: 0 }
  let fromFile: Matrix3 | undefined
  let loaded: LoadedView | undefined
  let drawn = ''

  function resize(width: number, height: number): void {
    const most = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number
    if (width > most || height > most) {
      throw new Error(`This window cannot draw more than ${most} pixels across.`)
    }
    size = { width, height }
    gl.bindTexture(gl.TEXTURE_2D, source)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA16F, width, height, 0, gl.RGBA, gl.HALF_FLOAT, null)
    gl.bindTexture(gl.TEXTURE_2D, finished)
    // In halves a code near white is a quarter of a 10-bit step off; floats are used wherever they can be smoothed.
    const [format, type] = hasSmoothFloats ? [gl.RGBA32F, gl.FLOAT] : [gl.RGBA16F, gl.HALF_FLOAT]
    gl.texImage2D(gl.TEXTURE_2D, 0, format, width, height, 0, gl.RGBA, type, null)
    gl.bindFramebuffer(gl.FRAMEBUFFER, buffer)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, finished, 0)
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
  }

  function set(settings: PictureSettings, space: CanvasSpace, { view }: LoadedView, file: Matrix3): void {
    const { transfer, matrix } = toCanvasSpace(view.display, space)
    program.use()
    gl.uniform1i(program.place('picture'), 0)
    gl.uniform1i(program.place('lut'), 1)
    gl.uniformMatrix3fv(program.place('toAp0'), true, file)
    gl.uniform1i(program.place('floorsAp0'), Number(view.floorsAp0))
    gl.uniformMatrix3fv(program.place('toWorking'), true, view.toWorking)
    gl.uniform3fv(program.place('luminance'), view.luminance)
    gl.uniform1f(program.place('exposureFactor'), 2 ** settings.exposureStops)
    gl.uniform1f(program.place('gammaPower'), 1 / settings.gamma)
    gl.uniform1i(program.place('channel'), CHANNELS.indexOf(settings.channel))
    gl.uniform1f(program.place('toe'), SHAPER.toe)
    gl.uniform1f(program.place('kneeStops'), KNEE_STOPS)
    gl.uniform1f(program.place('cellsBelow'), SHAPER.cellsBelow)
    gl.uniform2f(program.place('cellsPerStop'), CELLS_PER_STOP_BELOW, CELLS_PER_STOP_ABOVE)
    gl.uniform1f(program.place('lastCell'), SHAPER.size - 1)
    gl.uniform1i(program.place('tableTransfer'), TRANSFERS[view.tableTransfer])
    gl.uniform1i(program.place('displayTransfer'), TRANSFERS[view.display.transfer])
    gl.uniform1i(program.place('transfer'), transfer)
    gl.uniformMatrix3fv(program.place('toCanvasPrimaries'), true, matrix)
  }

  return {
    finished,
    setFrame({ width, height, halves, chromaticities }) {
      if (width !== size.width || height !== size.height) resize(width, height)
      gl.bindTexture(gl.TEXTURE_2D, source)
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.HALF_FLOAT, halves)
      fromFile = conversionMatrix(chromaticities ?? AP0, AP0)
      if (!fromFile) throw new Error('The chromaticities in the file describe no color space.')
      drawn = ''
    },
    setView(next) {
      if (next === loaded) return
      loaded = next
      const points = SHAPER.size
      gl.bindTexture(gl.TEXTURE_3D, lut)
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 2)
      const shape = [points, points, points, 0, gl.RGB_INTEGER, gl.UNSIGNED_SHORT] as const
      gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGB16UI, ...shape, next.table)
      drawn = ''
    },
    draw(settings, space) {
      if (!loaded || !fromFile) return false
      const wanted = JSON.stringify([settings, space])
      if (wanted === drawn) return true
      drawn = wanted
      set(settings, space, loaded, fromFile)
      gl.activeTexture(gl.TEXTURE1)
      gl.bindTexture(gl.TEXTURE_3D, lut)
      gl.activeTexture(gl.TEXTURE0)
      gl.bindTexture(gl.TEXTURE_2D, source)
      gl.bindFramebuffer(gl.FRAMEBUFFER, buffer)
      gl.viewport(0, 0, size.width, size.height)
      gl.drawArrays(gl.TRIANGLES, 0, 3)
      gl.bindFramebuffer(gl.FRAMEBUFFER, null)
      return true
    },
    readCodes() {
      const codes = new Float32Array(size.width * size.height * 4)
      gl.bindFramebuffer(gl.FRAMEBUFFER, buffer)
      gl.readPixels(0, 0, size.width, size.height, gl.RGBA, gl.FLOAT, codes)
      gl.bindFramebuffer(gl.FRAMEBUFFER, null)
      return codes
    },
    remove() {
      for (const texture of [source, lut, finished]) gl.deleteTexture(texture)
      gl.deleteFramebuffer(buffer)
      program.remove()
    },
  }
}

function createTexture(gl: WebGL2RenderingContext, target: number): WebGLTexture {
  const texture = gl.createTexture()
  gl.bindTexture(target, texture)
  gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
  gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
  gl.texParameteri(target, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
  gl.texParameteri(target, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
  return texture
}
