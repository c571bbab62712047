// What becomes of a take under each drill of the practice service, killed or not. A drill that is not named here is
// one that the bench refuses to run, so that a new one cannot be left out unnoticed.

/**
 * `state`, and `code` where it ends badly: the take's end. `rests`: how often it comes to rest on its way there, each
 * time to be gone on with; without it, one resume brings the end.
 */
const ARRIVES = { state: 'arrived' }

export const DRILL_ENDS = {
  none: ARRIVES,
  'pace-with-retry-after': ARRIVES,
  pace: ARRIVES,
  'error-after-accepting': ARRIVES,
  'reset-before-accepting': ARRIVES,
  'reset-after-accepting': ARRIVES,
  'slow-answer': ARRIVES,
  conflict: ARRIVES,
  'empty-polls': ARRIVES,
  moderation: { state: 'failed', code: 'service-safety' },
  'provider-time-out': { state: 'failed', code: 'service-failed' },
  'unknown-code': { state: 'failed', code: 'service-failed' },
  'no-money': { state: 'arrived', rests: 1 },
  'key-revoked': ARRIVES,
  html: ARRIVES,
  'truncated-json': ARRIVES,
  'huge-json': ARRIVES,
  'expired-address': ARRIVES,
  // One promise too many for each of the two files; four cuts of each.
  'wrong-length': { state: 'arrived', rests: 2 },
  'cut-download': { state: 'arrived', rests: 8 },
  'no-exr': { state: 'failed', code: 'result-incomplete' },
  'wrong-size': { state: 'failed', code: 'video-not-as-asked' },
  'unknown-status': ARRIVES,
}
