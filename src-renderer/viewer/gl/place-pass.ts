// The second pass: the finished picture onto the canvas, at its place and size. What is beside it stays clear.
import type { Placement } from './picture-settings'
import place from './place.frag.glsl?raw'
import { createShaderProgram } from './shader-program'
import triangle from './triangle.vert.glsl?raw'
import version from './version.glsl?raw'

export interface PlacePass {
  draw(finished: WebGLTexture, placement: Placement): void
  remove(): void
}

export function createPlacePass(gl: WebGL2RenderingContext): PlacePass {
  const program = createShaderProgram(gl, { vertex: [version, triangle], fragment: [version, place] })
  return {
    draw(finished, { left, top, width, height, isMirroredX, isMirroredY, isSmooth }) {
      const { drawingBufferWidth, drawingBufferHeight } = gl
      program.use()
      gl.activeTexture(gl.TEXTURE0)
      gl.bindTexture(gl.TEXTURE_2D, finished)
      const filter = isSmooth ? gl.LINEAR : gl.NEAREST
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter)
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter)
      gl.uniform1i(program.place('finished'), 0)
      gl.uniform2f(program.place('corner'), left, top)
      gl.uniform2f(program.place('extent'), width, height)
      gl.uniform1f(program.place('canvasHeight'), drawingBufferHeight)
      gl.uniform2i(program.place('isMirrored'), Number(isMirroredX), Number(isMirroredY))
      gl.uniform1i(program.place('isSmooth'), Number(isSmooth))
      gl.viewport(0, 0, drawingBufferWidth, drawingBufferHeight)
      gl.drawArrays(gl.TRIANGLES, 0, 3)
    },
    remove: () => program.remove(),
  }
}
