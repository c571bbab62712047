// What must hold after a take was killed and resumed, against the service's own books. Each invariant is said where it
// is checked; what does not hold becomes a sentence.
import { DRILL_ENDS } from './drill-ends.mjs'

/**
 * `entries`: the books' lines of this take. `takes`: the ledger's report. `kept`: hashes of what was downloaded, by name,
 * at each kill; `fetched`: names of files handed out after the last kill; `now`: hashes at the end. `resumes`: exit codes
 * and texts of the resumes in turn, the last of which is made when all has ended. `left`: every path in the project.
 */
export function findFaults({ drill, frames, entries, takes, kept, fetched, now, resumes, left }) {
  const wanted = DRILL_ENDS[drill]
  const faults = []
  const posts = entries.filter(({ taskType }) => taskType === 'videoInference')
  const accepted = posts.filter((post) => post.accepted === true).map(({ taskUUID }) => taskUUID)

  // Money: one take was wanted, so one id may ever have been sent, and it is accepted at most once.
  const sent = new Set(posts.map(({ taskUUID }) => taskUUID))
  if (sent.size > 1) faults.push(`one take was sent under ${sent.size} ids`)
  if (accepted.length > 1) faults.push(`${accepted.length} tasks were accepted for one take`)
  // Every accepted id ends in exactly one take, and in the way it would have without the kill.
  for (const id of accepted) {
    const owners = takes.filter(({ takeId }) => takeId === id)
    if (owners.length !== 1) faults.push(`the accepted id is in ${owners.length} takes`)
  }
  if (takes.length > 1) faults.push(`${takes.length} takes were made of one`)
  for (const take of takes) faults.push(...takeFaults(take, wanted, frames))
  if (takes.length > 0) faults.push(...restFaults(resumes, wanted))

  // Nothing that was downloaded is lost, or fetched a second time.
  for (const files of kept)
    for (const [name, hash] of Object.entries(files)) if (now[name] !== hash) faults.push(`${name} was lost`)
  const whole = Object.keys(kept.at(-1) ?? {})
  for (const name of fetched)
    if (whole.some((file) => file.slice(-4) === name.slice(-4)))
      faults.push(`${name} was downloaded a second time`)
  const unfinished = left.filter((name) => /\.(tmp|part)\b|project\.lock/.test(name))
  if (takes.length > 0 && unfinished.length > 0) faults.push(`left behind: ${unfinished.join(', ')}`)
  return faults
}

function takeFaults(take, wanted, frames) {
  const faults = []
  if (take.state !== wanted.state) faults.push(`the take is ${take.state}, not ${wanted.state}`)
  const code = take.events.at(-1)?.code
  if (wanted.code && code !== wanted.code) faults.push(`it failed for ${code}, not ${wanted.code}`)
  if (wanted.state === 'sealed' && (take.frames !== frames || take.proxies.length !== 3))
    faults.push(`${take.frames} frames and ${take.proxies.length} proxies are there`)
  if (wanted.code === 'result-incomplete' && !take.received.some((name) => name.endsWith('.mp4')))
    faults.push('the MP4 is lost')
  return faults
}

/** It comes to rest no more often than the drill allows, and is then at rest for good. */
function restFaults(resumes, wanted) {
  const driven = resumes.slice(0, -1)
  const faults = []
  if (driven.length > 1 + (wanted.rests ?? 0)) faults.push(`it took ${driven.length} resumes to end`)
  const last = driven.at(-1)
  if (!wanted.code && last?.code !== 0) faults.push(`resume ended with ${last?.code}: ${last?.err}`)
  const again = resumes.at(-1)
  if (!again?.out.includes('nothing to resume')) faults.push(`it is not at rest: ${again?.err}`)
  return faults
}
