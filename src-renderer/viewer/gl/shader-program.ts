// Compiles a shader from its pieces and finds its uniforms by name.

export interface ShaderProgram {
  use(): void
  /** Null for one the shader does not use. */
  place(name: string): WebGLUniformLocation | null
  remove(): void
}

/** Throws with the compiler's own words. */
export function createShaderProgram(
  gl: WebGL2RenderingContext,
  sources: { vertex: readonly string[]; fragment: readonly string[] },
): ShaderProgram {
  const program = gl.createProgram()
  const shaders = [
    compile(gl, gl.VERTEX_SHADER, sources.vertex),
    compile(gl, gl.FRAGMENT_SHADER, sources.fragment),
  ]
  for (const shader of shaders) gl.attachShader(program, shader)
  gl.linkProgram(program)
  for (const shader of shaders) gl.deleteShader(shader)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`A shader does not link: ${gl.getProgramInfoLog(program) ?? ''}`)
  }
  const places = new Map<string, WebGLUniformLocation | null>()
  return {
    use: () => gl.useProgram(program),
    place(name) {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name))
      return places.get(name) ?? null
    },
    remove: () => gl.deleteProgram(program),
  }
}

function compile(gl: WebGL2RenderingContext, kind: number, pieces: readonly string[]): WebGLShader {
  const shader = gl.createShader(kind)
  if (!shader) throw new Error('The graphics context is lost.')
  gl.shaderSource(shader, pieces.join('\n'))
  gl.compileShader(shader)
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(`A shader does not compile: ${gl.getShaderInfoLog(shader) ?? ''}`)
  }
  return shader
}
