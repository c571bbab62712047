// Where the pixels of an opaque media id are read from.

export function mediaUrl(mediaId: string): string {
  return `media://file/${mediaId}`
}
