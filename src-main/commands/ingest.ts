// `ingest`: a delivery from anywhere becomes a take of a shot, proven like every other.
import { resolve } from 'node:path'
import { hasArrived } from '#shared/domain/take'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { followTake, startHeadless } from './follow-take'
import { createProgressBars } from './progress-bars'
import { formatRows, toTakeJson, toTakeRows } from './take-table'

export const ingest: Command = {
  name: 'ingest',
  usage: 'ingest ZIP|EXR|DIR --project DIR --shot NAME [--json]',
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, {
      ...{ project: { type: 'string' }, shot: { type: 'string' }, json: { type: 'boolean' } },
    })
    const [given] = positionals
    if (!given || positionals.length > 1) throw new UsageError('One ZIP, one EXR or one folder is needed.')
    if (!values.project || !values.shot) throw new UsageError('--project and --shot are needed.')
    const project = resolve(values.project)
    const startedAt = Date.now()
    const headless = await startHeadless(voice, project)
    const close = (): void => void headless.app.close()
    signal.addEventListener('abort', close, { once: true })
    try {
      const { call } = headless.client
      const { shots } = await call.getSnapshot({})
      const isKnown = shots.some((shot) => shot.name === values.shot)
      const shotName = isKnown ? values.shot : (await call.createShot({ name: values.shot })).shotName
      const { takes } = await call.ingestDeliveries({ shotName, paths: [resolve(given)] })
      const [begun] = takes
      if (!begun)
        throw new UsageError(`${given} is neither an archive of EXR frames nor an EXR nor a folder of them.`)
      const bars = createProgressBars(
        voice,
        (text) => process.stderr.write(text),
        () => Date.now(),
      )
      const take = await followTake(headless, begun.takeId, bars.show)
      bars.finish()
      const seconds = (Date.now() - startedAt) / 1000
      if (values.json) voice.out(JSON.stringify(toTakeJson(take, project, seconds), null, 2))
      else voice.out(formatRows(toTakeRows(take, project, seconds)))
      return hasArrived(take.state) && take.failure === null ? EXIT.done : EXIT.failed
    } finally {
      await headless.app.close()
    }
  },
}
