// `demo`: the main job from an example still to the verified sequence, in practice, with nothing to prepare.
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EXIT, readArguments, type Command } from './command'
import { startHeadless } from './follow-take'
import { makeTake, setUpShot } from './make-take'
import { SHOT_OPTIONS, toShotPatch, toWantedStills } from './shot-arguments'
import { formatRows, toTakeJson, toTakeRows } from './take-table'

const DEFAULT_PROMPT =
  'Slow push-in, the practical lights flare softly, dust in the beam, locked horizon, quiet evening.'

export const demo: Command = {
  name: 'demo',
  usage:
    'demo [--still FILE] [--prompt TEXT] [--aspect 16:9] [--tier 720p] [--range hdr-exr] [--duration 5] [--loop] [--out DIR] [--json]',
  async run(args, voice, signal) {
    const { values } = readArguments(args, {
      ...SHOT_OPTIONS,
      out: { type: 'string' },
      json: { type: 'boolean' },
    })
    const out = resolve(values.out ?? 'demo-out')
    const project = join(out, 'project')
    const startedAt = Date.now()
    const stills = toWantedStills(values)
    const patch = toShotPatch(values)
    await mkdir(out, { recursive: true })
    const headless = await startHeadless(voice, project, {
      userData: join(out, '.latitude'),
      service: 'practice',
    })
    const close = (): void => void headless.app.close()
    signal.addEventListener('abort', close, { once: true })
    try {
      const { client } = headless
      let shotName: string
      if (stills.length === 0) {
        const first = (await client.call.getSnapshot({})).examples[0]
        shotName = first
          ? (await client.call.useExample({ exampleId: first.id })).shotName
          : await setUpShot(headless, { shotName: undefined, stills: [], patch: { prompt: DEFAULT_PROMPT } })
        await client.call.editShot({
          shotName,
          edit: { kind: 'patch', patch: { aspect: '16:9', ...patch } },
        })
        voice.say(`Practice: nothing is bought.  Example “${first?.title ?? 'without a still'}”`)
      } else {
        const spoken = { prompt: DEFAULT_PROMPT, ...patch }
        shotName = await setUpShot(headless, { shotName: undefined, stills, patch: spoken })
        voice.say(`Practice: nothing is bought.  ${stills.map((still) => still.path).join(', ')}`)
      }
      const take = await makeTake(headless, shotName, voice)
      const seconds = (Date.now() - startedAt) / 1000
      if (values.json) voice.out(JSON.stringify(toTakeJson(take, project, seconds), null, 2))
      else voice.out(`\n${formatRows(toTakeRows(take, project, seconds))}\n`)
      return take.state === 'sealed' && take.failure === null ? EXIT.done : EXIT.failed
    } finally {
      await headless.app.close()
      await rm(join(out, '.latitude', 'practice'), { recursive: true, force: true })
    }
  },
}
