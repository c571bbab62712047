// What becomes of a take under each drill of the practice service, killed or not. A drill that is not named here is
// one that the bench refuses to run, so that a new one cannot be left out unnoticed.

/**
 * `state`, and `code` where it ends badly: the take's end. `rests`: how often it comes to rest on its way there, each
 * time to be gone on with; without it, one resume brings the end.
 */
const SEALED = { state: 'sealed' }

export const DRILL_ENDS = {
  none: SEALED,
  'pace-with-retry-after': SEALED,
  pace: SEALED,
  'error-after-accepting': SEALED,
  'reset-before-accepting': SEALED,
  'reset-after-accepting': SEALED,
  'slow-answer': SEALED,
  conflict: SEALED,
  'empty-polls': SEALED,
  moderation: { state: 'failed', code: 'service-safety' },
  'provider-time-out': { state: 'failed', code: 'service-failed' },
  'unknown-code': { state: 'failed', code: 'service-failed' },
  'no-money': { state: 'sealed', rests: 1 },
  'key-revoked': SEALED,
  html: SEALED,
  'truncated-json': SEALED,
  'huge-json': SEALED,
  'expired-address': SEALED,
  // One promise too many for each of the two files; four cuts of each.
  'wrong-length': { state: 'sealed', rests: 2 },
  'cut-download': { state: 'sealed', rests: 8 },
  'no-exr': { state: 'failed', code: 'result-incomplete' },
  'wrong-size': { state: 'damaged', code: 'video-not-as-asked' },
  'unknown-status': SEALED,
}
