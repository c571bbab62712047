// Which kills are tried: every point of an undisturbed take; a share of the points under each drill; and takes that are
// killed twice, the second time while they are resumed. Pure; the same seed gives the same plan.

/**
 * One kill: under which drill, at which points in turn (from 1). `points`: how many a take passes, by drill. What goes
 * through one drill stands together, because a service has to be started for each.
 */
export function planKills({ points, share, twice, seed }) {
  const random = seeded(seed)
  const drills = Object.keys(points)
  const once = drills.flatMap((drill) =>
    pick(points[drill], drill === 'none' ? share.none : share.drilled, random).map((at) => kill(drill, [at])),
  )
  const again = Array.from({ length: twice }, (_, index) => {
    const drill = drills[index % drills.length]
    const [first, second] = [points[drill], points[drill] * 0.8].map((n) => 1 + Math.floor(random() * n))
    return kill(drill, [first, second])
  })
  return drills.flatMap((drill) => [...once, ...again].filter((one) => one.drill === drill))
}

/** `count` of the drills but `none`, which ones is the seed's. */
export function pickDrills(drills, count, seed) {
  const random = seeded(seed)
  return drills
    .filter((drill) => drill !== 'none')
    .map((drill) => ({ drill, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ drill }) => drill)
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
