// Takes and shots as the window sees them, in every state a take can be in. Plain data.
import type { Finding } from '#shared/domain/finding'
import type { ShotView, StillView, TakeView } from '#shared/contract/views'
import { toCanvas } from '#shared/domain/canvas'
import { centerCrop } from '#shared/domain/crop-moves'
import { createShot, type ShotPatch } from '#shared/domain/shot'
import { patchShot } from '#shared/domain/shot-edits'
import type { Seal } from '#shared/domain/seal'
import type { Proxies, ReceivedVideo, Sequence, Stamp } from '#shared/domain/take'
import { MEDIA } from './fake-bridge-media'
import { makeTakeRecord } from './take-records'

export const LANTERN_PROMPT =
  'Slow push-in across the table as the key light rises from the left, glass and silver catching the first ' +
  'highlights, dust in the beam. Locked horizon, 50 mm, shallow focus, quiet morning.'

export function makeStill(name: string, mediaId: string, patch: Partial<StillView> = {}): StillView {
  return {
    id: `still-${name}`,
    originalName: name,
    fileName: name,
    sha256: 'a'.repeat(64),
    bytes: 48_200_000,
    width: 6000,
    height: 4094,
    format: 'tiff',
    bitDepth: 16,
    orientation: 1,
    profile: 'Display P3',
    colorModel: 'rgb16',
    hasAlpha: false,
    mediaId,
    thumbMediaId: mediaId,
    ...patch,
  }
}

export interface ShotParts {
  patch?: ShotPatch
  /** Each pinned at its frame. */
  stills?: readonly (readonly [frame: number, still: StillView])[]
  takes?: TakeView[]
}

export function makeShot(name: string, { patch = {}, stills = [], takes = [] }: ShotParts = {}): ShotView {
  const shot = patchShot(createShot(name), { prompt: LANTERN_PROMPT, ...patch })
  const canvas = toCanvas(shot.tier, shot.aspect)
  const keyframes = stills.map(([frame, still]) => ({
    stillId: still.id,
    frame,
    crop: centerCrop(still, canvas),
  }))
  const unique = new Map(stills.map(([, still]) => [still.id, still]))
  return {
    ...shot,
    keyframes,
    stills: [...unique.values()],
    takes: takes.map((take) => ({ ...take, shotName: name })),
    nextTakeNumber: Math.max(0, ...takes.map((take) => take.number)) + 1,
    history: { undo: null, redo: null },
  }
}

export const SEQUENCE: Sequence = {
  baseName: 'SH010_v001_practice',
  firstFrame: 1001,
  count: 121,
  padding: 4,
  width: 1280,
  height: 720,
  compression: 'zips',
  pixelType: 'half',
  channels: ['B', 'G', 'R'],
  bytes: 512_400_000,
  colorSpace: 'aces2065-1',
  isColorSpaceAssumed: false,
  chromaticities: [0.7347, 0.2653, 0, 1, 0.0001, -0.077, 0.32168, 0.33767],
  brightest: { value: 14.82, frame: 1049, exposureStops: 6.36 },
  nanCount: 0,
  infCount: 0,
  negativeCount: 0,
  aboveOneShare: 0.0231,
}

export const STAMP: Stamp = {
  frameRate: '24',
  startTimeCode: '01:00:00:00',
  reelName: 'SH010_v001_practice',
  colorSpace: 'read',
}

export const SEAL: Seal = {
  sealedAt: '2026-11-20T09:41:12.000Z',
  roots: [
    {
      ...{ folder: 'exr', files: 121, bytes: 512_400_000, rootHash: '9c1f00d2aa41b7e3' },
      manifestName: '0001_exr_2026-11-20_094112Z.mhl',
    },
    {
      ...{ folder: 'received', files: 2, bytes: 521_900_000, rootHash: '07ada2ec4bbecad6' },
      manifestName: '0001_received_2026-11-20_094113Z.mhl',
    },
  ],
  lastCheck: null,
}

export const VIDEO: ReceivedVideo = {
  fileName: 'SH010_v001_practice.mp4',
  bytes: 9_400_000,
  sha256: 'b'.repeat(64),
  codec: 'h264',
  width: 1280,
  height: 720,
  frames: 121,
  frameRate: [24, 1],
  primaries: 'bt709',
  transfer: 'bt709',
}

export const PROXIES: Proxies = {
  sdr: 'sdr.mp4',
  hdr: 'hdr.mp4',
  poster: 'poster.jpg',
  maxCll: 987.2,
  maxFall: 141.4,
  notes: [],
}

/** Of a damaged take. */
export const FINDINGS: Finding[] = [
  {
    ...{ code: 'chunk-beyond-end', severity: 'damage', frame: 1087 },
    sentence: 'Chunk 214 ends behind the end of the file. (byte 812345)',
  },
  {
    ...{ code: 'color-space-assumed', severity: 'note', frame: null },
    sentence: 'The frames carry no chromaticities: ACES2065-1 (AP0) is assumed.',
  },
]

export function makeTake(number: number, patch: Partial<TakeView> = {}): TakeView {
  const {
    request: _request,
    preparedFrames: _frames,
    ...record
  } = makeTakeRecord({
    id: `take-${number}`,
    number,
    state: 'running',
    createdAt: '2026-11-20T09:30:00.000Z',
  })
  return {
    ...record,
    asked: { ...record.asked, prompt: LANTERN_PROMPT },
    activity: null,
    isUnsent: patch.state === 'intended' || patch.state === 'withdrawn',
    canDownloadAgain: patch.state === 'damaged' || patch.state === 'failed',
    posterMediaId: null,
    sdrProxyMediaId: null,
    hdrProxyMediaId: null,
    videoMediaId: null,
    ...patch,
  }
}

export function makeArrived(number: number, patch: Partial<TakeView> = {}): TakeView {
  return makeTake(number, {
    state: 'sealed',
    stamp: STAMP,
    seal: SEAL,
    sequence: SEQUENCE,
    video: VIDEO,
    proxies: PROXIES,
    posterMediaId: MEDIA.lantern,
    sdrProxyMediaId: MEDIA.sdrProxy,
    hdrProxyMediaId: MEDIA.hdrProxy,
    videoMediaId: MEDIA.received,
    ...patch,
  })
}
