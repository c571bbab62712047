// Calls that concern a shot: making and editing it, going back and forth, its prompts and its exact request.
import { randomUUID } from 'node:crypto'
import { takeVersion } from '#shared/domain/names'
import { applyEdit, describeEdit } from '#shared/domain/shot-edit'
import { toVideoTask } from '../features/generation/request'
import { nameImages, toCurl } from '../features/generation/request-text'
import type { ProjectStore } from '../features/projects/project-store'
import { assertRules } from './buy-take'
import { fitShot } from './fit-shots'
import type { HandlersOf, HandlerSources } from './handler-sources'

type Names =
  'createShot' | 'editShot' | 'undoShot' | 'redoShot' | 'removeShot' | 'listPrompts' | 'previewRequest'

export function createShotHandlers(sources: HandlerSources): HandlersOf<Names> {
  const { rooms, changed } = sources
  return {
    async createShot({ name }) {
      const shot = await sources.session().store.createShot(name)
      changed()
      return { shotName: shot.name }
    },

    async editShot({ shotName, edit, editNumber = 0 }) {
      const { store } = sources.session()
      const canvases = rooms.canvases.table()
      await store.editShot(
        shotName,
        (shot) => applyEdit(fitShot(shot, canvases), edit, canvases),
        describeEdit(edit),
      )
      changed(editNumber)
      return {}
    },

    async undoShot({ shotName }) {
      const label = await sources.session().store.undoShot(shotName)
      changed()
      return { label }
    },

    async redoShot({ shotName }) {
      const label = await sources.session().store.redoShot(shotName)
      changed()
      return { label }
    },

    async removeShot({ shotName }) {
      await sources.session().store.removeShot(shotName)
      changed()
      return {}
    },

    listPrompts: async () => ({ prompts: listPrompts(sources.session().store) }),

    async previewRequest({ shotName }) {
      const { store } = sources.session()
      await store.settle()
      const canvases = rooms.canvases.table()
      const shot = fitShot(store.shot(shotName), canvases)
      assertRules(shot, canvases)
      // The same task as a take's, with ids of images that stand for those not uploaded yet.
      const images = shot.keyframes.map(() => randomUUID())
      const names = shot.keyframes.map((key) => `<prepared frame ${key.frame}>`)
      const request = [nameImages(toVideoTask(shot, randomUUID(), images, canvases), names)]
      return { request, curl: toCurl(request) }
    },
  }
}

interface PastPrompt {
  text: string
  source: string
  at: string | null
}

/** What takes were made with, what was once written, and what the shots say now; each text once, the newest first. */
function listPrompts(store: ProjectStore): PastPrompt[] {
  const past = store.shots().flatMap((shot): PastPrompt[] => [
    ...store.takes(shot.name).map((take) => ({
      text: take.asked.prompt,
      source: `${shot.name} ${takeVersion(take.number)}`,
      at: take.createdAt,
    })),
    ...store
      .pastPrompts(shot.name)
      .map(({ text, at }) => ({ text, source: shot.name, at: new Date(at).toISOString() })),
  ])
  past.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
  const present = store.shots().map((shot) => ({ text: shot.prompt, source: shot.name, at: null }))
  const seen = new Set<string>()
  return [...past, ...present].filter(({ text }) => {
    const key = text.trim()
    if (key === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
