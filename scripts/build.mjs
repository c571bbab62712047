// Builds the EXR decoder's module and the four bundles (window, main, preload, command line), checks the preload, and stamps the result.
import { readdir, readFile, rm } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import process from 'node:process'
import { inRepository } from './repository.mjs'
import { hashSources, stampBuild } from './build-stamp.mjs'
import { buildWasm, layWasmBesideBundles } from './build-wasm.mjs'

const MODES = ['renderer', 'main', 'preload', 'cli']

/** Builds everything into dist/. Throws when a bundle fails or the preload is not self-contained. */
export async function buildAll() {
  const { build } = await import('vite')
  // Taken first: a source that changes while the build runs makes it stale.
  const hash = hashSources()
  // Without a stamp an interrupted build is never taken for a whole one.
  await rm(inRepository('dist', 'stamp'), { force: true })
  await buildWasm()
  for (const mode of MODES) {
    await build({ configFile: inRepository('vite.config.ts'), mode, logLevel: 'warn' })
  }
  layWasmBesideBundles()
  await requireSelfContainedPreload()
  stampBuild(hash)
}

/** A sandboxed preload can require Electron and nothing else, so it must be one file without other requires. */
async function requireSelfContainedPreload() {
  const folder = inRepository('dist', 'preload')
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.cjs'))
  if (scripts.length !== 1) throw new Error(`The preload must be one file; it is ${scripts.join(', ')}.`)
  const code = await readFile(inRepository('dist', 'preload', 'preload.cjs'), 'utf8')
  const foreign = [...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)]
    .map((match) => match[1])
    .filter((name) => name !== 'electron')
  if (foreign.length > 0)
    throw new Error(`The preload requires ${foreign.join(', ')}; it may only use electron.`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildAll()
