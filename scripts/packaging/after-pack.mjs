// A hook of the packager: an installer without ffmpeg is not made by accident, and what belongs to the runtime alone
// is taken out.
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'

/** `LATITUDE_WITHOUT_FFMPEG=1` is for trial packages, which use the machine's own. */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const resources = packager.getResourcesDir(appOutDir)
  // Copied along when the runtime is a folder instead of Electron's own archive.
  await rm(join(resources, 'default_app.asar'), { force: true })
  await rm(join(appOutDir, 'made-from'), { force: true })
  if (process.env.LATITUDE_WITHOUT_FFMPEG === '1') return
  const suffix = electronPlatformName === 'win32' ? '.exe' : ''
  const folder = join(resources, 'ffmpeg')
  const missing = ['ffmpeg', 'ffprobe'].filter((name) => !existsSync(join(folder, `${name}${suffix}`)))
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(' and ')} missing in the package: run "node scripts/fetch-ffmpeg.mjs" first, or set LATITUDE_WITHOUT_FFMPEG=1 for a trial.`,
    )
  }
}
