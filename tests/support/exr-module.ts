// The EXR decoder's compiled module: built before the first test when its sources are newer, read by those that decode.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createExrDecoder, type ExrDecoder } from '../../src-main/shared/exr/decode'

const ROOT = resolve(import.meta.dirname, '..', '..')

/** Vitest's global setup. */
export async function setup(): Promise<void> {
  const script = (await import(`${ROOT}/scripts/build-wasm.mjs`)) as { buildWasm: () => Promise<string> }
  await script.buildWasm()
}

export function loadDecoder(): ExrDecoder {
  const bytes = readFileSync(resolve(ROOT, 'dist', 'wasm', 'exr.wasm'))
  return createExrDecoder({ module: new WebAssembly.Module(bytes) })
}
