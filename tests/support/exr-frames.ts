// Real EXR workers for tests: the worker's script bundled as the application's build does, with the real module.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { createExrFrames, type ExrFrames } from '../../src-main/features/delivery/exr-frames'

const ROOT = resolve(import.meta.dirname, '..', '..')

/** `close` ends the workers and removes the script. */
export async function startExrFrames(): Promise<ExrFrames> {
  const outDir = await mkdtemp(join(tmpdir(), 'latitude exr ü '))
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: {
        input: { 'exr-worker': join(ROOT, 'src-main/features/delivery/exr-worker.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  })
  const frames = createExrFrames({
    workerPath: join(outDir, 'exr-worker.cjs'),
    wasmPath: join(ROOT, 'dist', 'wasm', 'exr.wasm'),
  })
  return {
    ...frames,
    async close() {
      await frames.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
