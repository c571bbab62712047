// `seal`: a folder read from the disk and sealed with an ASC MHL manifest; one that is sealed already is checked.
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, resolve } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { createSystemClock } from '../app/system-clock'
import { checkSeal } from '../features/delivery/check-seal'
import { isSealed, sealFolder } from '../features/delivery/seal-folder'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { appVersion } from './headless-host'

export const seal: Command = {
  name: 'seal',
  usage: 'seal DIR [--json]',
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } })
    const [given] = positionals
    if (!given || positionals.length > 1) throw new UsageError('One folder is needed.')
    const root = resolve(given)
    const isFolder = await stat(root).then(
      (facts) => facts.isDirectory(),
      () => false,
    )
    if (!isFolder) throw new Failure('project-gone', `There is no folder ${root}`, { path: root })
    if (!(await isSealed(root))) {
      const facts = { now: createSystemClock().now(), hostName: hostname(), appVersion: appVersion() }
      const sealed = await sealFolder({ root, name: basename(root), signal, ...facts })
      voice.out(
        values.json
          ? JSON.stringify({ ...sealed, isNew: true, findings: [] }, null, 2)
          : `${sealed.files} files sealed in ascmhl/${sealed.manifestName}, root ${sealed.rootHash}.`,
      )
      return EXIT.done
    }
    const { seal: sealed, findings } = await checkSeal(root, { signal })
    if (values.json) voice.out(JSON.stringify({ ...sealed, isNew: false, findings }, null, 2))
    else {
      for (const { kind, path } of findings) voice.out(`${kind}\t${path}`)
      voice.say(
        findings.length === 0
          ? `${sealed.files} files are as they were sealed on ${sealed.sealedAt}.`
          : `Not as sealed on ${sealed.sealedAt}: ${findings.length}.`,
      )
    }
    return findings.length === 0 ? EXIT.done : EXIT.failed
  },
}
