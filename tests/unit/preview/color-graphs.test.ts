import { describe, expect, test } from 'vitest'
import { P3_D65, REC709 } from '#shared/domain/color-matrix'
import { viewOf } from '#shared/domain/color/views'
import { toAp0Matrix } from '../../../src-main/features/preview/abilities'
import {
  posterGraph,
  posterSize,
  pqPosterGraph,
  pqVideoGraph,
  sdrPosterGraph,
  sequenceGraph,
  stillGraph,
} from '../../../src-main/features/preview/color-graphs'
import { matrixFilter, viewSteps } from '../../../src-main/features/preview/view-graph'
import { hdrOptions, sdrOptions } from '../../../src-main/features/preview/encode-options'
import { frameInput, sequenceInput, videoFrameInput } from '../../../src-main/features/preview/frame-sources'

const cubes = (table: string) => ({
  ...{ clamp: 'clamp.cube', minus: 'minus.cube', shaper: 'shaper.cube', curve: null },
  table,
})
const VIEWS = {
  sdr: { view: viewOf('aces1-sdr-rec709'), cubes: cubes('sdr.cube') },
  pq: { view: viewOf('aces1-hdr1000-pq'), cubes: cubes('pq.cube') },
}
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const
const LIGHT = 'zscale=tin=linear:t=linear:pin=bt709:p=bt709:min=gbr:m=gbr:rin=full:r=full,format=gbrpf32le'
const TO_AP1 =
  'colorchannelmixer=1.4514393161:-0.2365107469:-0.2149285693:0:-0.0765537734:1.1762296998:-0.0996759264:0:' +
  '0.0083161484:-0.0060324498:0.9977163014'
const TO_AXIS =
  'zscale=tin=linear:t=smpte2084:npl=0.1:pin=bt709:p=bt709:min=gbr:m=gbr:rin=full:r=full,format=gbrpf32le,' +
  'lut1d=shaper.cube'
const SHAPED = `${LIGHT},lut1d=clamp.cube,${TO_AP1},${TO_AXIS}`
const SDR_TAIL =
  'lut3d=sdr.cube:interp=tetrahedral,' +
  'zscale=tin=bt709:pin=bt709:min=gbr:rin=full:t=bt709:p=bt709:m=bt709:r=limited:c=left,format=yuv420p'
const HDR_TAIL =
  'zscale=tin=smpte2084:pin=bt2020:min=gbr:rin=full:t=smpte2084:p=bt2020:m=2020_ncl:r=limited:c=left,format=yuv420p10le'
const CODES_TAIL =
  'zscale=tin=smpte2084:t=smpte2084:pin=bt2020:p=bt2020:min=gbr:m=gbr:rin=full:r=full,format=gbrp16le'

describe('the matrix filter', () => {
  test('halves what reaches beyond 2 and brings it back by exposure', () => {
    expect(matrixFilter([2.5, -1, 0, 0, 1, 0, 0, 0, 1])).toMatch(
      /^colorchannelmixer=1\.25\d*:-0\.50*:.*,exposure=1$/,
    )
    expect(matrixFilter([1, 0, -4.4, 0, 1, 0, 0, 0, 1])).toMatch(
      /^colorchannelmixer=0\.250*:.*:-1\.10*:.*,exposure=2$/,
    )
    expect(matrixFilter([2, -2, 0, 0, 1, 0, 0, 0, 1])).not.toContain('exposure')
  })

  test('brings back more than three stops in steps that the filter takes', () => {
    expect(matrixFilter([20, 0, 0, 0, 20, 0, 0, 0, 20])).toMatch(
      /^colorchannelmixer=1\.250*:.*,exposure=3,exposure=1$/,
    )
  })

  test('follows the chromaticities of the file, and ACES2065-1 needs none', () => {
    const [own, rec709, p3] = [toAp0Matrix(null), toAp0Matrix(REC709), toAp0Matrix(P3_D65)]
    own?.forEach((value, at) => {
      expect(value).toBeCloseTo(IDENTITY[at] ?? NaN, 12)
    })
    // OpenColorIO: linear Rec.709 to ACES2065-1.
    expect(rec709?.[0]).toBeCloseTo(0.43963298, 6)
    expect(rec709?.[8]).toBeCloseTo(0.870912, 5)
    expect(p3?.[0]).not.toBeCloseTo(rec709?.[0] ?? 0, 2)
  })
})

describe('the graph of a view', () => {
  const order = { toAp0: IDENTITY, name: 'it' }

  test('of ACES 1.3 floors AP0 where the rendering does, and needs no second branch for it', () => {
    expect(viewSteps(VIEWS.sdr.view, VIEWS.sdr.cubes, order, '[0:v]')).toBe(
      `[0:v]${SHAPED},lut3d=sdr.cube:interp=tetrahedral`,
    )
  })

  test('of ACES 2.0 carries finite negatives into AP1 by a branch of its own', () => {
    const graph = viewSteps(viewOf('aces2-sdr-rec709'), cubes('two.cube'), order, '[0:v]')
    expect(graph).toContain(`[0:v]${LIGHT},split[itUp][itDown];[itUp]lut1d=clamp.cube[itPositive];`)
    expect(graph).toContain('lut1d=minus.cube[itNegative];[itPositive][itNegative]blend=all_mode=average,')
    expect(graph).toContain('colorchannelmixer=1.4514393161:-0.2365107469:-0.2149285693:0:')
    expect(graph).toMatch(/,exposure=1,zscale=.*,lut1d=shaper\.cube,lut3d=two\.cube:interp=tetrahedral$/)
  })

  test('takes the exposure into its matrix, and cuts brighter light before the curve turns back', () => {
    const up = viewSteps(VIEWS.sdr.view, VIEWS.sdr.cubes, { ...order, exposureStops: 1 }, '[0:v]')
    expect(up).toContain('colorchannelmixer=1.4514393161:')
    expect(up).toContain(',exposure=1,lut1d=clamp.cube,zscale=')
    const down = viewSteps(VIEWS.sdr.view, VIEWS.sdr.cubes, { ...order, exposureStops: -1 }, '[0:v]')
    expect(down).toContain('colorchannelmixer=0.7257196581:')
  })

  test('recodes after the table where the display asks for another curve', () => {
    const graph = viewSteps(viewOf('aces1-sdr-srgb'), { ...cubes('t.cube'), curve: 'c.cube' }, order, '[0:v]')
    expect(graph).toMatch(/lut3d=t\.cube:interp=tetrahedral,lut1d=c\.cube$/)
  })
})

describe('a graph', () => {
  test('of a sequence decodes once and splits after the shaper and after the PQ view', () => {
    expect(sequenceGraph(IDENTITY, VIEWS, { isSdrWanted: true, isHdrWanted: true })).toBe(
      `[0:v]${SHAPED},split=2[forSdr][forPq];[forSdr]${SDR_TAIL}[sdr];` +
        `[forPq]lut3d=pq.cube:interp=tetrahedral,split=2[pqVideo][pqCodes];[pqVideo]${HDR_TAIL}[hdr];` +
        `[pqCodes]${CODES_TAIL}[codes]`,
    )
  })

  test('leaves out what is not wanted, and always measures', () => {
    const neither = sequenceGraph(IDENTITY, VIEWS, { isSdrWanted: false, isHdrWanted: false })
    expect(neither).toBe(`[0:v]${SHAPED},lut3d=pq.cube:interp=tetrahedral,${CODES_TAIL}[codes]`)
    const sdrOnly = sequenceGraph(IDENTITY, VIEWS, { isSdrWanted: true, isHdrWanted: false })
    expect(sdrOnly).toContain('[sdr]')
    expect(sdrOnly).not.toContain('[hdr]')
  })

  test('of a still ends in 8-bit RGB of the SDR view', () => {
    expect(stillGraph(IDENTITY, VIEWS)).toBe(
      `[0:v]${SHAPED},lut3d=sdr.cube:interp=tetrahedral,` +
        'zscale=tin=bt709:pin=bt709:min=gbr:rin=full:t=bt709:p=bt709:m=gbr:r=full,format=gbrp,format=rgb24[picture]',
    )
  })

  test('of a poster scales linear light, after the clamp and before the matrix', () => {
    const graph = posterGraph(IDENTITY, VIEWS, { width: 640, height: 360 })
    expect(graph).toContain('lut1d=clamp.cube,zscale=w=640:h=360:filter=bilinear,colorchannelmixer=')
    expect(graph).toMatch(/m=470bg:r=full.*yuvj420p\[picture\]$/)
  })

  test('of a PQ video copies its codes and measures them', () => {
    expect(pqVideoGraph(true)).toMatch(
      /^\[0:v\]split=2\[video\]\[light\];\[video\]format=yuv420p10le\[hdr\];\[light\]zscale=.*min=2020_ncl.*format=gbrp16le\[codes\]$/,
    )
    expect(pqVideoGraph(false)).toMatch(/^\[0:v\]zscale=.*\[codes\]$/)
  })

  test('of a PQ poster rolls off to the peak of the clip, never below white', () => {
    expect(pqPosterGraph({ width: 64, height: 36 }, 2030)).toContain('npl=203')
    expect(pqPosterGraph({ width: 64, height: 36 }, 2030)).toContain('peak=10.000,')
    expect(pqPosterGraph({ width: 64, height: 36 }, 50)).toContain('peak=1.000,')
  })

  test('of an SDR poster is made without zscale where there is none', () => {
    expect(sdrPosterGraph({ width: 64, height: 36 }, true)).toMatch(
      /^\[0:v\]zscale=w=64:h=36:.*min=bt709.*m=470bg:r=full/,
    )
    expect(sdrPosterGraph({ width: 64, height: 36 }, false)).not.toContain('zscale')
  })
})

describe('a poster', () => {
  test('is at most 640 wide, of the same shape, even on both sides, and never enlarged', () => {
    expect(posterSize({ width: 1280, height: 720 })).toEqual({ width: 640, height: 360 })
    expect(posterSize({ width: 2208, height: 944 })).toEqual({ width: 640, height: 274 })
    expect(posterSize({ width: 720, height: 1280 })).toEqual({ width: 640, height: 1138 })
    expect(posterSize({ width: 360, height: 640 })).toEqual({ width: 360, height: 640 })
  })
})

describe('the pictures handed to ffmpeg', () => {
  test('a sequence doubles every percent sign but its own', () => {
    const { source, options } = sequenceInput('/takes/50%d', { baseName: 'SH%_v001', firstFrame: 1001 })
    expect(source).toBe('/takes/50%%d/SH%%_v001.%04d.exr')
    expect(options.join(' ')).toBe('-f image2 -pattern_type sequence -framerate 24 -start_number 1001')
  })

  test('a single frame is taken by its very name', () => {
    expect(frameInput('/50%d/a.1001.exr')).toEqual({
      source: '/50%d/a.1001.exr',
      options: ['-f', 'image2', '-pattern_type', 'none'],
    })
  })

  test('a video frame is sought half a frame early, the first not at all', () => {
    expect(videoFrameInput('a.mp4', 60, [24, 1]).options).toEqual(['-ss', '2.479167'])
    expect(videoFrameInput('a.mp4', 60, [24000, 1001]).options).toEqual(['-ss', '2.481646'])
    expect(videoFrameInput('a.mp4', 0, [24, 1]).options).toEqual([])
  })
})

describe('an encoder', () => {
  const text = (options: string[]): string => options.join(' ')

  test('for SDR is tagged Rec.709 and starts fast', () => {
    expect(text(sdrOptions('[sdr]', false))).toBe(
      '-map [sdr] -an -c:v libx264 -preset veryfast -crf 16 -profile:v high -g 12 -color_primaries bt709 ' +
        '-color_trc bt709 -colorspace bt709 -color_range tv -movflags +faststart+write_colr -f mp4',
    )
  })

  test('for HDR is tagged Rec.2020 PQ, in AV1 or VP9', () => {
    const tags = '-g 12 -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -color_range tv'
    expect(text(hdrOptions('libsvtav1', '[hdr]', false))).toContain(tags)
    expect(text(hdrOptions('libsvtav1', '[hdr]', false))).toMatch(/enable-tf=0 .*-f mp4$/)
    expect(text(hdrOptions('libvpx-vp9', '[hdr]', false))).toContain(tags)
    expect(text(hdrOptions('libvpx-vp9', '[hdr]', false))).toMatch(/-profile:v 2 .*-f webm$/)
  })

  test('says practice where it is practice and nowhere else', () => {
    const comment = 'comment=Latitude practice render; not a bought take'
    for (const encode of [sdrOptions, (map: string, is: boolean) => hdrOptions('libsvtav1', map, is)]) {
      expect(encode('[x]', true)).toContain(comment)
      expect(encode('[x]', false)).not.toContain(comment)
    }
  })
})
