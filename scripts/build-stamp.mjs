// Whether dist/ is what the sources say: a hash over everything that goes into the build, kept beside its result.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** Sources are small and few: reading them all takes some 20 ms, and unlike times it is never wrong. */
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

export function stampBuild() {
  writeFileSync(STAMP, hashSources())
}

function filesBelow(path, name) {
  if (!existsSync(path)) return []
  const entries = readEntries(path)
  if (!entries) return [name]
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name), `${name}/${entry.name}`))
}

function readEntries(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return undefined
  }
}
