// The whole matrix of faults: the built command line killed at every durable write and around every request, resumed,
// and held against the service's own books. `npm run faults`, or with wishes:
//   -- --drills none,429   only these      --share 0.1   of the points under a drill (1 is all of them)
//   -- --twice 40          killed twice    --seed 7      --workers 2    --every 10   every tenth point of no drill
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { DRILLS, openFaultBench } from '../tests/faults/fault-bench.mjs'
import { planKills } from '../tests/faults/fault-plan.mjs'

const { values } = parseArgs({
  options: {
    drills: { type: 'string', default: DRILLS.join(',') },
    share: { type: 'string', default: '0.08' },
    every: { type: 'string', default: '1' },
    twice: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
  },
})
const drills = values.drills.split(',')
const strange = drills.filter((drill) => !DRILLS.includes(drill))
if (strange.length > 0) {
  console.error(`There is no drill ${strange.join(', ')}; there are ${DRILLS.join(', ')}.`)
  process.exit(2)
}
const startedAt = Date.now()
const benches = await Promise.all(
  Array.from({ length: Number(values.workers) }, (_, index) =>
    openFaultBench(join(tmpdir(), `latitude-faults-${process.pid}-${index}`)),
  ),
)
const points = (await benches[0].points('none')).length
const kills = planKills({
  points,
  drills,
  share: { none: 1 / Number(values.every), drilled: Number(values.share) },
  twice: Number(values.twice),
  seed: Number(values.seed),
})
console.log(
  `  ${points} points in one take; ${kills.length} kills to try under ${drills.length} drills, seed ${values.seed}`,
)

const broken = []
let tried = 0
await Promise.all(
  benches.map(async (bench) => {
    for (let next = kills.shift(); next; next = kills.shift()) {
      const { faults, name, root } = await bench.kill(next.drill, next.at)
      tried += 1
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
console.log(
  `  ${tried} kills tried, all invariants held in ${tried - broken.length}, broken in ${broken.length}, ${minutes()}`,
)
process.exitCode = broken.length > 0 ? 1 : 0

function minutes() {
  return `${((Date.now() - startedAt) / 60_000).toFixed(1)} min`
}
