// Which take goes through which drill, and how far it has come. Kept in memory: a service that starts anew behaves.
import { Failure } from '#shared/domain/failure'
import type { Clock } from '../../ports/clock'
import { findDrill, type Drill, type FileFault, type Misdeed } from './drills'

export interface DrillDesk {
  /** For the next new take; null for none. Throws `invalid-input` when there is no such drill. */
  arm(name: string | null): void
  /** The name of what the next take goes through; null for nothing. */
  armed(): string | null
  /** What is answered to the POST of a take, or to a question about it, in place of the truth. */
  misdeed(taskType: string, taskUuid: string): Misdeed | undefined
  /** The true answer about a take as the drill has it. */
  reshape(taskUuid: string, item: Record<string, unknown>): Record<string, unknown>
  sizeFactor(taskUuid: string): number
  /** `resultUuid` is the name of the file's folder; `generation` what its address says. */
  fileFault(resultUuid: string, generation: number, bytes: number): FileFault | undefined
}

interface Course {
  drill: Drill
  startedAt: number
  turns: Map<string, number>
  generation: number
}

/** `names` are gone through one after the other, take by take, and then from the beginning. */
export function createDrillDesk(names: readonly string[], clock: Clock): DrillDesk {
  const standing = names.map(requireDrill)
  const courses = new Map<string, Course>()
  const ownerOf = new Map<string, string>()
  let next: Drill | null = null
  let begun = 0

  function courseOf(taskUuid: string): Course | undefined {
    const known = courses.get(taskUuid)
    if (known) return known
    const drill = next ?? standing[begun % Math.max(1, standing.length)]
    if (!drill) return undefined
    if (next) next = null
    else begun += 1
    const course = { drill, startedAt: clock.now(), turns: new Map<string, number>(), generation: 0 }
    courses.set(taskUuid, course)
    return course
  }

  function turnOf(course: Course, name: string): number {
    const turn = course.turns.get(name) ?? 0
    course.turns.set(name, turn + 1)
    return turn
  }

  const question = (course: Course, taskUuid: string, turn: number) => ({
    ...{ taskUuid, turn, elapsedMs: clock.now() - course.startedAt },
  })

  return {
    arm(name) {
      next = name === null ? null : requireDrill(name)
    },
    armed: () => next?.name ?? standing[begun % Math.max(1, standing.length)]?.name ?? null,
    misdeed(taskType, taskUuid) {
      const isPost = taskType === 'videoInference'
      if (!isPost && taskType !== 'getResponse') return undefined
      const course = isPost ? courseOf(taskUuid) : courses.get(taskUuid)
      const act = isPost ? course?.drill.onPost : course?.drill.onPoll
      return course && act?.(question(course, taskUuid, turnOf(course, taskType)))
    },
    reshape(taskUuid, item) {
      const course = courses.get(taskUuid)
      if (!course || item['status'] !== 'success') return item
      const generation = course.generation++
      const stamp = (url: unknown): string => {
        const address = new URL(String(url))
        ownerOf.set(address.pathname.split('/')[2] ?? '', taskUuid)
        address.searchParams.set('generation', String(generation))
        return address.href
      }
      const stamped = stampAddresses(item, stamp)
      return course.drill.reshape?.(stamped, question(course, taskUuid, generation)) ?? stamped
    },
    sizeFactor: (taskUuid) => courses.get(taskUuid)?.drill.sizeFactor ?? 1,
    fileFault(resultUuid, generation, bytes) {
      const course = courses.get(ownerOf.get(resultUuid) ?? '')
      return course?.drill.onFile?.({ turn: turnOf(course, resultUuid), generation, bytes })
    },
  }
}

function requireDrill(name: string): Drill {
  const drill = findDrill(name)
  if (!drill) throw new Failure('invalid-input', `There is no drill ${name}.`, { drill: name })
  return drill
}

function stampAddresses(
  item: Record<string, unknown>,
  stamp: (url: unknown) => string,
): Record<string, unknown> {
  const { outputs } = item as { outputs?: { files: { url: string }[] } }
  return {
    ...item,
    videoURL: stamp(item['videoURL']),
    ...(outputs
      ? { outputs: { files: outputs.files.map((file) => ({ ...file, url: stamp(file.url) })) } }
      : {}),
  }
}
