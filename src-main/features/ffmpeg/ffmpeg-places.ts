// Where an ffmpeg program may lie, in the order it is looked for. Pure: no disk is touched here.
import { posix, win32 } from 'node:path'

export interface PlacesInput {
  settingPath: string | null
  /** The folder a packaged application carries ffmpeg in. */
  bundledFolder: string | null
  env: Readonly<Record<string, string | undefined>>
  platform: NodeJS.Platform
}

/** Absolute paths to try. `chosen` are the artist's own and win whenever they run; the others compete in order. */
export function ffmpegPlaces({ settingPath, bundledFolder, env, platform }: PlacesInput): {
  chosen: string[]
  others: string[]
} {
  const names = folderNamer('ffmpeg', platform)
  const others = [
    ...(bundledFolder ? [names.inFolder(bundledFolder)] : []),
    ...programOrFolder(env.LATITUDE_FFMPEG, names),
    ...pathFolders(env, platform).map(names.inFolder),
    ...usualFolders(env, platform).map(names.inFolder),
  ]
  return { chosen: programOrFolder(settingPath, names), others: [...new Set(others)] }
}

/** ffprobe beside this ffmpeg, then on PATH. */
export function ffprobePlaces(
  ffmpegPath: string,
  { env, platform }: Pick<PlacesInput, 'env' | 'platform'>,
): string[] {
  const { path, inFolder } = folderNamer('ffprobe', platform)
  const folders = [path.dirname(ffmpegPath), ...pathFolders(env, platform), ...usualFolders(env, platform)]
  return [...new Set(folders.map(inFolder))]
}

interface Names {
  path: typeof posix
  inFolder: (folder: string) => string
}

function folderNamer(program: string, platform: NodeJS.Platform): Names {
  const path = platform === 'win32' ? win32 : posix
  return { path, inFolder: (folder) => path.join(folder, platform === 'win32' ? `${program}.exe` : program) }
}

function programOrFolder(value: string | null | undefined, { inFolder }: Names): string[] {
  return value ? [value, inFolder(value)] : []
}

function pathFolders(env: PlacesInput['env'], platform: NodeJS.Platform): string[] {
  const path = platform === 'win32' ? win32 : posix
  const value = env.PATH ?? env.Path ?? ''
  // Relative entries would depend on the folder the application was started in.
  return value
    .split(path.delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => path.isAbsolute(folder))
}

/** An application started from the dock or the start menu does not have the shell's PATH. */
function usualFolders(env: PlacesInput['env'], platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') {
    // Homebrew's plain ffmpeg comes without zscale; ffmpeg-full has it but is not linked into bin.
    return [
      '/opt/homebrew/opt/ffmpeg-full/bin',
      '/usr/local/opt/ffmpeg-full/bin',
      '/opt/homebrew/bin',
      '/usr/local/bin',
      '/opt/local/bin',
    ]
  }
  if (platform === 'win32') {
    const folders: string[] = []
    if (env.LOCALAPPDATA) folders.push(win32.join(env.LOCALAPPDATA, 'Microsoft', 'WinGet', 'Links'))
    for (const root of [env.ProgramFiles, env.ProgramW6432]) {
      if (root) folders.push(win32.join(root, 'ffmpeg', 'bin'), win32.join(root, 'WinGet', 'Links'))
    }
    return folders
  }
  return ['/usr/local/bin', '/usr/bin', '/snap/bin']
}
