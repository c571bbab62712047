// The environment of this program, apart from what the programs it starts are given: ffmpeg has no use for a key, and
// a process's environment can be read in the process list.

/**
 * A copy of `env` with everything in it. The key is taken out of `env` itself, so that no process started from now on
 * inherits it.
 */
export function claimEnvironment(
  env: Record<string, string | undefined>,
): Readonly<Record<string, string | undefined>> {
  const own = { ...env, RUNWARE_API_KEY: env['RUNWARE_API_KEY'] }
  delete env['RUNWARE_API_KEY']
  return own
}
