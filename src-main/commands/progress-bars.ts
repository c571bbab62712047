// Progress of a take on a terminal: one bar that moves, one line left behind per step. Piped output gets lines only.
import type { TakeActivity } from '#shared/contract/views'
import type { Voice } from './command'

type Step = TakeActivity['step']

const LABELS: Record<Step, string> = {
  preparing: 'Preparing frames',
  uploading: 'Uploading',
  submitting: 'Sending the take',
  rendering: 'Rendering',
  downloading: 'Downloading',
  copying: 'Copying',
  unpacking: 'Unpacking',
  verifying: 'Verifying every frame',
  sealing: 'Stamping and sealing',
  proxies: 'Making proxies',
  checking: 'Checking the seal',
}
const WIDTH = 28

export interface ProgressBars {
  show(activity: TakeActivity): void
  finish(): void
}

export function createProgressBars(
  voice: Voice,
  write: (text: string) => void,
  now: () => number,
): ProgressBars {
  let step: Step | undefined
  let startedAt = 0

  function leave(): void {
    if (step === undefined) return
    const seconds = ((now() - startedAt) / 1000).toFixed(1)
    if (voice.isTerminal) write('\r\u001b[K')
    voice.say(`  ${toBar(1)} ${LABELS[step].padEnd(24)} ${seconds.padStart(6)} s`)
    step = undefined
  }

  return {
    show(activity) {
      if (activity.step !== step) {
        leave()
        step = activity.step
        startedAt = now()
      }
      if (!voice.isTerminal) return
      const share = activity.fraction === null ? '' : `${Math.round(activity.fraction * 100)} %`.padStart(6)
      const left = activity.secondsLeft === null ? '' : `  ${Math.ceil(activity.secondsLeft)} s left`
      write(
        `\r\u001b[K  ${toBar(activity.fraction ?? 0)} ${LABELS[activity.step].padEnd(24)} ${share}${left}`,
      )
    },
    finish: leave,
  }
}

function toBar(fraction: number): string {
  const full = Math.round(fraction * WIDTH)
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`
}
