// The ffmpeg of this machine, for tests that render.
import { findFfmpeg } from '../../../src-main/features/ffmpeg/find-ffmpeg'
import { createFfmpeg } from '../../../src-main/features/ffmpeg/run-ffmpeg'
import type { ProbeVideo, RunFfmpeg } from '../../../src-main/ports/ffmpeg'

export async function realFfmpeg(): Promise<{ run: RunFfmpeg; probe: ProbeVideo }> {
  const { env, platform } = process
  const found = await findFfmpeg({ settingPath: null, bundledFolder: null, env, platform })
  if (found.status === 'missing') throw new Error('These tests need ffmpeg.')
  return createFfmpeg({ capabilities: () => found })
}
