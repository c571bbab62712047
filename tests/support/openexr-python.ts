// OpenEXR's own Python module where it is installed: makes the matrix of files and the samples that must come out.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const SCRIPT = resolve(import.meta.dirname, '../fixtures/exr/openexr_matrix.py')

export interface MatrixCell {
  /** The file's; beside it `NAME.planar`. */
  name: string
  compression: string
  kind: string
  layout: string
  window: string
}

/** OpenEXR's version, or null where Python or the module is missing. */
export function findOpenExrPython(): string | null {
  try {
    const ask = 'import numpy, OpenEXR; assert hasattr(OpenEXR, "File"); print(OpenEXR.__version__)'
    return execFileSync('python3', ['-c', ask], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return null
  }
}

export function makeMatrix(folder: string): MatrixCell[] {
  execFileSync('python3', [SCRIPT, 'all', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  return (JSON.parse(readFileSync(join(folder, 'cells.json'), 'utf8')) as { cells: MatrixCell[] }).cells
}

/** The samples OpenEXR reads from files, written to `folder` as `NAME.planar`. */
export function readWithOpenExr(folder: string, paths: readonly string[]): void {
  execFileSync('python3', [SCRIPT, 'read', folder, ...paths], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** How many 16-bit halves or 32-bit words of the planes are as expected, bit for bit. */
export function countEqual(
  planes: readonly { data: Uint16Array | Float32Array | Uint32Array }[],
  expected: Uint8Array,
): { equal: number; total: number } {
  let equal = 0
  let total = 0
  let at = 0
  for (const { data } of planes) {
    const size = data.BYTES_PER_ELEMENT
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    for (let place = 0; place < bytes.length; place += size, at += size) {
      let isEqual = true
      for (let byte = 0; byte < size; byte += 1) isEqual &&= bytes[place + byte] === expected[at + byte]
      if (isEqual) equal += 1
      total += 1
    }
  }
  return { equal, total: at === expected.length ? total : -1 }
}
