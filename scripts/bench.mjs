// Builds and runs the speed measurements in bench/: each in a process of its own, so that none is measured with
// another's memory. `npm run bench`, or `npm run bench -- prepare-frame`.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { builtinModules } from 'node:module'
import { build } from 'vite'
import { buildWasm } from './build-wasm.mjs'
import { inRepository } from './repository.mjs'

const found = readdirSync(inRepository('bench'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !found.includes(name))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${found.join(', ')}.`)
  process.exit(2)
}
const external = [
  'sharp',
  'fluent-ffmpeg',
  'yauzl-promise',
  ...builtinModules.flatMap((name) => [name, `node:${name}`]),
]
await buildWasm()
await build({
  configFile: false,
  root: inRepository(),
  logLevel: 'warn',
  build: {
    target: 'node20',
    outDir: inRepository('dist', 'bench'),
    emptyOutDir: true,
    minify: false,
    ssr: true,
    rolldownOptions: {
      input: Object.fromEntries(found.map((name) => [name, inRepository('bench', `${name}.ts`)])),
      external,
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
    },
  },
  ssr: { noExternal: true, external },
})
for (const name of wanted.length > 0 ? wanted : found) {
  console.log(`\n${name}`)
  const { status } = spawnSync(process.execPath, [inRepository('dist', 'bench', `${name}.cjs`)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
