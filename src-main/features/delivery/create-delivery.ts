// The delivery room: download, unpack, conform, verify. Composes its acts; each stands in a file of its own.
import type { Clock } from '../../ports/clock'
import type { ProbeVideo, RunFfmpeg } from '../../ports/ffmpeg'
import { checkSeal } from './check-seal'
import { conform } from './conform'
import { download, type Downloaded, type DownloadOptions } from './download'
import type { ExrFrames } from './exr-frames'
import { inspectExr, type ExrInspection } from './inspect-exr'
import { sealReceived } from './seal-received'
import { sealSequence } from './seal-sequence'
import { sniffDelivery } from './sniff'
import { unpack, type Unpacked, type UnpackOptions } from './unpack'
import { verifySequence, type VerifySequenceOptions } from './verify-sequence'
import { verifyVideo, type VerifyVideoOptions } from './verify-video'
import type { ZipLimits } from './zip-rules'
import type { ReceivedVideo, Sequence } from '#shared/domain/take'

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
  verifySequence(options: VerifySequenceOptions): Promise<Sequence>
  verifyVideo(options: VerifyVideoOptions): Promise<ReceivedVideo>
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
    verifySequence: (options) => verifySequence(ports, options),
    verifyVideo: (options) => verifyVideo(ports, options),
    inspectExr: (path) => inspectExr(ports.exr, path),
    sealSequence,
    sealReceived,
    checkSeal,
  }
}
