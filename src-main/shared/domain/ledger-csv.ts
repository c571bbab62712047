// The takes and their money as a table for a spreadsheet: RFC 4180, with text that a spreadsheet would run as a
// formula made harmless.
import { takeVersion } from './names'
import type { Take } from './take'

const HEAD = [
  'shot',
  'take',
  'task id',
  'service',
  'state',
  'asked at',
  'tier',
  'aspect',
  'width',
  'height',
  'seconds',
  'range',
  'loop',
  'listed USD',
  'billed USD',
  'approved',
  'failure',
  'prompt',
] as const

type CsvTake = Omit<Take, 'request'>

/** One line a take, in the order given; CRLF at the end of each line, as RFC 4180 has it. */
export function toLedgerCsv(takes: readonly CsvTake[]): string {
  return [HEAD, ...takes.map(toCells)].map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('')
}

function toCells(take: CsvTake): (string | number)[] {
  const { asked } = take
  return [
    take.shotName,
    takeVersion(take.number),
    take.id,
    take.origin,
    take.state,
    take.createdAt,
    asked.tier,
    asked.aspect,
    asked.width,
    asked.height,
    asked.duration,
    asked.range,
    asked.loop ? 'yes' : 'no',
    take.listedUsd.toFixed(2),
    take.billedUsd === null ? '' : take.billedUsd.toFixed(4).replace(/00$/, ''),
    take.isApproved ? 'yes' : 'no',
    take.failure?.code ?? '',
    asked.prompt,
  ]
}

function toCell(value: string | number): string {
  const text = harmless(String(value))
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

/** Spreadsheets run what begins with one of these; an apostrophe makes it text. */
function harmless(text: string): string {
  return /^\s*[=+\-@|%]|^[\t\r\n]/.test(text) ? `'${text}` : text
}
