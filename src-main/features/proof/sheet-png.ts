// The proof sheet as one PNG: conclusion, strip and verdicts, to be put beside the take or sent.
import sharp from 'sharp'
import type { ProofSheet, ProofVerdict } from '#shared/proof/proof-sheet'
import { escapeXml } from './escape-xml'
import { drawStrip } from './strip-svg'

const WIDTH = 1400
const MARGIN = 32
const COLUMN = 250
const LINE = 22
const WORDS_PER_LINE = 130
const COLORS: Record<ProofVerdict['state'], string> = {
  good: '#83ab7d',
  note: '#d0a84a',
  bad: '#cf6f5f',
  unknown: '#969696',
}

export async function drawSheetPng(sheet: ProofSheet): Promise<Buffer> {
  const { take, conclusion, verdicts } = sheet
  let y = 56
  const parts: string[] = [
    text(MARGIN, y, `Proof of ${take.name}`, '#ededed', 22),
    text(MARGIN, (y += 26), `${take.count} frames, ${take.width} × ${take.height}`, '#969696', 14),
    text(MARGIN, (y += 36), conclusion.sentence, '#ededed', 18),
  ]
  const stripTop = (y += 24)
  y += 96 + 36
  for (const { title, state, sentence } of verdicts) {
    parts.push(`<circle cx="${MARGIN + 5}" cy="${y - 5}" r="5" fill="${COLORS[state]}"/>`)
    parts.push(text(MARGIN + 20, y, title, '#c4c4c4', 14))
    for (const line of wrap(sentence)) {
      parts.push(text(MARGIN + COLUMN, y, line, '#ededed', 14))
      y += LINE
    }
    y += 8
  }
  const height = y + MARGIN
  const strip = drawStrip(sheet, WIDTH - 2 * MARGIN, null).replace(
    '<svg ',
    `<svg x="${MARGIN}" y="${stripTop}" `,
  )
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" ` +
    `font-family="Inter, Helvetica, Arial, sans-serif"><rect width="${WIDTH}" height="${height}" fill="#141414"/>` +
    `${strip}${parts.join('')}</svg>`
  return await sharp(Buffer.from(svg)).png().toBuffer()
}

function text(x: number, y: number, words: string, color: string, size: number): string {
  return `<text x="${x}" y="${y}" fill="${color}" font-size="${size}">${escapeXml(words)}</text>`
}

function wrap(sentence: string): string[] {
  const lines: string[] = ['']
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= WORDS_PER_LINE) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
