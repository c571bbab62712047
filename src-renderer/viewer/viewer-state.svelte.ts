// The viewer's own state: it outlives a look at the bench, so that takes are compared at the same frame.
import type { Bridge } from '../bridge'
import { mediaUrl } from '../media-url'
import { DisplayViews } from './display-views.svelte'
import { FrameLoader } from './frames/frame-loader.svelte'
import { createWindowDecoders } from './frames/window-decoders'
import { loadView } from './gl/lut-table'
import { Playhead } from './playhead.svelte'
import type { SourceId } from './sources'
import { StageLook } from './stage-look.svelte'

export class ViewerState {
  readonly playhead = new Playhead()
  readonly look = new StageLook()
  readonly frames: FrameLoader
  readonly views: DisplayViews
  /** What the artist chose to look at; null leaves it to the take. */
  sourceId = $state<SourceId | null>(null)

  /** Workers and tables come with the first frame that is wanted. */
  constructor(call: Bridge['client']['call']) {
    const decoders = createWindowDecoders()
    this.frames = new FrameLoader({
      getFrameFile: (input) => call.getFrameFile(input),
      decode: (mediaId, signal) => decoders.decode(mediaUrl(mediaId), signal),
      giveBack: (picture) => decoders.giveBack(picture),
      now: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    })
    this.views = new DisplayViews({
      getDisplayViews: () => call.getDisplayViews({}),
      load: (view) => loadView(view, (mediaId) => fetch(mediaUrl(mediaId))),
    })
  }
}
