// The example stills by their ids.
import { createLanternScene } from './scene-lantern.mjs'
import { createPassageScene } from './scene-passage.mjs'
import { createSeaScene } from './scene-sea.mjs'

const SCENES = { lantern: createLanternScene, floats: createSeaScene, passage: createPassageScene }

export function createScene(id, aspect) {
  return SCENES[id](aspect)
}
