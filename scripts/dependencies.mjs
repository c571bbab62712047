// Whether node_modules is what package-lock.json says, and `npm ci` when it is not. Knows no package by name.
import { readFileSync } from 'node:fs'
import { inRepository } from './repository.mjs'
import { runNpm } from './run-program.mjs'

/** Compares the lock with the list npm itself leaves in node_modules when an installation is complete. */
export function areDependenciesFresh() {
  const wanted = readPackages('package-lock.json')
  const installed = readPackages('node_modules/.package-lock.json')
  return wanted !== undefined && installed !== undefined && isInstalled(wanted, installed)
}

/**
 * Whether every package of the lock is there in its version. Optional ones are left out: those for other platforms
 * never are. Both are the `packages` of a lock file.
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional, peer }]) => {
    if (path === '' || optional || devOptional || peer) return true
    const found = installed[path]
    return found?.version === version && found?.integrity === integrity
  })
}

/** Throws an Error with npm's own words when it fails. */
export async function installDependencies() {
  const result = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: inRepository(),
    isQuiet: true,
  })
  if (result.code !== 0) throw new Error(`npm ci failed:\n${result.output}`)
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(inRepository(path), 'utf8')).packages
  } catch {
    return undefined
  }
}
