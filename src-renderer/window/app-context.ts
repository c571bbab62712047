// What every part of the window is handed: the document, the view, the notices and the acts. One context, no globals.
import { createContext } from 'svelte'
import type { Bridge } from '../bridge'
import type { PromptDrafts } from '../shot/prompt-drafts.svelte'
import type { Acts } from './acts'
import type { LengthQuestion } from './length-question.svelte'
import type { Notices } from './notices.svelte'
import type { ProjectDocument } from './project-document.svelte'
import type { ViewState } from './view-state.svelte'

export interface AppContext {
  call: Bridge['client']['call']
  document: ProjectDocument
  view: ViewState
  notices: Notices
  drafts: PromptDrafts
  lengthQuestion: LengthQuestion
  acts: Acts
}

export const [useApp, provideApp] = createContext<AppContext>()
