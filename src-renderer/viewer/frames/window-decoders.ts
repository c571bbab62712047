// The frame decoders of this window: its workers, its cores, and the decoder's module that lies beside its page.
import { createFrameDecoders, type FrameDecoders } from './frame-decoders'

export function createWindowDecoders(): FrameDecoders {
  return createFrameDecoders({
    startWorker: () =>
      new Worker(new URL('./frame-worker.ts', import.meta.url), { type: 'module', name: 'exr-frames' }),
    loadModule: () => WebAssembly.compileStreaming(fetch(new URL('exr.wasm', document.baseURI))),
    cores: navigator.hardwareConcurrency,
  })
}
