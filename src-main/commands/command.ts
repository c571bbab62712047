// What every command has: its arguments, a way out, and exit codes that pipelines can rely on.
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { isFailure, type FailureCode } from '#shared/domain/failure'

export const EXIT = { done: 0, failed: 1, usage: 2, missing: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Where a command speaks: results to stdout, everything else to stderr. */
export interface Voice {
  /** One line, or one JSON document, on stdout. */
  out(text: string): void
  /** A line for people, on stderr. */
  say(text: string): void
  isTerminal: boolean
}

export interface Command {
  name: string
  usage: string
  run(args: string[], voice: Voice, signal: AbortSignal): Promise<ExitCode>
}

/** Wrong usage: printed with the command's usage, exit code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>

/** Node's own parser, strict; throws UsageError. */
export function readArguments<const T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const MISSING: ReadonlySet<FailureCode> = new Set(['ffmpeg-missing', 'ffmpeg-limited'])

export function toExitCode(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage
  return isFailure(error) && MISSING.has(error.code) ? EXIT.missing : EXIT.failed
}
