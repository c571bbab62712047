// The answer where nothing can be made, and how light levels are written down. Pure.
import type { Proxies } from '#shared/domain/take'

export function noProxies(why: string): Proxies {
  const note = `No viewing copies and no poster were made. ${why}`
  return { sdr: null, hdr: null, poster: null, maxCll: null, maxFall: null, notes: [note] }
}

/** Hundredths of a nit are far below what PQ codes can tell apart in highlights. */
export function roundNits(nits: number | undefined): number | null {
  return nits === undefined ? null : Math.round(nits * 100) / 100
}
