// Finds an optional program on the PATH, for oracle checks that are skipped where it is not installed.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export function findProgram(name: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, file), constants.X_OK)
      return join(folder, file)
    } catch {
      continue
    }
  }
  return undefined
}
