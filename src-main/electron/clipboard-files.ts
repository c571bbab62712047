// The file paths a file manager put on the clipboard, in each platform's own format. Pure; knows no Electron.
import { fileURLToPath } from 'node:url'

/** Linux: `text/uri-list`, or GNOME's and KDE's variant whose first line says `copy` or `cut`. */
export function pathsFromUriList(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('file:'))
    .flatMap(pathFromFileUrl)
}

/** macOS: the property list `NSFilenamesPboardType`, an array of strings. */
export function pathsFromFilenamesPlist(plist: string): string[] {
  return [...plist.matchAll(/<string>([^<]*)<\/string>/g)].map((match) => decodeXml(match[1] ?? ''))
}

/** Windows: `FileNameW`, UTF-16 with a final zero. It names the first file only; Windows keeps the rest elsewhere. */
export function pathsFromFileNameW(buffer: Buffer): string[] {
  const path = buffer.toString('utf16le').split('\0')[0] ?? ''
  return path === '' ? [] : [path]
}

function pathFromFileUrl(url: string): string[] {
  try {
    return [fileURLToPath(url)]
  } catch {
    return []
  }
}

const XML_ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return XML_ENTITIES[name] ?? whole
    const isHex = name[1] === 'x' || name[1] === 'X'
    return String.fromCodePoint(Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10))
  })
}
