// Looks for programs on this machine: on PATH, or at a few usual places. Starts nothing.
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

// An application started from a desktop does not have the shell's PATH; whether the ffmpeg found is good enough is
// the application's own question (`npm run latitude doctor`).
const USUAL_FOLDERS = {
  darwin: [
    '/opt/homebrew/opt/ffmpeg-full/bin',
    '/usr/local/opt/ffmpeg-full/bin',
    '/opt/homebrew/bin',
    '/usr/local/bin',
    '/opt/local/bin',
  ],
  linux: ['/usr/local/bin', '/usr/bin', '/snap/bin'],
  win32: [
    join(process.env.LOCALAPPDATA ?? '', 'Microsoft', 'WinGet', 'Links'),
    join(process.env.ProgramFiles ?? '', 'ffmpeg', 'bin'),
  ],
}

/** The absolute path of a program on PATH, or undefined. */
export function findOnPath(name, env = process.env) {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean)
  return findIn(folders, name)
}

/** The ffmpeg the application would find: LATITUDE_FFMPEG (a program or its folder), PATH, the usual places. */
export function findFfmpeg(env = process.env) {
  const own = env.LATITUDE_FFMPEG
  if (own && isProgram(own)) return own
  return (
    (own && findIn([own], 'ffmpeg')) ||
    (findOnPath('ffmpeg', env) ?? findIn(USUAL_FOLDERS[process.platform] ?? [], 'ffmpeg'))
  )
}

function findIn(folders, name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name
  return folders.map((folder) => join(folder, file)).find(isProgram)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
