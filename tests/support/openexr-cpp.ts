// Programs against OpenEXR's C++ library where a compiler and its headers are installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const INCLUDES = ['/usr/include', '/usr/local/include', '/opt/homebrew/include']

/** The program's path, or null where it does not compile. */
export function compileWithOpenExr(source: string, folder: string): string | null {
  const include = INCLUDES.find((each) => existsSync(join(each, 'OpenEXR')))
  if (include === undefined) return null
  const program = join(folder, 'openexr-program')
  const paths = [
    `-I${join(include, 'OpenEXR')}`,
    `-I${join(include, 'Imath')}`,
    `-L${join(include, '..', 'lib')}`,
  ]
  const libraries = ['-lOpenEXR', '-lIlmThread', '-lIex', '-lImath']
  const { status } = spawnSync('c++', ['-O2', '-std=c++17', ...paths, source, '-o', program, ...libraries])
  return status === 0 ? program : null
}
