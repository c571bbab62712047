// The delivery room: download, unpack, conform, prove. Composes its acts; each stands in a file of its own.
import type { Clock } from '../../ports/clock'
import type { ProbeVideo, RunFfmpeg } from '../../ports/ffmpeg'
import { bringIn } from './bring-in'
import { checkSeal } from './check-seal'
import { conform } from './conform'
import { download, type Downloaded, type DownloadOptions } from './download'
import type { ExrFrames } from './exr-frames'
import { inspectExr, type ExrInspection } from './inspect-exr'
import { sealReceived } from './seal-received'
import { sealSequence } from './seal-sequence'
import { sniffDelivery } from './sniff'
import { unpack, type Unpacked, type UnpackOptions } from './unpack'
import { measureByFfmpeg } from './measure-by-ffmpeg'
import { proveSequence, type ProveSequenceOptions, type SequenceProof } from './prove-sequence'
import { proveVideo, type ProveVideoOptions, type VideoProof } from './prove-video'
import type { ZipLimits } from './zip-rules'

export interface DeliveryPorts {
  fetch: typeof fetch
  run: RunFfmpeg
  probe: ProbeVideo
  exr: ExrFrames
  clock: Clock
  /** What this machine's settings say otherwise of the caps on archives; asked for each one. */
  unpackLimits?: () => Partial<ZipLimits>
}

export interface Delivery {
  download(options: DownloadOptions): Promise<Downloaded>
  sniffDelivery: typeof sniffDelivery
  unpack(options: UnpackOptions): Promise<Unpacked>
  conform: typeof conform
  bringIn: typeof bringIn
  /** `folder`: where the conformed frames lie, named by `baseName`. */
  proveSequence(options: ProveSequenceOptions & { folder: string }): Promise<SequenceProof>
  proveVideo(options: ProveVideoOptions): Promise<VideoProof>
  inspectExr(path: string): Promise<ExrInspection>
  sealSequence: typeof sealSequence
  sealReceived: typeof sealReceived
  checkSeal: typeof checkSeal
}

export function createDelivery(ports: DeliveryPorts): Delivery {
  return {
    download: (options) => download(ports, options),
    sniffDelivery,
    unpack: (options) => unpack({ ...options, limits: { ...ports.unpackLimits?.(), ...options.limits } }),
    conform,
    bringIn,
    proveSequence({ folder, ...options }) {
      const { baseName, padding, signal, onProgress } = options
      return proveSequence(
        {
          exr: ports.exr,
          measure: (frames, size) =>
            measureByFfmpeg(
              ports.run,
              { folder, baseName, padding },
              frames.map(({ frame }) => frame),
              size,
              signal,
              onProgress,
            ),
        },
        options,
      )
    },
    proveVideo: (options) => proveVideo(ports, options),
    inspectExr: (path) => inspectExr(ports.exr, path),
    sealSequence,
    sealReceived,
    checkSeal,
  }
}
