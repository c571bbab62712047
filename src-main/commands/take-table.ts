// The table at the end of a take: where everything lies and what it is, as aligned lines.
import { join } from 'node:path'
import type { TakeView } from '#shared/contract/views'
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import { frameFileName, framePattern } from '#shared/domain/names'
import { formatUsd } from '#shared/domain/prices'
import { takeFrameCount } from '#shared/domain/take'
import { takePaths } from '../features/projects/project-paths'

export type Row = readonly [label: string, value: string]

export function toTakeRows(take: TakeView, projectFolder: string, seconds: number): Row[] {
  const paths = takePaths(projectFolder, take.shotName, take.number)
  const { sequence, video, proxies } = take
  const rows: Row[] = [
    ['Take', `${take.shotName} v${String(take.number).padStart(3, '0')} (${take.origin}), ${take.state}`],
  ]
  if (take.failure) rows.push(['Failure', `${take.failure.code}: ${take.failure.message}`])
  for (const { severity, frame, sentence } of take.findings)
    rows.push(['Finding', `${severity}${frame === null ? '' : `, frame ${frame}`}: ${sentence}`])
  rows.push([
    'Money',
    take.origin === 'ingested'
      ? 'none'
      : take.origin === 'practice'
        ? `none (would be ${formatUsd(take.listedUsd)})`
        : formatUsd(take.billedUsd ?? take.listedUsd),
  ])
  if (sequence) {
    rows.push(['EXR sequence', join(paths.exr, framePattern(sequence.baseName, sequence.padding))])
    rows.push([
      'Frames',
      `${toRange(sequence)} (${sequence.count} at ${take.stamp?.frameRate ?? FRAMES_PER_SECOND} fps)`,
    ])
    rows.push([
      'Picture',
      `${sequence.width} × ${sequence.height}, ${sequence.pixelType}, ${sequence.compression.toUpperCase()}, ${toMegabytes(sequence.bytes)}`,
    ])
    rows.push(['Color space', toColorWords(sequence)])
    rows.push([
      'Brightest',
      `${sequence.brightest.value.toFixed(2)} scene-linear, ${signed(sequence.brightest.exposureStops)} stops from 18 % grey, frame ${sequence.brightest.frame}`,
    ])
    rows.push(['Above 1.0', `${(sequence.aboveOneShare * 100).toFixed(2)} % of all pixels`])
    rows.push(['NaN, Inf', `${sequence.nanCount}, ${sequence.infCount}`])
  }
  if (video)
    rows.push(['MP4', `${join(paths.received, video.fileName)} (${video.codec}, ${video.frames} frames)`])
  if (!sequence && video) rows.push(['Frames', `${takeFrameCount(take)} at ${FRAMES_PER_SECOND} fps`])
  if (proxies) {
    if (proxies.sdr) rows.push(['SDR proxy', join(paths.proxies, proxies.sdr)])
    if (proxies.hdr) rows.push(['HDR proxy', join(paths.proxies, proxies.hdr)])
    if (proxies.poster) rows.push(['Poster', join(paths.proxies, proxies.poster)])
    if (proxies.maxCll !== null && proxies.maxFall !== null) {
      const source = sequence ? 'of the ACES 1.3 PQ 1000 nit view' : "of the MP4's own PQ codes"
      rows.push([
        'MaxCLL, MaxFALL',
        `${Math.round(proxies.maxCll)}, ${Math.round(proxies.maxFall)} nit (${source})`,
      ])
    }
    for (const note of proxies.notes) rows.push(['Note', note])
  }
  rows.push(['Time taken', `${seconds.toFixed(1)} s`])
  return rows
}

/** The same facts for programs. */
export function toTakeJson(take: TakeView, projectFolder: string, seconds: number): object {
  const paths = takePaths(projectFolder, take.shotName, take.number)
  const { posterMediaId, sdrProxyMediaId, hdrProxyMediaId, videoMediaId, activity, ...facts } = take
  const { sequence } = take
  return {
    ...facts,
    folder: paths.root,
    firstFrameFile: sequence
      ? join(paths.exr, frameFileName(sequence.baseName, sequence.firstFrame, sequence.padding))
      : null,
    secondsTaken: Number(seconds.toFixed(1)),
  }
}

export function formatRows(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `  ${label.padEnd(width)}   ${value}`).join('\n')
}

function toColorWords(sequence: NonNullable<TakeView['sequence']>): string {
  if (sequence.colorSpace === 'other') return 'not ACES2065-1: the chromaticities in the files say otherwise'
  return sequence.isColorSpaceAssumed
    ? 'ACES2065-1, assumed (the files carry no chromaticities)'
    : 'ACES2065-1, read from the chromaticities'
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`
}

function toRange({ firstFrame, count }: { firstFrame: number; count: number }): string {
  return `${firstFrame}–${firstFrame + count - 1}`
}
