// What stands before every write into a project: the folder is still there, and nobody else drives it. The lock is
// taken at opening, or with the first write where there was no project yet.
import { mkdir, stat } from 'node:fs/promises'
import { Failure } from '#shared/domain/failure'
import { errorCode } from '../../disk/durable'
import { acquireLock, type Holder, type ProjectLock } from './project-lock'
import { lockFile, projectJson } from './project-paths'

export interface WriteGuard {
  /** Who drives the project, when it is not us. */
  holder(): Holder | null
  /** From now on the folder must hold a project. */
  expectProject(): void
  /** Rejects with `project-gone` when the folder is no longer there. */
  assertPresent(): Promise<void>
  /** Rejects with `project-gone`, or with `project-read-only` (details: holder). */
  assertWritable(): Promise<void>
  release(): Promise<void>
}

const WRITE_PROTECTED: Holder = { name: 'nobody: the folder cannot be written to', isThisProcess: false }

/** `isOnDisk`: there is a project in the folder, whose lock is taken now. */
export async function guardWrites(folder: string, isOnDisk: boolean): Promise<WriteGuard> {
  let isExpected = isOnDisk
  let lock: ProjectLock | null = null
  let holder: Holder | null = null

  async function take(): Promise<void> {
    const attempt = await acquireLock(lockFile(folder))
    if (attempt.kind === 'held') lock = attempt.lock
    else holder = attempt.holder
  }

  async function assertPresent(): Promise<void> {
    if (!isExpected) return
    const isThere = await stat(projectJson(folder)).then(
      () => true,
      () => false,
    )
    if (!isThere)
      throw new Failure('project-gone', `The project folder is no longer there: ${folder}`, { path: folder })
  }

  async function assertHeld(): Promise<void> {
    const standing = lock ? await lock.standing() : 'gone'
    if (standing === 'ours') return
    // A lock that was tidied away is simply taken again.
    if (standing === 'gone') {
      await lock?.release()
      await mkdir(folder, { recursive: true })
      await take()
    } else holder = standing
  }

  if (isOnDisk) {
    await take().catch((error: unknown) => {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error))) throw error
      holder = WRITE_PROTECTED
    })
  }

  return {
    holder: () => holder,
    expectProject() {
      isExpected = true
    },
    assertPresent,
    async assertWritable() {
      await assertPresent()
      if (!holder) await assertHeld()
      if (holder)
        throw new Failure('project-read-only', `This project is open in ${holder.name}.`, {
          holder: holder.name,
        })
    },
    async release() {
      await lock?.release()
    },
  }
}
