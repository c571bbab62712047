// Everything the window can be in, as snapshots by name: the screens are looked at one by one.
import type { Snapshot } from '#shared/contract/views'
import { DEFAULT_CONFORM } from '#shared/domain/conform-settings'
import { BUILT_IN_CANVASES, toCanvas } from '#shared/domain/canvas'
import type { Crop } from '#shared/domain/crop'
import { centerCrop } from '#shared/domain/crop-moves'
import type { ShotPatch } from '#shared/domain/shot'
import { MEDIA } from './fake-bridge-media'
import { queueStates } from './fake-bridge-queue'
import {
  FINDINGS,
  LANTERN_PROMPT,
  makeArrived,
  makeShot,
  makeStill,
  makeTake,
  PROXIES,
  SEQUENCE,
  type ShotParts,
} from './fake-bridge-takes'

const LANTERN = makeStill('lantern-table.tif', MEDIA.lantern)
const HILLS = makeStill('ridge-at-dusk.tif', MEDIA.hills, {
  width: 5200,
  height: 2200,
  profile: 'Adobe RGB (1998)',
})
const CANDLE = makeStill('candle.png', MEDIA.candle, {
  width: 1600,
  height: 1600,
  bitDepth: 8,
  profile: null,
  format: 'png',
})
const WINDOW = makeStill('window-seat.jpg', MEDIA.window, {
  ...{ width: 2400, height: 3600, bitDepth: 8, profile: 'sRGB IEC61966-2.1' },
})

export function emptySnapshot(): Snapshot {
  return {
    appVersion: '0.1.0',
    revision: { change: 0, edit: 0 },
    service: {
      current: 'practice',
      key: 'none',
      keeping: { canKeep: true, words: 'The key is kept in the macOS keychain.' },
      isEnvironmentIdle: false,
      otherHost: null,
      drill: null,
    },
    project: {
      version: 3,
      name: 'Lantern Street',
      createdAt: '2026-11-20T09:00:00.000Z',
      shotOrder: [],
      ...{ budgetUsd: null, looks: [], conform: DEFAULT_CONFORM },
      folderLabel: '/Users/ada/Documents/Latitude/Lantern Street',
      isEmpty: true,
      readOnly: null,
    },
    shots: [],
    spentUsd: 0,
    waitingUsd: 0,
    examples: [
      { id: 'lantern', title: 'Lantern on a table', mediaId: MEDIA.lantern },
      { id: 'ridge', title: 'Ridge at dusk', mediaId: MEDIA.hills },
      { id: 'candle', title: 'Candle', mediaId: MEDIA.candle },
    ],
    tools: { ffmpeg: { status: 'ready', version: '5.1.6', missing: [], consequences: [], remedies: [] } },
    settings: { surround: 'grey', timeUnit: 'frames', guides: ['thirds'] },
    canvases: { table: [...BUILT_IN_CANVASES], readAt: null },
    queue: { flow: 'going', atOnce: 2, holds: [], waiting: [] },
  }
}

function withShots(shots: Snapshot['shots']): Snapshot {
  const empty = emptySnapshot()
  const project = { ...empty.project, isEmpty: false, shotOrder: shots.map((shot) => shot.name) }
  return { ...empty, shots, project }
}

const SMALL = { width: 1620, height: 1080, bitDepth: 8, profile: null, format: 'jpeg' }

/** One shot whose keyframes all lie under a crop of this framing. */
function withCrop([framing, stills, patch = {}]: readonly [
  Partial<Crop>,
  NonNullable<ShotParts['stills']>,
  ShotPatch?,
]): Snapshot {
  const shot = makeShot('SH010', { stills, patch })
  const canvas = toCanvas(shot.tier, shot.aspect)
  const keyframes = shot.keyframes.map((key) => {
    const still = shot.stills.find((known) => known.id === key.stillId)
    return still ? { ...key, crop: centerCrop(still, canvas, framing) } : key
  })
  return withShots([{ ...shot, keyframes }, ...others])
}

const others: Snapshot['shots'] = [
  makeShot('SH020', {
    patch: { aspect: '21:9' },
    stills: [[0, HILLS]],
    takes: [makeArrived(1, { id: 'ridge-1', posterMediaId: MEDIA.hills })],
  }),
  makeShot('SH030', { patch: { aspect: '1:1', range: 'sdr', loop: true }, stills: [[0, CANDLE]] }),
  makeShot('SH040', { patch: { aspect: '9:16', range: 'sdr', duration: 10 }, stills: [[0, WINDOW]] }),
  makeShot('SH050', { patch: { prompt: '' } }),
]

/** A shot with stills that are on no keyframe. */
function withShelf(shot: Snapshot['shots'][number], stills: Snapshot['shots'][number]['stills']) {
  return { ...shot, stills: [...shot.stills, ...stills] }
}

const ffmpegMissing: Snapshot['tools'] = {
  ffmpeg: {
    status: 'missing',
    version: null,
    missing: [],
    consequences: [
      'Stills are prepared and takes are made and downloaded, but frames are not verified and no proxies are made.',
    ],
    remedies: ['Install it with "sudo apt-get install ffmpeg", then restart Latitude.'],
  },
}

const LONG_NAME =
  'A001C004_261103_R2EC graded v12 FINAL (2) – Überblendung Straße, Abendlicht 東京タワー 🌃 100% "quoted".tif'

export const STATES = {
  'first-run': emptySnapshot(),
  'first-run-no-ffmpeg': { ...emptySnapshot(), tools: ffmpegMissing },
  bench: withShots([
    makeShot('SH010', {
      stills: [
        [0, LANTERN],
        [60, makeStill('lantern-lit.tif', MEDIA.lantern)],
        [120, CANDLE],
      ],
      takes: [makeArrived(1), makeArrived(2, { listedUsd: 3.6 })],
    }),
    ...others,
  ]),
  'bench-no-still': withShots([makeShot('SH010', { patch: { tier: '1080p' } }), ...others]),
  running: withShots([
    makeShot('SH010', {
      stills: [[0, LANTERN]],
      takes: [
        makeArrived(1),
        makeTake(2, { activity: { step: 'proxies', fraction: 0.62, secondsLeft: 14 }, state: 'sealed' }),
        makeTake(3, { activity: { step: 'rendering', fraction: 0.28, secondsLeft: 80 } }),
        makeTake(4, {
          state: 'submitted',
          activity: { step: 'uploading', fraction: null, secondsLeft: null },
        }),
        makeTake(5, { state: 'intended' }),
      ],
    }),
    ...others,
  ]),
  viewer: withShots([
    makeShot('SH010', {
      stills: [[0, LANTERN]],
      takes: [makeArrived(1), makeArrived(2, { listedUsd: 3.6 })],
    }),
    ...others,
  ]),
  'viewer-mp4': withShots([
    makeShot('SH010', {
      stills: [[0, LANTERN]],
      takes: [
        makeArrived(1, {
          sequence: null,
          hdrProxyMediaId: null,
          listedUsd: 0.3,
          asked: { ...makeTake(1).asked, range: 'sdr' },
          proxies: { ...PROXIES, hdr: null, maxCll: null, maxFall: null },
        }),
      ],
    }),
    ...others,
  ]),
  trouble: withShots([
    makeShot('SH010', {
      stills: [[0, LANTERN]],
      takes: [
        makeTake(1, {
          state: 'failed',
          failure: {
            code: 'service-safety',
            message: 'The picture “lantern-table.tif” was refused.',
            details: {},
          },
        }),
        makeTake(2, {
          state: 'parked',
          failure: { code: 'fate-unknown', message: 'No answer came after 40 s.', details: {} },
        }),
        makeArrived(3, {
          state: 'damaged',
          sequence: { ...SEQUENCE, isColorSpaceAssumed: true, chromaticities: null, nanCount: 12 },
          proxies: {
            ...PROXIES,
            hdr: null,
            notes: ['This ffmpeg has no AV1 or VP9 encoder: no HDR proxy was made.'],
          },
          hdrProxyMediaId: null,
          failure: {
            ...{ code: 'exr-damaged', details: { frames: [1087] } },
            message: 'Frame 1087: chunk 214 ends behind the end of the file.',
          },
          findings: FINDINGS,
        }),
      ],
    }),
    ...others,
  ]),
  'no-ffmpeg': {
    ...withShots([makeShot('SH010', { stills: [[0, LANTERN]] }), ...others]),
    tools: ffmpegMissing,
  },
  'long-names': withShots([
    makeShot('A001C004_261103_R2EC_graded_v12_FINAL_2x', {
      patch: { prompt: `${LANTERN_PROMPT} `.repeat(30) },
      stills: [
        [
          0,
          makeStill(LONG_NAME, MEDIA.lantern, {
            profile: 'ARRI Wide Gamut 4 / LogC4 camera profile, embedded by a very long name',
          }),
        ],
        [120, HILLS],
      ],
      takes: [makeArrived(104, { listedUsd: 10.8 })],
    }),
    ...others,
  ]),
  'many-keyframes': withShots([
    makeShot('SH010', {
      patch: { range: 'sdr', duration: 10 },
      stills: Array.from({ length: 64 }, (_, index) => [
        Math.round((index * 240) / 63),
        makeStill(`plate.${String(index).padStart(4, '0')}.png`, index % 2 ? MEDIA.lantern : MEDIA.hills),
      ]),
    }),
    ...others,
  ]),
  'rules-broken': withShots([
    makeShot('SH010', {
      patch: { range: 'hdr', duration: 10, loop: true, tier: '360p', prompt: '' },
      stills: [
        [0, LANTERN],
        [240, CANDLE],
      ],
    }),
    ...others,
  ]),
  'crop-pad': withCrop([{ fit: 'pad', padKind: 'mirrored', straightenDegrees: 4 }, [[0, HILLS]]]),
  'crop-blurred': withCrop([{ fit: 'pad', padKind: 'blurred', turns: 1 }, [[0, LANTERN]]]),
  'crop-tilted': withCrop([
    { straightenDegrees: -6.5, turns: 1 },
    [
      [0, LANTERN],
      [60, HILLS],
      [120, WINDOW],
    ],
  ]),
  'crop-proposed': withCrop([{}, [[0, { ...WINDOW, hasAlpha: true }]], { proposedAspect: '3:4' }]),
  'crop-upscaled': withCrop([{}, [[0, makeStill('frame-grab.jpg', MEDIA.candle, SMALL)]], { tier: '1080p' }]),
  'timeline-shelf': withShots([
    withShelf(
      makeShot('SH010', {
        patch: { range: 'sdr', duration: 10 },
        stills: [
          [0, LANTERN],
          [30, HILLS],
          [200, CANDLE],
          [240, makeStill('lantern-lit.tif', MEDIA.lantern)],
        ],
      }),
      [WINDOW, makeStill('ridge.0002.tif', MEDIA.hills)],
    ),
    ...others,
  ]),
  'timeline-loop': withShots([
    makeShot('SH010', {
      patch: { range: 'sdr', loop: true },
      stills: [
        [0, LANTERN],
        [60, HILLS],
      ],
    }),
    ...others,
  ]),
  ...queueStates(emptySnapshot()),
} satisfies Record<string, Snapshot>

export type StateName = keyof typeof STATES
