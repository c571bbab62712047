// The system clipboard, the same for both shapes of Electron's API: since 44 it is a list of items read
// asynchronously, before that a set of synchronous functions (the test runtime). Knows no meaning of what it reads.

export interface ClipboardSource {
  /** The bytes of the first entry in this format, e.g. `text/uri-list`; empty when there is none. */
  bytes(format: string): Promise<Buffer>
  /** The picture as PNG; undefined when there is none. */
  png(): Promise<Uint8Array | undefined>
}

interface OlderClipboard {
  readBuffer(format: string): Buffer
  readImage(): { isEmpty(): boolean; toPNG(): Buffer }
}

interface ItemClipboard {
  read(): Promise<{ types: readonly string[]; getType(type: string): Promise<unknown> }[]>
}

/** `clipboard` is Electron's, in either shape. */
export function createClipboardSource(clipboard: unknown): ClipboardSource {
  return isOlder(clipboard) ? olderSource(clipboard) : itemSource(clipboard as ItemClipboard)
}

function isOlder(clipboard: unknown): clipboard is OlderClipboard {
  return typeof clipboard === 'object' && clipboard !== null && 'readImage' in clipboard
}

function olderSource(clipboard: OlderClipboard): ClipboardSource {
  return {
    bytes: async (format) => clipboard.readBuffer(format),
    async png() {
      const picture = clipboard.readImage()
      return picture.isEmpty() ? undefined : picture.toPNG()
    },
  }
}

function itemSource(clipboard: ItemClipboard): ClipboardSource {
  const bytes = async (format: string): Promise<Buffer> => {
    const names = new Set([format, `electron application/osclipboard;format="${format}"`])
    for (const item of await clipboard.read()) {
      const type = item.types.find((name) => names.has(name))
      if (type === undefined) continue
      const payload = await item.getType(type)
      if (payload instanceof Blob) return Buffer.from(await payload.arrayBuffer())
    }
    return Buffer.alloc(0)
  }
  return {
    bytes,
    async png() {
      const picture = await bytes('image/png')
      return picture.length === 0 ? undefined : picture
    },
  }
}
