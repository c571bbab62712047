// What a picture from a browser is called on this machine: the page's own name as far as it is safe, else a plain one.
import type { IncomingHttpHeaders } from 'node:http'
import { extname } from 'node:path'

const PLAIN_NAME = 'from browser'
const LENGTH_MAX = 100
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/avif': '.avif',
  'image/gif': '.gif',
  'image/tiff': '.tif',
  'image/heic': '.heic',
  'image/svg+xml': '.svg',
}

/** A file name without folders, without signs a disk refuses, and never one that means something to a system. */
export function toDropName(wanted: string): string {
  const last = wanted.split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .normalize('NFC')
    .replace(/[:*?"<>|\p{Cc}\p{Cf}]/gu, '_')
    .replace(/^[.\s_]+|[.\s]+$/g, '')
  const extension = extname(clean).slice(0, 12)
  const stem = [...clean.slice(0, clean.length - extname(clean).length)].slice(0, LENGTH_MAX).join('')
  const name = `${stem}${extension}`
  if (stem === '') return PLAIN_NAME + extension
  return RESERVED.test(name) ? `_${name}` : name
}

/** From the address alone. */
export function nameFromUrl(address: string): string {
  if (/^data:/i.test(address)) {
    const type = /^data:([a-z0-9.+-]+\/[a-z0-9.+-]+)/i.exec(address)?.[1] ?? ''
    return PLAIN_NAME + (EXTENSIONS[type.toLowerCase()] ?? '')
  }
  if (!URL.canParse(address)) return PLAIN_NAME
  const { protocol, pathname, hostname } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return PLAIN_NAME
  const last = decodeName(pathname.split('/').at(-1) ?? '')
  return toDropName(last === '' ? hostname : last)
}

/** From what the server calls it, else from the address; with the extension of its type where it has none. */
export function nameFromAnswer(address: string, headers: IncomingHttpHeaders): string {
  const disposition = headers['content-disposition'] ?? ''
  const extended = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(disposition)?.[1]
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition)
  const told = extended === undefined ? (plain?.[1] ?? plain?.[2]) : decodeName(extended)
  const name = told === undefined ? nameFromUrl(address) : toDropName(told.trim())
  if (/\.(?:jpe?g|png|webp|avif|gif|tiff?|heic|exr|svg)$/i.test(name)) return name
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return name + (EXTENSIONS[type] ?? '')
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
