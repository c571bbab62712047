// Which kills are tried: every point of an undisturbed take; a share of the points under each drill; and takes that are
// killed twice, the second time while they are resumed. Pure; the same seed gives the same plan.

/** One kill: under which drill, at which points in turn (from 1). */
export function planKills({ points, drills, share, twice, seed }) {
  const random = seeded(seed)
  const every = drills.includes('none')
    ? pick(points, share.none, random).map((at) => kill('none', [at]))
    : []
  const drilled = drills
    .filter((drill) => drill !== 'none')
    .flatMap((drill) => pick(points, share.drilled, random).map((at) => kill(drill, [at])))
  const again = Array.from({ length: twice }, () =>
    kill('none', [1 + Math.floor(random() * points), 1 + Math.floor(random() * points * 0.8)]),
  )
  return [...every, ...drilled, ...again]
}

const kill = (drill, at) => ({ drill, at })

/** That share of the points 1…count, spread over all of them: one from each stretch, anywhere in it. */
function pick(count, share, random) {
  const wanted = Math.max(1, Math.round(count * share))
  const stretch = count / wanted
  return Array.from(
    { length: wanted },
    (_, index) => 1 + Math.floor((index + (share < 1 ? random() : 0)) * stretch),
  )
}

/** Mulberry32. */
function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
