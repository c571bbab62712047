// Packs the built application for this platform into a folder, with the Electron in use and the fuses that are
// shipped. Makes no installer.
import { join } from 'node:path'
import process from 'node:process'
import { locateElectron } from '../electron-runtime.mjs'
import { inRepository } from '../repository.mjs'
import { runProgram } from '../run-program.mjs'

const PLATFORM_FLAGS = { darwin: '--mac', win32: '--win', linux: '--linux' }

/** Resolves to the packed program's absolute path. Throws an Error with the packager's words. */
export async function packFolder() {
  const electron = locateElectron()
  if (!electron) throw new Error('No Electron runtime stands here: run "node scripts/setup.mjs --for test".')
  const output = inRepository('release', 'trial')
  const result = await runProgram(
    process.execPath,
    [
      inRepository('node_modules', 'electron-builder', 'cli.js'),
      PLATFORM_FLAGS[process.platform],
      'dir',
      `-c.electronDist=${electron.dist}`,
      `-c.electronVersion=${electron.version}`,
      `-c.directories.output=${output}`,
      '--publish=never',
    ],
    {
      cwd: inRepository(),
      isQuiet: true,
      // Trial packages are not signed and use the machine's ffmpeg.
      env: { ...process.env, LATITUDE_WITHOUT_FFMPEG: '1', CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    },
  )
  if (result.code !== 0) throw new Error(`electron-builder failed:\n${result.output}`)
  return programIn(output)
}

function programIn(output) {
  switch (process.platform) {
    case 'darwin': {
      const folder = process.arch === 'arm64' ? 'mac-arm64' : 'mac'
      return join(output, folder, 'Latitude.app', 'Contents', 'MacOS', 'Latitude')
    }
    case 'win32':
      return join(output, 'win-unpacked', 'Latitude.exe')
    default:
      return join(output, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'Latitude')
  }
}
