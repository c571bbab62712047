import { describe, expect, it } from 'vitest'
import {
  pathsFromFileNameW,
  pathsFromFilenamesPlist,
  pathsFromUriList,
} from '../../../src-main/electron/clipboard-files'
import { createClipboardSource } from '../../../src-main/electron/clipboard-source'

describe('copied files', () => {
  it.skipIf(process.platform === 'win32')('of Linux come from a list of addresses', () => {
    const list = 'file:///home/a/still%20one.png\r\nfile:///home/a/%C3%BC%F0%9F%99%82.tif\r\n# a comment\r\n'
    expect(pathsFromUriList(list)).toEqual(['/home/a/still one.png', '/home/a/ü🙂.tif'])
    expect(pathsFromUriList('copy\nfile:///home/b.png')).toEqual(['/home/b.png'])
    expect(pathsFromUriList('https://example.com/a.png\nfile://host/share/%zz')).toEqual([])
  })

  it('of macOS come from a property list', () => {
    const plist =
      '<array><string>/Users/a/R&amp;D &#x1F642;.png</string>\n<string>/Users/a/b.tif</string></array>'
    expect(pathsFromFilenamesPlist(plist)).toEqual(['/Users/a/R&D 🙂.png', '/Users/a/b.tif'])
    expect(pathsFromFilenamesPlist('')).toEqual([])
  })

  it('of Windows come as UTF-16 with a final zero', () => {
    expect(pathsFromFileNameW(Buffer.from('C:\\stills\\ü.png\0\0', 'utf16le'))).toEqual(['C:\\stills\\ü.png'])
    expect(pathsFromFileNameW(Buffer.alloc(0))).toEqual([])
  })
})

describe('the clipboard', () => {
  const png = Buffer.from('a picture')

  it('reads alike from both shapes of the API', async () => {
    const older = createClipboardSource({
      readBuffer: (format: string) => Buffer.from(format === 'text/uri-list' ? 'file:///a' : ''),
      readImage: () => ({ isEmpty: () => false, toPNG: () => png }),
    })
    const items = createClipboardSource({
      read: async () => [
        item({ 'text/plain': Buffer.from('words') }),
        item({ 'electron application/osclipboard;format="text/uri-list"': Buffer.from('file:///a') }),
        item({ 'image/png': png }),
      ],
    })
    for (const source of [older, items]) {
      expect((await source.bytes('text/uri-list')).toString()).toBe('file:///a')
      expect((await source.bytes('FileNameW')).length).toBe(0)
      expect(Buffer.from((await source.png()) ?? [])).toEqual(png)
    }
  })

  it('without a picture says so', async () => {
    const older = createClipboardSource({
      readImage: () => ({ isEmpty: () => true, toPNG: () => png }),
    })
    const items = createClipboardSource({ read: async () => [item({ 'text/plain': png })] })
    expect(await older.png()).toBeUndefined()
    expect(await items.png()).toBeUndefined()
  })
})

function item(entries: Record<string, Buffer>) {
  return {
    types: Object.keys(entries),
    getType: async (type: string) => new Blob([new Uint8Array(entries[type] ?? [])]),
  }
}
