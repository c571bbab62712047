// Whether dist/ is what the sources say: a hash over everything that goes into the build, kept beside its result.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { inRepository } from './repository.mjs'

const SOURCES = [
  'src-main',
  'src-renderer',
  'vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
]
const STAMP = inRepository('dist', 'stamp')

/** Sources are small and few: reading them all is a matter of milliseconds, and unlike times it is never wrong. */
export function hashSources() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const path of filesBelow(inRepository(source), source)) {
      hash
        .update(`${path}\0`)
        .update(readFileSync(inRepository(path)))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

export function isBuildFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashSources()
}

/** `hash` is of the sources that were built. */
export function stampBuild(hash) {
  writeFileSync(STAMP, hash)
}

function filesBelow(path, name) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [name]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(inRepository(), join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort()
}
