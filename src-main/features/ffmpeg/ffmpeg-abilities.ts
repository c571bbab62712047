// What an ffmpeg can do, read from its own lists, and what a missing part costs in plain words. Pure.
import type { FfmpegCapabilities } from '../../ports/ffmpeg'

export interface FfmpegLists {
  decoders: ReadonlySet<string>
  encoders: ReadonlySet<string>
  filters: ReadonlySet<string>
}

/** ` VFS..D exr                  OpenEXR image` → `exr`. The legend above the list says ` V..... = Video`. */
export function parseCodecList(text: string): Set<string> {
  return collect(text, /^ ([VASDT][A-Z.]{5}) (?!=)(\S+)/)
}

/** ` TSC lut3d             V->V       Adjust colors` → `lut3d`; ffmpeg 8 writes two flags instead of three. */
export function parseFilterList(text: string): Set<string> {
  return collect(text, /^ ([TSC.]{2,3}) (\S+)\s+[AVN|]+->[AVN|]+/)
}

/** `ffmpeg version 5.1.9-0+deb12u1 Copyright (c) …` → `5.1.9-0+deb12u1` */
export function parseVersion(text: string): string | null {
  return /^ff(?:mpeg|probe) version (\S+)/m.exec(text)?.[1] ?? null
}

function collect(text: string, line: RegExp): Set<string> {
  const names = text.split(/\r?\n/).map((each) => line.exec(each)?.[2])
  return new Set(names.filter((name) => name !== undefined))
}

interface Need {
  part: string
  isThere: (lists: FfmpegLists) => boolean
  costs: keyof typeof COSTS
}

const COSTS = {
  color:
    'EXR frames cannot be shown or turned into viewing copies in true color; they are still downloaded, checked and kept.',
  sdr: 'No SDR viewing copy can be made; EXR frames can still be stepped through one by one.',
  hdr: 'No HDR viewing copy can be made; the SDR one still is.',
  still: 'No posters and no still frames can be made.',
  probe: 'Delivered videos cannot be checked frame by frame, so takes that come as video cannot be finished.',
} as const

// VP9 first: of equal speed here and nearer to the picture; SVT-AV1 4 clips bright flashes in 10 bit at any quality.
const HDR_ENCODERS = ['libvpx-vp9', 'libsvtav1'] as const
const filter = (name: string, costs: Need['costs'] = 'color'): Need => ({
  part: `filter ${name}`,
  isThere: ({ filters }) => filters.has(name),
  costs,
})
const encoder = (name: string, costs: Need['costs']): Need => ({
  part: `encoder ${name}`,
  isThere: ({ encoders }) => encoders.has(name),
  costs,
})

const NEEDS: readonly Need[] = [
  { part: 'decoder exr', isThere: ({ decoders }) => decoders.has('exr'), costs: 'color' },
  ...['zscale', 'lut1d', 'lut3d', 'colorchannelmixer', 'exposure', 'split'].map((name) => filter(name)),
  encoder('libx264', 'sdr'),
  {
    part: 'encoder libvpx-vp9 or libsvtav1',
    isThere: ({ encoders }) => HDR_ENCODERS.some((name) => encoders.has(name)),
    costs: 'hdr',
  },
  encoder('png', 'still'),
  encoder('mjpeg', 'still'),
]

export interface FoundPrograms {
  ffmpegPath: string
  ffprobePath: string | null
  version: string | null
  lists: FfmpegLists
}

export function toCapabilities({
  ffmpegPath,
  ffprobePath,
  version,
  lists,
}: FoundPrograms): FfmpegCapabilities {
  const absent = NEEDS.filter(({ isThere }) => !isThere(lists))
  const costs = absent.map((need) => need.costs)
  const missing = absent.map(({ part }) => part)
  if (ffprobePath === null) {
    missing.push('program ffprobe')
    costs.push('probe')
  }
  return {
    status: missing.length === 0 ? 'ready' : 'limited',
    ffmpegPath,
    ffprobePath,
    version,
    missing,
    consequences: [...new Set(costs)].map((cost) => COSTS[cost]),
    hasZscale: lists.filters.has('zscale'),
    hdrProxyEncoder: HDR_ENCODERS.find((name) => lists.encoders.has(name)) ?? null,
  }
}

/** When there is none at all. */
export const NO_FFMPEG: FfmpegCapabilities = {
  status: 'missing',
  ffmpegPath: null,
  ffprobePath: null,
  version: null,
  missing: ['program ffmpeg', 'program ffprobe'],
  consequences: [
    'Stills can be prepared and cropped, but takes cannot be rendered, checked, shown or turned into viewing copies.',
  ],
  hasZscale: false,
  hdrProxyEncoder: null,
}

/** What the artist can do about it, each a whole sentence. */
export function ffmpegRemedies(platform: NodeJS.Platform): string[] {
  const choose = 'Or choose the ffmpeg program yourself with “Choose file…”.'
  switch (platform) {
    case 'darwin':
      // Since 2026 Homebrew's plain formula lacks zscale.
      return ['Run “brew install ffmpeg-full” in Terminal.', choose]
    case 'win32':
      return ['Run “winget install Gyan.FFmpeg” in a terminal.', choose]
    default:
      return ['Run “sudo apt-get install ffmpeg”, or your system’s own way to install ffmpeg.', choose]
  }
}
