// Programs and libraries that no npm package brings: ffmpeg, a virtual screen, what Electron links to. On Debian as
// root they are installed; elsewhere the exact command is said.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { findFfmpeg, findOnPath } from './programs.mjs'
import { runProgram } from './run-program.mjs'

const SCREEN_PACKAGES = ['xvfb', 'xauth']
const ELECTRON_PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libnotify4',
]
const ELSEWHERE = {
  darwin: 'brew install ffmpeg-full',
  win32: 'winget install Gyan.FFmpeg',
  linux: 'install ffmpeg with your package manager',
}

/**
 * What is missing here: `ffmpeg`, `screen` (a virtual one, where there is none) and `libraries` of Electron.
 * `electron` is the program, when one is needed.
 */
export function missingFromSystem({ needsFfmpeg, needsScreen, electron }) {
  const isScreenMissing =
    needsScreen && isWithoutDisplay() && !(findOnPath('xvfb-run') && findOnPath('xauth'))
  return [
    ...(needsFfmpeg && !findFfmpeg() ? ['ffmpeg'] : []),
    ...(isScreenMissing ? ['screen'] : []),
    ...(electron && process.platform === 'linux' && lacksLibraries(electron) ? ['libraries'] : []),
  ]
}

export function isWithoutDisplay(env = process.env) {
  return process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY
}

export function canInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findOnPath('apt-get') !== undefined
}

export async function installPackages(missing) {
  const apt = (...args) =>
    runProgram('apt-get', args, {
      isQuiet: true,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  await apt('update', '-q')
  const packages = packagesFor(missing).map(nameOfToday)
  const result = await apt('install', '-y', '-q', '--no-install-recommends', ...packages)
  if (result.code !== 0) throw new Error(`apt-get install ${packages.join(' ')} failed:\n${result.output}`)
}

/** The one command that brings what is missing. */
export function installCommand(missing) {
  const isDebian = process.platform === 'linux' && existsSync('/etc/debian_version')
  if (isDebian) return `sudo apt-get install -y ${packagesFor(missing).map(nameOfToday).join(' ')}`
  return ELSEWHERE[process.platform] ?? ELSEWHERE.linux
}

function packagesFor(missing) {
  return [
    ...(missing.includes('ffmpeg') ? ['ffmpeg'] : []),
    ...(missing.includes('screen') ? SCREEN_PACKAGES : []),
    ...(missing.includes('libraries') ? ELECTRON_PACKAGES : []),
  ]
}

/** Since 2024 many libraries end in t64; the old name is then only a promise that apt may refuse to choose for. */
function nameOfToday(name) {
  if (!name.startsWith('lib')) return name
  const { status } = spawnSync('apt-cache', ['show', '--no-all-versions', `${name}t64`], { stdio: 'ignore' })
  return status === 0 ? `${name}t64` : name
}

function lacksLibraries(program) {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' })
  return stdout?.includes('not found') ?? false
}
