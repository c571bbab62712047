// The compressions that pack bytes and know nothing of pixels: RLE, and ZIPS and ZIP, which differ in lines alone.
import { inflate } from './inflate'
import { unpredict } from './predictor'
import { unpackRuns } from './run-lengths'
import { BAD_DEFLATE, BAD_RUNS, OK, WRONG_SIZE } from './status'

/** `scratch` is as large as the target, slack included. */
export function unpackZip(
  source: usize,
  sourceBytes: usize,
  scratch: usize,
  target: usize,
  targetBytes: usize,
): i32 {
  const written = inflate(source, sourceBytes, scratch, targetBytes)
  if (written < 0) return BAD_DEFLATE
  if (written !== <i32>targetBytes) return WRONG_SIZE
  unpredict(scratch, target, targetBytes)
  return OK
}

export function unpackRle(
  source: usize,
  sourceBytes: usize,
  scratch: usize,
  target: usize,
  targetBytes: usize,
): i32 {
  const written = unpackRuns(source, sourceBytes, scratch, targetBytes)
  if (written < 0) return BAD_RUNS
  if (written !== <i32>targetBytes) return WRONG_SIZE
  unpredict(scratch, target, targetBytes)
  return OK
}
