// `resume`: every unfinished take of a project driven to its end, as if nothing had ever stopped it.
import { resolve } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { takeVersion } from '#shared/domain/names'
import { isFinished } from '#shared/domain/take'
import { readLedgerReport } from '../features/projects/ledger-report'
import type { TakeView } from '#shared/contract/views'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { followTake, isResting, startHeadless } from './follow-take'
import { requireProject } from './ledger'
import { toTakeJson } from './take-table'

export const resume: Command = {
  name: 'resume',
  usage: 'resume --project DIR [--json]',
  async run(args, voice, signal) {
    const { values } = readArguments(args, { project: { type: 'string' }, json: { type: 'boolean' } })
    if (!values.project) throw new UsageError('--project is needed.')
    const project = resolve(values.project)
    await requireProject(project)
    const startedAt = Date.now()
    // From before the start: what comes to rest again at once was unfinished too.
    const { takes } = await readLedgerReport(project)
    const unfinished = new Set(takes.filter(({ state }) => !isFinished(state)).map(({ takeId }) => takeId))
    const headless = await startHeadless(voice, project)
    const close = (): void => void headless.app.close()
    signal.addEventListener('abort', close, { once: true })
    try {
      // Starting has set every unfinished take going.
      const snapshot = await headless.client.call.getSnapshot({})
      const { readOnly } = snapshot.project
      if (readOnly)
        throw new Failure('project-read-only', `The project is open in ${readOnly.holder}.`, { ...readOnly })
      for (const take of snapshot.shots.flatMap((shot) => shot.takes))
        if (!isResting(take)) unfinished.add(take.id)
      const ended: TakeView[] = []
      const following = [...unfinished].map(async (takeId) => {
        const rested = await followTake(headless, takeId, () => undefined)
        ended.push(rested)
        voice.say(toSentence(rested))
      })
      await Promise.all(following)
      const seconds = (Date.now() - startedAt) / 1000
      if (values.json)
        voice.out(
          JSON.stringify(
            ended.map((take) => toTakeJson(take, project, seconds)),
            null,
            2,
          ),
        )
      else voice.out(toSummary(ended))
      return ended.every(isWell) ? EXIT.done : EXIT.failed
    } finally {
      await headless.app.close()
    }
  },
}

const isWell = (take: TakeView): boolean =>
  take.state === 'withdrawn' || (take.state === 'sealed' && take.failure === null)

const nameOf = (take: TakeView): string => `${take.shotName} ${takeVersion(take.number)}`

function toSentence(take: TakeView): string {
  if (take.state === 'intended')
    return `${nameOf(take)} waits unsent: the queue is paused, or the key or the credit was refused`
  const why = take.failure ? `: ${take.failure.message} (${take.failure.code})` : ''
  return `${nameOf(take)} ${take.state}${why}`
}

function toSummary(ended: readonly TakeView[]): string {
  if (ended.length === 0) return 'Every take has ended; there was nothing to resume.'
  const unwell = ended.filter((take) => !isWell(take)).map(nameOf)
  const count = ended.length === 1 ? 'One take' : `${ended.length} takes`
  return unwell.length === 0 ? `${count} ended well.` : `${count} driven; not well: ${unwell.join(', ')}.`
}
