// `take`: one take of a shot in a project, followed to its end; or the exact request, printed and not sent.
import { resolve } from 'node:path'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { startHeadless } from './follow-take'
import { makeTake, setUpShot } from './make-take'
import { SHOT_OPTIONS, toService, toShotPatch, toWantedStills } from './shot-arguments'
import { formatRows, toTakeJson, toTakeRows } from './take-table'

export const take: Command = {
  name: 'take',
  usage:
    'take --project DIR --shot NAME [--still F[@FRAME]]… --prompt T [--tier --aspect --duration --range --loop] [--service practice|runware] [--print-request] [--json]',
  async run(args, voice, signal) {
    const { values } = readArguments(args, {
      ...SHOT_OPTIONS,
      project: { type: 'string' },
      shot: { type: 'string' },
      service: { type: 'string' },
      'print-request': { type: 'boolean' },
      json: { type: 'boolean' },
    })
    if (!values.project || !values.shot) throw new UsageError('--project and --shot are needed.')
    const project = resolve(values.project)
    const startedAt = Date.now()
    const stills = toWantedStills(values)
    const patch = toShotPatch(values)
    const headless = await startHeadless(voice, project, { service: toService(values.service) })
    const close = (): void => void headless.app.close()
    signal.addEventListener('abort', close, { once: true })
    try {
      const shotName = await setUpShot(headless, { shotName: values.shot, stills, patch })
      if (values['print-request']) {
        const { request } = await headless.client.call.previewRequest({ shotName })
        voice.out(JSON.stringify(request, null, 2))
        return EXIT.done
      }
      const made = await makeTake(headless, shotName, voice)
      const seconds = (Date.now() - startedAt) / 1000
      if (values.json) voice.out(JSON.stringify(toTakeJson(made, project, seconds), null, 2))
      else voice.out(formatRows(toTakeRows(made, project, seconds)))
      return made.state === 'sealed' && made.failure === null ? EXIT.done : EXIT.failed
    } finally {
      await headless.app.close()
    }
  },
}
