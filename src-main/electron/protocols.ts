// Gives Electron the two schemes of the window: app: for its own files, media: for registered ones.
import { protocol, type Protocol } from 'electron'
import { APP_SCHEME, MEDIA_SCHEME } from './content-security'
import { answerMedia, type MediaFile } from './media-files'
import { answerUpload, isUpload, type UploadDoor } from './media-uploads'
import { answerWindowFile } from './window-files'

/** Must run before Electron is ready. */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { ...privileges, codeCache: true } },
    { scheme: MEDIA_SCHEME, privileges: { ...privileges, stream: true, corsEnabled: true } },
  ])
}

export interface SchemeOptions {
  /** The folder of the built window. */
  windowFolder: string
  openMedia(id: string): MediaFile | undefined
  /** Without it nothing can be sent. */
  uploads?: UploadDoor
}

export function serveSchemes(target: Protocol, { windowFolder, openMedia, uploads }: SchemeOptions): void {
  target.handle(APP_SCHEME, (request) => answerWindowFile(request, windowFolder))
  target.handle(MEDIA_SCHEME, (request) =>
    uploads && isUpload(request) ? answerUpload(request, uploads) : answerMedia(request, openMedia),
  )
}
