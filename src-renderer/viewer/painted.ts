// Waits until what was just changed is on the screen.

// A hidden window paints nothing; it must not hold anyone up.
const GIVE_UP_MS = 2000

/** Resolves after two animation frames: the first draws the change, at the second it has been shown. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GIVE_UP_MS)
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(timer)
        resolve()
      }),
    )
  })
}
