// Hears main: snapshots into the document, progress onto takes, notices, and the menu's commands.
import type { AppClient } from '#shared/contract/client'
import type { EventPayload } from '#shared/contract/events'
import { failureWords } from '../messages'
import type { Arrivals } from './arrivals'
import type { Notices } from './notices.svelte'
import type { ProjectDocument } from './project-document.svelte'

interface Options {
  client: AppClient
  document: ProjectDocument
  notices: Notices
  arrivals: Arrivals
  onCommand(command: EventPayload<'commandGiven'>['command']): void
  onShow(shotName: string, takeId: string): void
}

/** Listens first and asks for the snapshot then, so that no change falls between. Returns its undo. */
export function listenToMain({
  client,
  document,
  notices,
  arrivals,
  onCommand,
  onShow,
}: Options): () => void {
  const undos = [
    client.on('projectChanged', (snapshot) => {
      document.receive(snapshot)
      arrivals.look(document.shots)
    }),
    client.on('takeChanged', (change) => {
      document.receiveTake(change)
      arrivals.look(document.shots)
    }),
    client.on('takeShown', ({ shotName, takeId }) => onShow(shotName, takeId)),
    client.on('takeProgress', ({ takeId, activity }) => document.receiveProgress(takeId, activity)),
    client.on('importProgress', (progress) => document.receiveImportProgress(progress)),
    client.on('noticePosted', ({ code, message }) =>
      notices.post({ tone: code === 'still-named-log' ? 'warn' : 'bad', words: failureWords(code, message) }),
    ),
    client.on('commandGiven', ({ command }) => onCommand(command)),
  ]
  client.call.getSnapshot({}).then(
    (snapshot) => {
      // A snapshot that was sent meanwhile is newer than the answer.
      if (!document.snapshot) document.receive(snapshot)
      arrivals.look(document.shots)
    },
    (error: unknown) => notices.postError(error),
  )
  return () => {
    for (const undo of undos) undo()
  }
}
