// Compiles the EXR decoder's AssemblyScript to dist/wasm/exr.wasm when its sources have changed, and lays copies
// beside the bundles that load it.
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { inRepository } from './repository.mjs'

const SOURCES = inRepository('src-main', 'shared', 'exr', 'wasm')
const FOLDER = inRepository('dist', 'wasm')
const MODULE = join(FOLDER, 'exr.wasm')
const STAMP = join(FOLDER, 'exr.stamp')
/** Speed first: the module is small whatever is done. It has no imports, so a failed assertion is a trap. */
const FLAGS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort=']
/** Vectors are exchanged between the module's own files only. */
const QUIET = ['--disableWarning', '112', '--disableWarning', '201']

/** The path of a module that is as new as its sources. */
export async function buildWasm() {
  const hash = hashSources()
  if (existsSync(MODULE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return MODULE
  const { default: asc } = await import('assemblyscript/asc')
  mkdirSync(FOLDER, { recursive: true })
  // Two test runs may compile at once: each its own file, and the last one stays.
  const made = join(FOLDER, `exr.${process.pid}.wasm`)
  const toAsc = (path) => relative(inRepository(), path).split(sep).join('/')
  const args = [
    toAsc(join(SOURCES, 'index.ts')),
    '--baseDir',
    inRepository(),
    '-o',
    toAsc(made),
    ...FLAGS,
    ...QUIET,
  ]
  const { error, stderr } = await asc.main(args)
  if (error) throw new Error(`The EXR decoder does not compile.\n${stderr.toString()}`)
  renameSync(made, MODULE)
  writeFileSync(STAMP, hash)
  return MODULE
}

/** Beside the bundles of dist/main, dist/cli and dist/renderer. */
export function layWasmBesideBundles() {
  for (const name of ['main', 'cli', 'renderer']) copyFileSync(MODULE, inRepository('dist', name, 'exr.wasm'))
}

function hashSources() {
  const hash = createHash('sha256').update(FLAGS.join(' '))
  hash.update(readFileSync(inRepository('node_modules', 'assemblyscript', 'package.json')))
  for (const name of readdirSync(SOURCES).sort()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(SOURCES, name)))
      .update('\0')
  }
  return hash.digest('hex')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await buildWasm())
