// Writes the scene in every compression: with OpenEXR where Python has it, else with ffmpeg what ffmpeg can write.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { halfToFloat } from '#shared/exr/half'
import { HEIGHT, WIDTH } from './scene'
import writeWithOpenExr from './write_exr.py?raw'

/** As OpenEXR names them. */
export const COMPRESSIONS = [
  'NO',
  'RLE',
  'ZIPS',
  'ZIP',
  'PIZ',
  'PXR24',
  'B44',
  'B44A',
  'DWAA',
  'DWAB',
] as const
export type Compression = (typeof COMPRESSIONS)[number]

const FFMPEG_NAMES: Partial<Record<Compression, string>> = {
  NO: 'none',
  RLE: 'rle',
  ZIPS: 'zip1',
  ZIP: 'zip16',
}

export interface Inputs {
  writer: string
  paths: Map<Compression, string>
}

export function writeInputs(folder: string, halves: Uint16Array): Inputs {
  writeFileSync(join(folder, 'scene.raw'), halves)
  const script = join(folder, 'write_exr.py')
  writeFileSync(script, writeWithOpenExr)
  const size = [String(WIDTH), String(HEIGHT)]
  const python = spawnSync('python3', [script, folder, ...size, ...COMPRESSIONS], { encoding: 'utf8' })
  const pathOf = (name: string): string => join(folder, `${name}.exr`)
  if (python.status === 0) {
    return { writer: 'OpenEXR from Python', paths: new Map(COMPRESSIONS.map((name) => [name, pathOf(name)])) }
  }
  return { writer: 'ffmpeg', paths: writeWithFfmpeg(folder, halves) }
}

function writeWithFfmpeg(folder: string, halves: Uint16Array): Inputs['paths'] {
  const pixels = WIDTH * HEIGHT
  const floats = new Float32Array(halves.length)
  // ffmpeg's planes are green, blue, red.
  for (const [to, from] of [1, 2, 0].entries()) {
    for (let at = 0; at < pixels; at += 1)
      floats[to * pixels + at] = halfToFloat(halves[from * pixels + at] ?? 0)
  }
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gbrpf32le', '-s', `${WIDTH}x${HEIGHT}`, '-i', 'pipe:0']
  const paths: Inputs['paths'] = new Map()
  for (const name of COMPRESSIONS) {
    const ffmpegName = FFMPEG_NAMES[name]
    if (!ffmpegName) continue
    const path = join(folder, `${name}.exr`)
    const packing = ['-c:v', 'exr', '-format', 'half', '-compression', ffmpegName, '-update', '1']
    const given = ['-v', 'error', '-y', ...raw, ...packing, path]
    const { status } = spawnSync('ffmpeg', given, { input: new Uint8Array(floats.buffer) })
    if (status === 0) paths.set(name, path)
  }
  return paths
}
