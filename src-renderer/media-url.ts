// Where the pixels of an opaque media id are read from, and what is seen when they are gone.

export function mediaUrl(mediaId: string): string {
  return `media://file/${mediaId}`
}

/** For a picture that only decorates: its black ground says enough, a broken mark would not. */
export function hideBroken(event: Event): void {
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.style.visibility = 'hidden'
}
