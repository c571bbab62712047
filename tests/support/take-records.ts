// Takes as the store keeps them, for tests that need no shot and no service.
import type { Take } from '#shared/domain/take'

export function makeTakeRecord(patch: Partial<Take> = {}): Take {
  return {
    version: 1,
    id: '00000000-0000-4000-8000-000000000001',
    shotName: 'SH010',
    number: 1,
    origin: 'practice',
    state: 'intended',
    createdAt: '2026-01-01T00:00:00.000Z',
    asked: {
      prompt: 'P',
      tier: '720p',
      aspect: '16:9',
      width: 1280,
      height: 720,
      duration: 5,
      range: 'hdr-exr',
      loop: false,
    },
    request: { taskUUID: 'x' },
    listedUsd: 0.9,
    billedUsd: null,
    archive: null,
    video: null,
    sequence: null,
    stamp: null,
    seal: null,
    proxies: null,
    failure: null,
    findings: [],
    fetchedAgain: { archive: 0, video: 0 },
    urlsGivenAt: null,
    isApproved: false,
    preparedFrames: [],
    ...patch,
  }
}
