// What `inspect` found, as lines for people. Pure.
import { boxHeight, boxWidth, type Box } from '#shared/exr/header'
import type { ExrInspection, InspectedPart } from '../features/delivery/inspect-exr'

export interface InspectedFile {
  file: string
  /** Null when there is no header to speak of; `failure` says why. */
  found: ExrInspection | null
  failure: string | null
}

type Line = readonly string[]

export function toInspectionText(found: ExrInspection): string {
  const blocks = [
    toColumns([
      ['File', `${found.file}, ${found.bytes} bytes`],
      ['Structure', toState(found)],
      ...found.findings.map(({ severity, byteOffset, sentence }): Line => {
        return ['', `${severity} at byte ${byteOffset}: ${sentence}`]
      }),
    ]),
    ...found.parts.map(toPartText),
  ]
  if (found.undecoded !== null) blocks.push(`No statistics: ${found.undecoded}`)
  if (found.statistics.length > 0) blocks.push(toStatisticsText(found))
  return blocks.join('\n\n')
}

/** One line a file, and one that counts. */
export function toTableText(files: readonly InspectedFile[]): string {
  if (files.length === 0) return ''
  const head: Line = ['File', 'Size', 'Type', 'Compression', 'Bytes', 'Maximum', 'NaN', 'Inf', 'State']
  const rows = files.map(({ file, found, failure }): Line => {
    const [part] = found?.parts ?? []
    if (!found || !part) return [file, '', '', '', '', '', '', '', failure ?? '']
    const { statistics } = found
    const hasNumbers = statistics.length > 0
    const sum = (count: (one: (typeof statistics)[number]) => number): string =>
      hasNumbers ? String(statistics.reduce((total, one) => total + count(one), 0)) : ''
    const maximum = Math.max(...statistics.map((one) => one.maximum))
    return [
      ...[file, toSize(part.displayWindow), toTypes(part), part.compression, String(found.bytes)],
      ...[hasNumbers ? toNumber(maximum) : '', sum((one) => one.nanCount), sum((one) => one.infCount)],
      toState(found),
    ]
  })
  const sound = files.filter(({ found }) => found?.isIntact && found.findingCount === 0).length
  return `${toColumns([head, ...rows])}\n\n${files.length} files, ${sound} without findings`
}

function toState({ isIntact, findings, findingCount, undecoded, isUnsupported }: ExrInspection): string {
  const [first] = findings
  if (first) {
    const more = findingCount > 1 ? ` (and ${findingCount - 1} more)` : ''
    return `${isIntact ? 'intact, but' : 'damaged:'} ${first.sentence}${more}`
  }
  if (undecoded === null) return 'intact'
  return isUnsupported ? 'intact, not decoded here' : `damaged: ${undecoded}`
}

function toPartText(part: InspectedPart): string {
  const { name, type, compression, lineOrder, dataWindow, displayWindow, tiles, chunkCount } = part
  const lines: Line[] = [
    ['Part', [name, type].filter(Boolean).join(', ')],
    ['Picture', `${toSize(displayWindow)}, ${toTypes(part)}, ${compression}, ${lineOrder}`],
    ['Display window', toBox(displayWindow)],
    ['Data window', toBox(dataWindow)],
    ['Chunks', String(chunkCount)],
  ]
  if (tiles) lines.push(['Tiles', `${tiles.width} × ${tiles.height}, ${tiles.levelMode}`])
  const told = part.attributes.map(({ name: attribute, type: kind, value }): Line => {
    return [attribute, kind, typeof value === 'string' ? value : JSON.stringify(value)]
  })
  return `${toColumns(lines)}\n\n${toColumns([['Attribute', 'Type', 'Value'], ...told])}`
}

function toStatisticsText({ statistics }: ExrInspection): string {
  const head: Line = ['Channel', 'Minimum', 'Maximum', 'Mean', 'NaN', 'Inf', 'Below 0', 'Above 1']
  const rows = statistics.map((one): Line => {
    const finite = one.count - one.nanCount - one.infCount
    const numbers = [one.minimum, one.maximum, finite === 0 ? NaN : one.sum / finite].map(toNumber)
    const counts = [one.nanCount, one.infCount, one.negativeCount, one.aboveOneCount].map(String)
    return [one.name, ...numbers, ...counts]
  })
  return toColumns([head, ...rows])
}

const toSize = (box: Box): string => `${boxWidth(box)} × ${boxHeight(box)}`
const toBox = ({ min, max }: Box): string => `${min.x} ${min.y} to ${max.x} ${max.y}`
const toTypes = ({ channels }: InspectedPart): string =>
  [...new Set(channels.map(({ pixelType }) => pixelType))].join(' and ')
const toNumber = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))) : '–'

function toColumns(lines: readonly Line[]): string {
  const widths: number[] = []
  for (const line of lines) {
    // What stands last in a line may be as long as it likes.
    for (const [at, cell] of line.slice(0, -1).entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  }
  return lines
    .map((line) =>
      line.map((cell, at) => (at === line.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
    )
    .map((text) => text.trimEnd())
    .join('\n')
}
