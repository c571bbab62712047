// Every failure the application can name. Codes are stable: the renderer turns them into words, tests and
// the command line compare them. A failure says what went wrong; what to do about it is said in messages.ts.

export const FAILURE_CODES = [
  // the door
  'unknown-call',
  'invalid-input',
  'invalid-output',
  'internal',
  // stills
  'still-missing',
  'still-empty',
  'still-is-folder',
  'still-unreadable',
  'still-unsupported',
  'still-too-small',
  'still-too-large',
  'still-needs-developing',
  'still-scene-referred',
  'still-named-log',
  'drop-unreadable',
  'clipboard-empty',
  // projects
  'project-unreadable',
  'project-newer',
  'project-gone',
  'project-read-only',
  'shot-unknown',
  'shot-has-takes',
  'take-unknown',
  'still-unknown',
  'media-unknown',
  // rules
  'rules-broken',
  'budget-passed',
  'repeats-take',
  'take-not-waiting',
  'take-at-work',
  'take-without-files',
  'trash-refused',
  'name-too-long',
  // generation
  'service-unreachable',
  'service-refused',
  'service-key',
  'service-money',
  'service-busy',
  'service-safety',
  'service-input',
  'service-failed',
  'service-gone',
  'service-talks-nonsense',
  'service-address',
  'key-not-kept',
  'fate-unknown',
  'result-incomplete',
  // practice
  'port-taken',
  // delivery
  'download-failed',
  'ingest-missing',
  'ingest-unknown',
  'zip-unreadable',
  'zip-refused',
  'exr-unreadable',
  'exr-damaged',
  'sequence-empty',
  'sequence-mixed',
  'video-unreadable',
  'video-not-as-asked',
  'seal-broken',
  'seal-unreadable',
  // machine
  'ffmpeg-missing',
  'ffmpeg-limited',
  'ffmpeg-failed',
  'disk-full',
  'disk-refused',
] as const

export type FailureCode = (typeof FAILURE_CODES)[number]

/** JSON-like details that help the artist or a log: a file name, a limit, a frame number. Never a secret. */
export type FailureDetails = { readonly [key: string]: FailureDetail }
export type FailureDetail = string | number | boolean | null | readonly FailureDetail[] | FailureDetails

export class Failure extends Error {
  readonly code: FailureCode
  readonly details: FailureDetails

  /** `message` is a plain English sentence that names the thing concerned. */
  constructor(
    code: FailureCode,
    message: string,
    details: FailureDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message)
    this.name = 'Failure'
    this.code = code
    this.details = details
    if (options?.cause !== undefined) this.cause = options.cause
  }
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Failure
}

export function isFailureCode(code: unknown): code is FailureCode {
  return FAILURE_CODES.some((known) => known === code)
}

/** Fails to compile where a union is not handled whole. */
export function assertNever(value: never): never {
  throw new Failure('internal', `Unhandled case: ${JSON.stringify(value)}`)
}
