// Calls that concern the project and this machine: folders, looks, budget, settings, tools.
import { removeLook, saveLook } from '#shared/domain/project'
import { projectJson } from '../features/projects/project-paths'
import type { HandlersOf, HandlerSources } from './handler-sources'
import { assertPathLengths } from './path-lengths'
import { isThere } from './take-steps'

type Names =
  | 'getSnapshot'
  | 'chooseProject'
  | 'revealProject'
  | 'saveLook'
  | 'removeLook'
  | 'setBudget'
  | 'setConform'
  | 'saveSettings'
  | 'chooseFfmpeg'
  | 'refreshCanvases'

export function createProjectHandlers(sources: HandlerSources): HandlersOf<Names> {
  const { host, rooms, settings, changed } = sources
  return {
    getSnapshot: async () => sources.snapshot(),

    async chooseProject() {
      const folder = await host.desktop.pickFolder('Choose a project folder', sources.session().store.folder)
      if (folder === undefined) return { isChanged: false }
      await sources.switchProject(folder)
      return { isChanged: true }
    },

    async revealProject() {
      const { folder } = sources.session().store
      host.desktop.reveal((await isThere(projectJson(folder))) ? projectJson(folder) : folder)
      return {}
    },

    async saveLook({ look }) {
      await sources
        .session()
        .store.editProject((project) => ({ ...project, looks: saveLook(project.looks, look) }))
      changed()
      return {}
    },

    async removeLook({ name }) {
      await sources
        .session()
        .store.editProject((project) => ({ ...project, looks: removeLook(project.looks, name) }))
      changed()
      return {}
    },

    async setBudget({ budgetUsd }) {
      await sources.session().store.editProject((project) => ({ ...project, budgetUsd }))
      changed()
      return {}
    },

    async setConform({ conform }) {
      const { store } = sources.session()
      for (const { name } of store.shots()) assertPathLengths(store, name, conform)
      await store.editProject((project) => ({ ...project, conform }))
      changed()
      return {}
    },

    async saveSettings(changes) {
      await settings.change(changes)
      changed()
      return {}
    },

    async chooseFfmpeg() {
      const ffmpegPath = await host.desktop.pickFile('Choose the ffmpeg program')
      if (ffmpegPath === undefined) return { isChanged: false }
      await settings.change({ ffmpegPath })
      await rooms.refreshFfmpeg()
      changed()
      return { isChanged: true }
    },

    async refreshCanvases() {
      const status = await rooms.canvases.refresh(sources.signal)
      if (status === 'read') changed()
      return { status }
    },
  }
}
