// `ledger`: every id that was ever sent from a project, its money, its states with their times, and where its files
// are. Only reads, also while another Latitude drives the project.
import { resolve } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { toLedgerCsv } from '#shared/domain/ledger-csv'
import { takeVersion } from '#shared/domain/names'
import { formatUsd } from '#shared/domain/prices'
import { readLedgerReport, readLedgerTakes, type TakeReport } from '../features/projects/ledger-report'
import { projectJson } from '../features/projects/project-paths'
import { isThere } from '../app/take-steps'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { formatRows, type Row } from './take-table'

export const ledger: Command = {
  name: 'ledger',
  usage: 'ledger --project DIR [--json | --csv]',
  async run(args, voice) {
    const { values } = readArguments(args, {
      project: { type: 'string' },
      json: { type: 'boolean' },
      csv: { type: 'boolean' },
    })
    if (!values.project) throw new UsageError('--project is needed.')
    if (values.json && values.csv)
      throw new UsageError('--json and --csv are two forms of the same; take one.')
    const folder = resolve(values.project)
    await requireProject(folder)
    const report = await readLedgerReport(folder)
    if (values.json) voice.out(JSON.stringify(report, null, 2))
    // The voice ends the last line.
    else if (values.csv) voice.out(toLedgerCsv(await readLedgerTakes(folder)).slice(0, -'\n'.length))
    else
      voice.out(
        report.takes.length === 0
          ? 'No take was ever intended here.'
          : formatRows(report.takes.flatMap(toRows)),
      )
    if (report.unreadableLines > 0)
      voice.say(`${report.unreadableLines} lines of the ledger cannot be read; they are kept as they are.`)
    return EXIT.done
  },
}

/** Rejects with `project-gone` where there is no project. */
export async function requireProject(folder: string): Promise<void> {
  if (!(await isThere(projectJson(folder))))
    throw new Failure('project-gone', `There is no project in ${folder}.`, { path: folder })
}

function toRows(take: TakeReport): Row[] {
  const last = take.events.at(-1)
  return [
    [
      `${take.shotName} ${takeVersion(take.number)}`,
      `${take.state} since ${last?.at ?? 'the beginning'}, ${take.origin}`,
    ],
    ['  Id', `${take.takeId}, ${toSentWords(take)}`],
    ['  Money', toMoneyWords(take)],
    ['  Folder', `${take.folder} (${take.received.length} received, ${take.frames} frames)`],
  ]
}

function toSentWords({ postings, isAccepted }: TakeReport): string {
  if (postings === 0) return 'never sent'
  const times = postings === 1 ? 'sent once' : `sent ${postings} times`
  return isAccepted ? `${times}, accepted` : `${times}, not known to be accepted`
}

function toMoneyWords({ origin, listedUsd, billedUsd, postings }: TakeReport): string {
  if (origin === 'practice') return `none (would be ${formatUsd(listedUsd)})`
  if (billedUsd !== null) return `billed ${formatUsd(billedUsd)}, listed at ${formatUsd(listedUsd)}`
  return postings === 0
    ? `none, listed at ${formatUsd(listedUsd)}`
    : `listed at ${formatUsd(listedUsd)}, no bill yet`
}
