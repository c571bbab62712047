// The whole matrix of faults: the built command line killed at every durable write and around every request, resumed,
// and held against the service's own books; and the same at a share of the points of each drill of the practice
// service. `npm run faults`, or with wishes:
//   -- --drills none,pace  only these      --share 0.1   of the points under a drill (1 is all of them)
//   -- --twice 46          killed twice    --seed 7      --workers 2    --every 10   every tenth point of no drill
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { openFaultBench } from '../tests/faults/fault-bench.mjs'
import { planKills } from '../tests/faults/fault-plan.mjs'

const { values } = parseArgs({
  options: {
    drills: { type: 'string' },
    share: { type: 'string', default: '0.05' },
    every: { type: 'string', default: '1' },
    twice: { type: 'string', default: '46' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
  },
})
const startedAt = Date.now()
const benches = await Promise.all(
  Array.from({ length: Number(values.workers) }, (_, index) =>
    openFaultBench(join(tmpdir(), `latitude-faults-${process.pid}-${index}`)),
  ),
)
const known = benches[0].drills
const drills = values.drills?.split(',') ?? known
const strange = drills.filter((drill) => !known.includes(drill))
if (strange.length > 0) {
  console.error(`There is no drill ${strange.join(', ')}; there are ${known.join(', ')}.`)
  for (const bench of benches) await bench.close()
  process.exit(2)
}
const points = await countPoints()
const kills = planKills({
  points,
  share: { none: 1 / Number(values.every), drilled: Number(values.share) },
  twice: Number(values.twice),
  seed: Number(values.seed),
})
const planned = kills.length
console.log(
  `  ${planned} kills to try under ${drills.length} drills, seed ${values.seed}; points in one take:`,
)
console.log(`  ${drills.map((drill) => `${drill} ${points[drill]}`).join(', ')}`)

const broken = []
const byDrill = new Map()
let tried = 0
await Promise.all(
  benches.map(async (bench) => {
    for (let next = kills.shift(); next; next = kills.shift()) {
      const { faults, name, root } = await bench.kill(next.drill, next.at)
      tried += 1
      byDrill.set(next.drill, (byDrill.get(next.drill) ?? 0) + 1)
      if (faults.length > 0) broken.push(next)
      for (const fault of faults)
        console.log(
          `  BROKEN  ${next.drill}, killed at ${next.at.join(' and ')} (${name}): ${fault}  ${root}`,
        )
      if (tried % 50 === 0) console.log(`  ${tried} tried, ${tried - broken.length} held, ${minutes()}`)
    }
  }),
)
for (const bench of benches) await bench.close()
console.log(`  kills by drill: ${[...byDrill].map(([drill, count]) => `${drill} ${count}`).join(', ')}`)
console.log(
  `  ${planned} kills planned, ${tried} tried, all invariants held in ${tried - broken.length}, broken in ${broken.length}, ${minutes()}`,
)
process.exitCode = broken.length > 0 ? 1 : 0

/** How many points a take passes under each drill. */
async function countPoints() {
  const wanted = [...drills]
  const counts = {}
  await Promise.all(
    benches.map(async (bench) => {
      for (let drill = wanted.shift(); drill; drill = wanted.shift())
        counts[drill] = (await bench.points(drill)).length
    }),
  )
  return Object.fromEntries(drills.map((drill) => [drill, counts[drill]]))
}

function minutes() {
  return `${((Date.now() - startedAt) / 60_000).toFixed(1)} min`
}
