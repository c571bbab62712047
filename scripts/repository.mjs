// Where things lie in this repository. Knows no step of the set-up.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** An absolute path inside the repository. */
export function inRepository(...parts) {
  return join(ROOT, ...parts)
}
