// `views`: what views there are, what each is for, where it comes from and how exact it is.
import { FALSE_COLOR_LEGEND } from '#shared/domain/color/false-color'
import { INPUT_SPACES } from '#shared/domain/color/input-spaces'
import { VIEWS, type View } from '#shared/domain/color/views'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { formatRows } from './take-table'

export const views: Command = {
  name: 'views',
  usage: 'views [--json]',
  run(args, voice) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } })
    if (positionals.length > 0) throw new UsageError('views takes no names.')
    if (values.json) {
      const inputSpaces = INPUT_SPACES.map(({ id, label }) => ({ id, label }))
      // JSON knows no infinity: the lowest band begins nowhere.
      const falseColor = FALSE_COLOR_LEGEND.map((band) => ({
        ...band,
        fromStops: Number.isFinite(band.fromStops) ? band.fromStops : null,
      }))
      voice.out(JSON.stringify({ views: VIEWS, falseColor, inputSpaces }, null, 2))
    } else {
      voice.out(formatRows(VIEWS.map(({ id, label, error }) => [id, `${label}; ${toErrorText(error)}`])))
    }
    return Promise.resolve(EXIT.done)
  },
}

function toErrorText(error: View['error']): string {
  if (!error) return 'computed'
  return `${error.measure} mean ${error.mean}, 99.9 % ${error.percentile999}`
}
