// What can be wrong with an EXR, by name and place. Knows nothing of the house: this folder stands alone.

export type ExrErrorCode =
  /** The bytes given end inside the header: read on and try again, or call the file cut short. */
  | 'needs-more-bytes'
  | 'not-exr'
  | 'unsupported-version'
  | 'unsupported-compression'
  | 'bad-attribute'
  | 'missing-attribute'
  | 'bad-channels'
  | 'bad-window'
  | 'bad-tiles'
  | 'bad-part'
  /** A length or count beyond what any real picture has, or beyond what the caller allows. */
  | 'too-large'
  /** A chunk is missing, lies outside the file, or is not the one its place in the table asks for. */
  | 'bad-chunk'
  /** The bytes inside a chunk do not unpack to its pixels. */
  | 'bad-data'
  /** A picture of a kind that is not decoded here. */
  | 'unsupported-picture'
  /** What the caller asks for is not in the file, or does not fit the buffer it gives. */
  | 'bad-request'

export class ExrError extends Error {
  readonly code: ExrErrorCode
  /** Where in the file the trouble is. */
  readonly byteOffset: number

  /** `message` is a plain English sentence. */
  constructor(code: ExrErrorCode, byteOffset: number, message: string) {
    super(message)
    this.name = 'ExrError'
    this.code = code
    this.byteOffset = byteOffset
  }
}

export function isExrError(error: unknown): error is ExrError {
  return error instanceof ExrError
}
