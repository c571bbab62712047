// Four bundles: the window (Chromium 130), main and preload (CommonJS for Electron's Node 20) and the command line.
import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type UserConfig } from 'vite'

// What is not bundled: Node itself, Electron, and packages with native parts or dynamic requires.
const external = [
  'electron',
  'sharp',
  'fluent-ffmpeg',
  'yauzl-promise',
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
]

function nodeBundle(outDir: string, input: Record<string, string>): UserConfig {
  return {
    build: {
      target: 'node20',
      outDir: resolve(import.meta.dirname, outDir),
      emptyOutDir: true,
      minify: false,
      sourcemap: true,
      ssr: true,
      rolldownOptions: {
        input,
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
    ssr: { noExternal: true, external },
  }
}

const renderer: UserConfig = {
  root: resolve(import.meta.dirname, 'src-renderer'),
  base: './',
  plugins: [svelte({ configFile: false })],
  worker: { format: 'es' },
  build: {
    target: 'chrome130',
    outDir: resolve(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
  },
}

export default defineConfig(({ mode }) => {
  switch (mode) {
    case 'main':
      return nodeBundle('dist/main', {
        main: 'src-main/main.ts',
        'practice-worker': 'src-main/features/practice/practice-worker.ts',
        'exr-worker': 'src-main/features/delivery/exr-worker.ts',
      })
    case 'preload':
      return nodeBundle('dist/preload', { preload: 'src-main/preload.ts' })
    case 'cli':
      return nodeBundle('dist/cli', {
        latitude: 'src-main/cli.ts',
        'practice-worker': 'src-main/features/practice/practice-worker.ts',
        'exr-worker': 'src-main/features/delivery/exr-worker.ts',
      })
    default:
      return renderer
  }
})
