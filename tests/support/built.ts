// Paths of the built programs that tests start as a user would. `npm test` builds them first.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')

function built(...parts: string[]): string {
  const path = resolve(root, 'dist', ...parts)
  if (!existsSync(path)) throw new Error(`${path} is not built: npm run build`)
  return path
}

export const builtCli = (): string => built('cli', 'latitude.cjs')
export const builtWorker = (): string => built('cli', 'practice-worker.cjs')
