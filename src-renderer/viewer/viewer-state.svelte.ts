// The viewer's own state: it outlives a look at the bench, so that takes are compared at the same frame.
import { Playhead } from './playhead.svelte'
import type { SourceId } from './sources'

export class ViewerState {
  readonly playhead = new Playhead()
  /** What the artist chose to look at; null leaves it to the take. */
  sourceId = $state<SourceId | null>(null)
}
