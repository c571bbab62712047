// What a drop carries: files of this machine, bytes a browser hands over, or addresses of pictures. Pure; the window's
// drop target reads the event and shows what comes of it.

/** What is read off a drop before its event is over. */
export interface DragReading<F> {
  files: readonly F[]
  /** `text/uri-list`. */
  uriList: string
  /** `text/html`. */
  html: string
}

export type Dropped<F> =
  { kind: 'paths'; paths: string[] } | { kind: 'browser'; files: F[]; urls: string[] } | { kind: 'nothing' }

const ITEMS_MAX = 100
const WANTED = new Set(['Files', 'text/uri-list', 'text/html'])

/** Whether a drag can carry pictures, by its types alone: more is not to be seen before the drop. */
export function isPictureDrag(types: readonly string[]): boolean {
  return types.some((type) => WANTED.has(type))
}

/**
 * Files of this machine go before everything; then bytes, because they are what the artist sees; then the pictures a
 * page shows; then the addresses themselves. `pathOf` is empty for a file that is none of this machine.
 */
export function readDrop<F extends { size: number }>(
  { files, uriList, html }: DragReading<F>,
  pathOf: (file: F) => string,
): Dropped<F> {
  const paths = files.map(pathOf).filter((path) => path !== '')
  if (paths.length > 0) return { kind: 'paths', paths }
  const withBytes = files.filter((file) => file.size > 0).slice(0, ITEMS_MAX)
  if (withBytes.length > 0) return { kind: 'browser', files: withBytes, urls: [] }
  const shown = imageSources(html)
  const urls = [...new Set(shown.length > 0 ? shown : listedUris(uriList))].slice(0, ITEMS_MAX)
  return urls.length > 0 ? { kind: 'browser', files: [], urls } : { kind: 'nothing' }
}

/** Lines of a uri-list; those that start with # are remarks. */
export function listedUris(uriList: string): string[] {
  return uriList
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

const IMG = /<img\b((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi
const SRC = /(?:^|\s)src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i
const IS_ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i

/** Absolute addresses of the pictures in a piece of a page. A relative one leads nowhere without its page. */
export function imageSources(html: string): string[] {
  return [...html.matchAll(IMG)].flatMap(([, attributes = '']) => {
    const found = SRC.exec(attributes)
    const source = decodeEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim()
    return IS_ABSOLUTE.test(source) ? [source] : []
  })
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' }

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : parseInt(String(hex), 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
