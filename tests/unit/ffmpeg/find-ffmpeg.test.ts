import { describe, expect, test } from 'vitest'
import {
  parseCodecList,
  parseFilterList,
  parseVersion,
} from '../../../src-main/features/ffmpeg/ffmpeg-abilities'
import { ffmpegPlaces } from '../../../src-main/features/ffmpeg/ffmpeg-places'
import {
  ffmpegRemedies,
  findFfmpeg,
  type FindFfmpegOptions,
} from '../../../src-main/features/ffmpeg/find-ffmpeg'

const DECODERS = `Decoders:
 V..... = Video
 .F.... = Frame-level multithreading
 ------
 V....D 012v                 Uncompressed 4:2:2 10-bit
 VFS..D exr                  OpenEXR image
`
const ENCODERS = `Encoders:
 V..... = Video
 ------
 VFS... mjpeg                MJPEG (Motion JPEG)
 VF.... png                  PNG (Portable Network Graphics) image
 V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (codec h264)
 V..... libsvtav1            SVT-AV1(Scalable Video Technology for AV1) encoder (codec av1)
 V....D libvpx-vp9           libvpx VP9 (codec vp9)
`
const FILTERS = `Filters:
  T.. = Timeline support
  .S. = Slice threading
  | = Source or sink filter
 TSC colorchannelmixer V->V       Adjust colors by mixing color channels.
 TSC exposure          V->V       Adjust exposure of the video stream.
 TSC lut1d             V->V       Adjust colors using a 1D LUT.
 TSC lut3d             V->V       Adjust colors using a 3D LUT.
 ... split             V->N       Pass on the input to N video outputs.
 .SC zscale            V->V       Apply resizing, colorspace and bit depth conversion.
 ... testsrc           |->V       Generate test pattern.
`

interface FakeProgram {
  version?: string
  filters?: string
  encoders?: string
}

/** Stands for the machine: only the programs named exist. */
function machine(programs: Record<string, FakeProgram>): FindFfmpegOptions['runProgram'] {
  return async (path, args) => {
    const program = programs[path]
    if (!program) throw new Error(`spawn ${path} ENOENT`)
    switch (args.at(-1)) {
      case '-version':
        return program.version ?? 'ffmpeg version 7.1 Copyright (c) 2000-2026 the FFmpeg developers'
      case '-decoders':
        return DECODERS
      case '-encoders':
        return program.encoders ?? ENCODERS
      default:
        return program.filters ?? FILTERS
    }
  }
}

const linux: Omit<FindFfmpegOptions, 'runProgram'> = {
  settingPath: null,
  bundledFolder: null,
  env: { PATH: '/a/bin:relative:/b/bin' },
  platform: 'linux',
}
const withoutZscale = FILTERS.replace(/^.*zscale.*$/m, '')

describe('the lists of ffmpeg', () => {
  test('give names, not the legend above them', () => {
    expect([...parseCodecList(DECODERS)]).toEqual(['012v', 'exr'])
    expect([...parseCodecList(ENCODERS.replaceAll('\n', '\r\n'))]).toContain('libvpx-vp9')
    expect([...parseFilterList(FILTERS)]).toEqual([
      'colorchannelmixer',
      'exposure',
      'lut1d',
      'lut3d',
      'split',
      'zscale',
      'testsrc',
    ])
  })

  test('are read with the two flags of ffmpeg 8 as well', () => {
    expect([...parseFilterList(' TS lut3d             V->V       Adjust colors using a 3D LUT.')]).toEqual([
      'lut3d',
    ])
  })

  test('a version is the first word after the name, and anything else has none', () => {
    expect(parseVersion('ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026')).toBe('5.1.9-0+deb12u1')
    expect(parseVersion('ffmpeg version N-117\r\nbuilt with')).toBe('N-117')
    expect(parseVersion('GNU bash, version 5.2.15')).toBeNull()
  })
})

describe('finding ffmpeg', () => {
  test('a complete one on PATH is ready, with the ffprobe beside it', async () => {
    const runProgram = machine({ '/b/bin/ffmpeg': {}, '/b/bin/ffprobe': {}, '/a/bin/ffprobe': {} })
    expect(await findFfmpeg({ ...linux, runProgram })).toEqual({
      status: 'ready',
      ffmpegPath: '/b/bin/ffmpeg',
      ffprobePath: '/b/bin/ffprobe',
      version: '7.1',
      missing: [],
      consequences: [],
      hasZscale: true,
      hdrProxyEncoder: 'libvpx-vp9',
    })
  })

  test('the order is setting, bundled, LATITUDE_FFMPEG, PATH, usual places', async () => {
    const places = [
      '/set/ffmpeg',
      '/app/ffmpeg',
      '/env/ffmpeg',
      '/a/bin/ffmpeg',
      '/b/bin/ffmpeg',
      '/usr/bin/ffmpeg',
    ]
    const programs = Object.fromEntries([...places, '/a/bin/ffprobe'].map((path) => [path, {}]))
    const input = {
      settingPath: '/set',
      bundledFolder: '/app',
      env: { ...linux.env, LATITUDE_FFMPEG: '/env' },
    }
    for (const place of places) {
      const found = await findFfmpeg({ ...linux, ...input, runProgram: machine(programs) })
      expect(found.ffmpegPath).toBe(place)
      delete programs[place]
    }
  })

  test('a limited one on PATH gives way to a complete one further on, but the chosen one does not', async () => {
    const runProgram = machine({
      '/a/bin/ffmpeg': { filters: withoutZscale },
      '/usr/bin/ffmpeg': {},
      '/usr/bin/ffprobe': {},
    })
    expect((await findFfmpeg({ ...linux, runProgram })).ffmpegPath).toBe('/usr/bin/ffmpeg')
    const chosen = await findFfmpeg({ ...linux, settingPath: '/a/bin/ffmpeg', runProgram })
    expect(chosen).toMatchObject({ ffmpegPath: '/a/bin/ffmpeg', status: 'limited', hasZscale: false })
    expect(chosen.missing).toEqual(['filter zscale'])
    expect(chosen.consequences).toEqual([expect.stringContaining('true color')])
  })

  test('a chosen program that is no ffmpeg is named, and the next is used', async () => {
    const runProgram = machine({
      '/bin/bash': { version: 'GNU bash, version 5.2.15' },
      '/a/bin/ffmpeg': {},
      '/a/bin/ffprobe': {},
    })
    const found = await findFfmpeg({ ...linux, settingPath: '/bin/bash', runProgram })
    expect(found).toMatchObject({ ffmpegPath: '/a/bin/ffmpeg', status: 'ready' })
    expect(found.consequences).toEqual([expect.stringContaining('/bin/bash')])
  })

  test('without libvpx-vp9 the HDR copy is AV1; without either it is named as missing', async () => {
    const av1 = machine({
      '/a/bin/ffmpeg': { encoders: ENCODERS.replace(/^.*libvpx-vp9.*$/m, '') },
      '/a/bin/ffprobe': {},
    })
    expect(await findFfmpeg({ ...linux, runProgram: av1 })).toMatchObject({
      status: 'ready',
      hdrProxyEncoder: 'libsvtav1',
    })
    const neither = machine({
      '/a/bin/ffmpeg': { encoders: ENCODERS.replace(/^.*(libsvtav1|libvpx-vp9).*$/gm, '') },
    })
    const found = await findFfmpeg({ ...linux, runProgram: neither })
    expect(found).toMatchObject({ status: 'limited', hdrProxyEncoder: null, ffprobePath: null })
    expect(found.missing).toEqual(['encoder libvpx-vp9 or libsvtav1', 'program ffprobe'])
    expect(found.consequences).toHaveLength(2)
  })

  test('none at all is said in plain words', async () => {
    const found = await findFfmpeg({ ...linux, runProgram: machine({}) })
    expect(found).toMatchObject({ status: 'missing', ffmpegPath: null })
    expect(found.consequences[0]).toMatch(/Stills can be prepared/)
  })
})

describe('places', () => {
  test('on Linux are the absolute entries of PATH and the usual folders', () => {
    expect(ffmpegPlaces(linux)).toEqual({
      chosen: [],
      others: [
        '/a/bin/ffmpeg',
        '/b/bin/ffmpeg',
        '/usr/local/bin/ffmpeg',
        '/usr/bin/ffmpeg',
        '/snap/bin/ffmpeg',
      ],
    })
  })

  test('on a Mac include both Homebrews, which the dock does not know', () => {
    const { others } = ffmpegPlaces({ ...linux, env: {}, platform: 'darwin' })
    expect(others).toContain('/opt/homebrew/bin/ffmpeg')
    expect(others).toContain('/usr/local/bin/ffmpeg')
  })

  test('on Windows are .exe files in quoted PATH entries, WinGet links and Program Files', () => {
    const env = {
      Path: '"C:\\Tools (x)\\bin";D:\\ffmpeg',
      LOCALAPPDATA: 'C:\\Users\\Jürgen\\AppData\\Local',
      ProgramFiles: 'C:\\Program Files',
    }
    const { others, chosen } = ffmpegPlaces({
      ...linux,
      settingPath: 'E:\\my ffmpeg',
      env,
      platform: 'win32',
    })
    expect(chosen).toEqual(['E:\\my ffmpeg', 'E:\\my ffmpeg\\ffmpeg.exe'])
    expect(others).toEqual([
      'C:\\Tools (x)\\bin\\ffmpeg.exe',
      'D:\\ffmpeg\\ffmpeg.exe',
      'C:\\Users\\Jürgen\\AppData\\Local\\Microsoft\\WinGet\\Links\\ffmpeg.exe',
      'C:\\Program Files\\ffmpeg\\bin\\ffmpeg.exe',
      'C:\\Program Files\\WinGet\\Links\\ffmpeg.exe',
    ])
  })
})

test('a remedy is the command of the platform, and choosing a file everywhere', () => {
  expect(ffmpegRemedies('darwin')[0]).toMatch(/brew install ffmpeg/)
  expect(ffmpegRemedies('win32')[0]).toMatch(/winget install Gyan\.FFmpeg/)
  expect(ffmpegRemedies('linux')[0]).toMatch(/apt-get install ffmpeg/)
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    expect(ffmpegRemedies(platform).at(-1)).toMatch(/Choose file…/)
  }
})
