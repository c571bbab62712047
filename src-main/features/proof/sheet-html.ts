// The proof sheet as one HTML page that needs nothing beside it: pictures and style are inside.
import type { ProofSheet, ProofVerdict } from '#shared/proof/proof-sheet'
import { escapeXml } from './escape-xml'
import { drawStrip } from './strip-svg'

export interface SheetPicture {
  caption: string
  mediaType: 'image/png' | 'image/jpeg'
  bytes: Uint8Array
}

const WORDS: Record<ProofVerdict['state'], string> = {
  good: 'Good',
  note: 'Note',
  bad: 'Bad',
  unknown: 'Unknown',
}
const CONCLUSIONS: Record<ProofSheet['conclusion']['kind'], string> = {
  'real-hdr': 'Real HDR',
  'fake-hdr': 'Not real HDR',
  'no-highlights': 'No highlights',
}
const STRIP_WIDTH = 1200

export function toSheetHtml(sheet: ProofSheet, pictures: readonly SheetPicture[]): string {
  const { take, conclusion, verdicts, figures } = sheet
  const title = `Proof of ${take.name}`
  const last = take.firstFrame + take.count - 1
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeXml(title)}</h1>
<p class="quiet">${take.count} frames, ${take.firstFrame} to ${last}, ${take.width} × ${take.height}</p>
<p class="conclusion ${conclusion.kind}"><strong>${CONCLUSIONS[conclusion.kind]}.</strong> ${escapeXml(conclusion.sentence)}</p>
<h2>Frames</h2>
<div class="strip">${drawStrip(sheet, STRIP_WIDTH, (frame) => `#frame-${frame}`)}</div>
<p class="quiet">Mean exposure of each frame; a mark below it where highlights are clipped, samples are NaN, or nothing moves.</p>
<h2>Verdicts</h2>
<table class="verdicts"><tbody>
${verdicts.map(toRow).join('\n')}
</tbody></table>
<h2>Half codes used in each stop, of 1,024</h2>
<table><tbody><tr><th scope="row">From, stops around 18 %</th>${figures.codes.map(({ fromStops }) => `<td>${fromStops.toFixed(1).replace('-', '−')}</td>`).join('')}</tr>
<tr><th scope="row">Codes</th>${figures.codes.map(({ distinct }) => `<td>${distinct}</td>`).join('')}</tr></tbody></table>
<h2>Pictures</h2>
<div class="pictures">
${pictures.map(toFigure).join('\n')}
</div>
<h2>Every frame</h2>
<table><thead><tr><th>Frame</th><th>Exposure, stops</th><th>Brightest</th><th>Above 1.0</th><th>Clipped</th><th>Change</th><th>Nits</th></tr></thead><tbody>
${sheet.frames
  .map(
    (frame) =>
      `<tr id="frame-${frame.frame}"><td>${frame.frame}</td><td>${frame.exposureStops?.toFixed(2).replace('-', '−') ?? '–'}</td>` +
      `<td>${frame.greatest.toFixed(2)}</td><td>${(frame.aboveOneShare * 100).toFixed(2)} %</td><td>${(frame.flatShare * 100).toFixed(3)} %</td>` +
      `<td>${frame.change === null ? '–' : frame.isDuplicate ? 'repeats' : frame.change.toFixed(4)}</td><td>${frame.greatestNits?.toFixed(0) ?? '–'}</td></tr>`,
  )
  .join('\n')}
</tbody></table>
</html>
`
}

function toRow({ title, state, sentence, frame, limit }: ProofVerdict): string {
  const place = frame === null ? '' : ` <a href="#frame-${frame}">Frame ${frame}</a>`
  const reason = limit
    ? `<p class="quiet">Limit ${limit.value
        .toFixed(4)
        .replace(/\.?0+$/, '')
        .replace('-', '−')} ${escapeXml(limit.unit)}. ${escapeXml(limit.reason)}</p>`
    : ''
  return `<tr><th scope="row">${escapeXml(title)}</th><td class="${state}">${WORDS[state]}</td><td>${escapeXml(sentence)}${place}${reason}</td></tr>`
}

function toFigure({ caption, mediaType, bytes }: SheetPicture): string {
  const data = Buffer.from(bytes).toString('base64')
  return `<figure><img alt="${escapeXml(caption)}" src="data:${mediaType};base64,${data}"><figcaption>${escapeXml(caption)}</figcaption></figure>`
}

const STYLE = `
:root{color-scheme:dark}
body{margin:24px auto;max-width:1240px;padding:0 20px;background:#141414;color:#ededed;font:14px/20px Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:20px;margin:0 0 4px}h2{font-size:13px;color:#c4c4c4;margin:28px 0 8px}
.quiet{color:#969696;margin:4px 0;font-size:12px}
.conclusion{font-size:16px;line-height:24px;border-left:4px solid #969696;background:#1b1b1b;padding:12px 16px}
.real-hdr{border-color:#83ab7d}.fake-hdr{border-color:#cf6f5f}.no-highlights{border-color:#d0a84a}
.strip svg{width:100%;height:96px}
table{border-collapse:collapse;width:100%}th,td{text-align:right;padding:5px 8px;border-bottom:1px solid #383838;font-weight:400}
.verdicts th,.verdicts td{text-align:left;vertical-align:top}.verdicts th{white-space:nowrap;color:#c4c4c4}
td.good{color:#83ab7d}td.note{color:#d0a84a}td.bad{color:#cf6f5f}td.unknown{color:#969696}
a{color:#ededed}tr:target{background:#2d2d2d}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:16px}
figure{margin:0}img{width:100%;display:block;background:#000}figcaption{color:#969696;font-size:12px;padding:4px 0}
`.replace(/\n/g, '')
