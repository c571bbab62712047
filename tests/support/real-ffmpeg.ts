// The ffmpeg of this machine behind the real ports, for integration tests.
import { createFfmpeg } from '../../src-main/features/ffmpeg/run-ffmpeg'
import { findFfmpeg } from '../../src-main/features/ffmpeg/find-ffmpeg'

export async function realFfmpeg() {
  const { env, platform } = process
  const found = await findFfmpeg({ settingPath: null, bundledFolder: null, env, platform })
  return { found, ...createFfmpeg({ capabilities: () => found }) }
}
