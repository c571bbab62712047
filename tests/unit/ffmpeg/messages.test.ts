import { describe, expect, test } from 'vitest'
import { toFfmpegFailure } from '../../../src-main/features/ffmpeg/ffmpeg-failures'
import { isSequencePattern, toSequenceTest } from '../../../src-main/features/ffmpeg/output-files'
import { parseProbe } from '../../../src-main/features/ffmpeg/probe-video'
import { readMessageLine } from '../../../src-main/features/ffmpeg/progress-lines'

describe('a line of ffmpeg', () => {
  test.each([
    ['frame=5', { kind: 'frame', frame: 5 }],
    ['frame= 121 ', { kind: 'frame', frame: 121 }],
    ['frame=N/A', { kind: 'progress' }],
    ['fps=0.00', { kind: 'progress' }],
    ['dup_frames=7', { kind: 'progress' }],
    ['total_size=4800', { kind: 'progress' }],
    ['stream_0_0_q=-0.0', { kind: 'progress' }],
    ['out_time=00:00:00.200000', { kind: 'progress' }],
    ['speed= 362x    ', { kind: 'progress' }],
    ['progress=end', { kind: 'progress' }],
    [
      'frame=    5 fps=0.0 q=-0.0 Lsize=N/A time=00:00:00.20 bitrate=N/A speed= 362x    ',
      { kind: 'progress' },
    ],
    [
      'Error opening input: No such file or directory ',
      { kind: 'message', text: 'Error opening input: No such file or directory' },
    ],
    ['  Stream #0:0 speed=fast', { kind: 'message', text: '  Stream #0:0 speed=fast' }],
  ])('%s', (line, read) => {
    expect(readMessageLine(line)).toEqual(read)
  })
})

describe('an ffmpeg that ended badly', () => {
  const program = '/usr/bin/ffmpeg'

  test('on a full disk is disk-full, whatever else it said', () => {
    const log = [
      'av_interleaved_write_frame(): No space left on device',
      'Error writing trailer of a.mp4: No space left on device',
      'Conversion failed!',
    ]
    expect(toFfmpegFailure({ message: 'ffmpeg exited with code 1: x', log, program }).code).toBe('disk-full')
    const silent = toFfmpegFailure({ message: 'ffmpeg exited with code 228: x', log: ['x'], program })
    expect(silent.code).toBe('disk-full')
  })

  test('before it said a word, with a system error, is ffmpeg-missing', () => {
    const failure = toFfmpegFailure({ message: 'spawn /usr/bin/ffmpeg ENOENT', log: [], program })
    expect(failure).toMatchObject({ code: 'ffmpeg-missing', details: { program } })
  })

  test('for any other reason is ffmpeg-failed and says the telling line', () => {
    const log = [
      '[exr @ 0x2] invalid header value',
      'Input #0, mov, from a.mov:',
      '[mov @ 0x1] moov atom not found',
      'frame rate guessed',
      'Conversion failed!',
    ]
    const failure = toFfmpegFailure({ message: 'ffmpeg exited with code 1: x', log, program })
    expect(failure.code).toBe('ffmpeg-failed')
    expect(failure.message).toBe('ffmpeg stopped: [mov @ 0x1] moov atom not found')
    expect(failure.details.log).toEqual(log)
  })

  test('with ENOENT among many words is not taken for a missing program', () => {
    const log = ['a.exr: ENOENT']
    expect(toFfmpegFailure({ message: 'ffmpeg exited with code 1: a.exr: ENOENT', log, program }).code).toBe(
      'ffmpeg-failed',
    )
  })
})

describe('an output name', () => {
  test('with a frame number is a sequence; a percent sign in a folder or doubled is not', () => {
    expect(isSequencePattern('/x/f.%04d.exr')).toBe(true)
    expect(isSequencePattern('/x/f.%d.exr')).toBe(true)
    expect(isSequencePattern('/x 50%d/f.exr')).toBe(false)
    expect(isSequencePattern('/x/f%%04d.exr')).toBe(false)
  })

  test('of a sequence matches its own frames only', () => {
    const isFrame = toSequenceTest('/x/a+b%%.%04d.exr')
    expect(isFrame.test('a+b%.1001.exr')).toBe(true)
    expect(isFrame.test('a+b%.12345.exr')).toBe(true)
    expect(isFrame.test('aab%.1001.exr')).toBe(false)
    expect(isFrame.test('a+b%.1001.exr.tmp')).toBe(false)
    expect(isFrame.test('a+b%.1001xexr')).toBe(false)
  })
})

describe('the answer of ffprobe', () => {
  const video = {
    codec_type: 'video',
    codec_name: 'hevc',
    width: 1280,
    height: 720,
    pix_fmt: 'yuv420p10le',
    r_frame_rate: '24000/1001',
    nb_read_frames: '121',
    color_range: 'tv',
    color_space: 'bt2020nc',
    color_transfer: 'smpte2084',
    color_primaries: 'unknown',
  }

  test('becomes a probe; what it does not know is null', () => {
    const audio = { codec_type: 'audio', codec_name: 'aac', nb_read_frames: '300', r_frame_rate: '0/0' }
    expect(parseProbe(JSON.stringify({ streams: [audio, video] }))).toEqual({
      codec: 'hevc',
      width: 1280,
      height: 720,
      frameRate: [24000, 1001],
      frames: 121,
      pixelFormat: 'yuv420p10le',
      primaries: null,
      transfer: 'smpte2084',
      matrix: 'bt2020nc',
      range: 'tv',
      hasAudio: true,
    })
  })

  test('without a picture, or without a single frame that decodes, is nothing', () => {
    expect(parseProbe('{}')).toBeUndefined()
    expect(parseProbe(JSON.stringify({ streams: [{ codec_type: 'audio' }] }))).toBeUndefined()
    expect(parseProbe(JSON.stringify({ streams: [{ ...video, nb_read_frames: '0' }] }))).toBeUndefined()
    const { nb_read_frames: _, ...uncounted } = video
    expect(parseProbe(JSON.stringify({ streams: [uncounted] }))).toBeUndefined()
  })

  test('that is no JSON throws', () => {
    expect(() => parseProbe('Segmentation fault')).toThrow()
  })
})
