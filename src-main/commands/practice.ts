// `practice`: the stand-in for the paid service alone, for any client of its protocol.
import { join, resolve } from 'node:path'
import { createRooms, readPracticeWishes } from '../app/rooms'
import { openSettings } from '../app/settings'
import { DRILLS, findDrill } from '../features/practice/drills'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { createHeadlessHost } from './headless-host'

const DEFAULT_PORT = 4180

export const practice: Command = {
  name: 'practice',
  usage: 'practice [--port N] [--folder DIR] [--replay DIR] [--drill NAME]… [--list-drills] [--json]',
  async run(args, voice, signal) {
    const { values } = readArguments(args, {
      port: { type: 'string' },
      folder: { type: 'string' },
      replay: { type: 'string' },
      drill: { type: 'string', multiple: true },
      'list-drills': { type: 'boolean' },
      json: { type: 'boolean' },
    })
    if (values['list-drills']) {
      for (const { name, sentence } of DRILLS) voice.out(`${name.padEnd(24)} ${sentence}`)
      return EXIT.done
    }
    const drills = values.drill ?? []
    const strange = drills.find((name) => !findDrill(name))
    if (strange !== undefined)
      throw new UsageError(`There is no drill ${strange}; --list-drills names them all.`)
    const port = values.port === undefined ? DEFAULT_PORT : Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new UsageError('--port is a number from 0 to 65535.')
    const folder = values.folder === undefined ? undefined : resolve(values.folder)
    const headless = createHeadlessHost({ log: (line) => voice.say(line), folder })
    const replay = values.replay === undefined ? {} : { LATITUDE_PRACTICE_REPLAY: resolve(values.replay) }
    const host = {
      ...headless,
      env: {
        ...headless.env,
        ...replay,
        ...(drills.length > 0 ? { LATITUDE_PRACTICE_DRILLS: drills.join(',') } : {}),
      },
    }
    const rooms = await createRooms(host, await openSettings(host.paths.userData))
    const { url } = await rooms.practice.listen(port)
    const { frames } = readPracticeWishes(host.env)
    if (values.json)
      voice.out(JSON.stringify({ url: `${url}/v1`, folder: join(host.paths.userData, 'practice') }))
    else {
      voice.out(`Practice service at ${url}/v1. Nothing is bought; any key will do. Ctrl+C ends it.`)
      if (frames !== undefined) voice.say(`Every take has ${frames} frames.`)
    }
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
    await rooms.practice.close()
    return EXIT.done
  },
}
