// What ending the application means for the takes of the open project, as the words of the question. Pure.
import { takeVersion } from '#shared/domain/names'
import { isFinished, type Take } from '#shared/domain/take'

export interface Leaving {
  message: string
  /** One paragraph each. */
  details: string[]
}

type LeavingTake = Pick<Take, 'id' | 'shotName' | 'number' | 'origin' | 'state'>

/**
 * Undefined when nothing runs and nothing waits. `underWay` are worked on now; `waiting` were never sent.
 */
export function toLeaving(options: {
  underWay: readonly LeavingTake[]
  waiting: readonly LeavingTake[]
  isPaused: boolean
}): Leaving | undefined {
  const { underWay, waiting, isPaused } = options
  if (underWay.length === 0 && (waiting.length === 0 || isPaused)) return undefined
  const here = underWay.filter((take) => isHere(take))
  const away = underWay.filter((take) => !isHere(take))
  const bought = away.filter((take) => take.origin === 'bought')
  const practice = away.filter((take) => take.origin === 'practice')
  const details: string[] = []
  if (bought.length > 0) {
    details.push(
      `${names(bought)} ${goes(bought)} on at the service, which bills what was sent. Latitude fetches ${them(bought)} at its next start.`,
    )
  }
  if (practice.length > 0) {
    details.push(`${names(practice)}: practice rendering pauses, and goes on at Latitude’s next start.`)
  }
  if (here.length > 0) {
    details.push(`${names(here)}: the work on this machine stops, and is taken up at the next start.`)
  }
  if (waiting.length > 0) {
    details.push(
      isPaused
        ? `${names(waiting)} ${waiting.length === 1 ? 'stays' : 'stay'} in the paused queue.`
        : `${names(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'}, and ${waiting.length === 1 ? 'is' : 'are'} sent after the next start. Pause the queue first if you do not want that.`,
    )
  }
  const count = underWay.length
  const message =
    count === 0
      ? `${waiting.length} ${waiting.length === 1 ? 'take waits' : 'takes wait'} to be sent.`
      : `${count} ${count === 1 ? 'take is' : 'takes are'} under way. Nothing is lost by quitting.`
  return { message, details }
}

/** Fetched whole: what is left to do is this machine's own work. */
const isHere = ({ state }: LeavingTake): boolean => state === 'verifying' || isFinished(state)
const goes = (takes: readonly unknown[]): string => (takes.length === 1 ? 'goes' : 'go')
const them = (takes: readonly unknown[]): string => (takes.length === 1 ? 'it' : 'them')

function names(takes: readonly LeavingTake[]): string {
  const shown = takes.slice(0, 2).map((take) => `${take.shotName} ${takeVersion(take.number)}`)
  const more = takes.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ')
}
