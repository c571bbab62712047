// What the viewer shares with the shortcuts and the inspector: the playhead and the chosen source.
import { createContext } from 'svelte'
import type { ViewerState } from './viewer-state.svelte'

export const [useViewer, provideViewer] = createContext<ViewerState>()
