// Loaded into the real, unchanged program with `node --import`: counts its durable writes and its requests, and kills
// it with SIGKILL at the one it is told. Also lets its clock run faster, so that waiting costs no time.
//   FAULTS_KILL_AT  number of the point, from 1; 0 or nothing only counts
//   FAULTS_LOG      file that gets one line for each point passed
//   FAULTS_SPEED    how much faster the clock runs
import diagnostics from 'node:diagnostics_channel'
import { closeSync, openSync, writeSync } from 'node:fs'
import promises from 'node:fs/promises'
import { basename } from 'node:path'
import process from 'node:process'
import timers from 'node:timers/promises'

const killAt = Number(process.env.FAULTS_KILL_AT ?? 0)
const speed = Number(process.env.FAULTS_SPEED ?? 1)
const log = process.env.FAULTS_LOG ? openSync(process.env.FAULTS_LOG, 'a') : undefined
/** Of the pieces of a download only every so many is a point. */
const PIECES = 24
const real = { ...promises, now: Date.now, wait: timers.setTimeout }
let passed = 0

/** One point; the process does not outlive the one it is to die at. */
function point(name) {
  passed += 1
  if (log !== undefined) writeSync(log, `${name}\n`)
  if (passed !== killAt) return
  if (log !== undefined) closeSync(log)
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

const isNext = () => passed + 1 === killAt

// Whole files: before and after.
for (const name of ['rename', 'link', 'copyFile', 'mkdir', 'rm', 'writeFile']) {
  promises[name] = async (path, ...rest) => {
    const what = `${name} ${basename(String(path))}`
    point(`before ${what}`)
    const result = await real[name](path, ...rest)
    point(`after ${what}`)
    return result
  }
}

// Open files: before, in the middle, after, and around fsync.
const { constructor: FileHandle } = await probeHandle()
const paths = new WeakMap()
promises.open = async (path, ...rest) => {
  const file = await real.open(path, ...rest)
  paths.set(file, basename(String(path)))
  return file
}
for (const name of ['writeFile', 'appendFile']) {
  const write = FileHandle.prototype[name]
  FileHandle.prototype[name] = async function (data, ...rest) {
    const what = `${name} ${paths.get(this) ?? ''}`
    point(`before ${what}`)
    const bytes = Buffer.from(data)
    if (isNext()) await write.call(this, bytes.subarray(0, Math.floor(bytes.length / 2)), ...rest)
    point(`within ${what}`)
    const result = await write.call(this, data, ...rest)
    point(`after ${what}`)
    return result
  }
}
const { sync, write } = FileHandle.prototype
FileHandle.prototype.sync = async function () {
  await sync.call(this)
  point(`after sync ${paths.get(this) ?? ''}`)
}
let pieces = 0
FileHandle.prototype.write = async function (...rest) {
  const result = await write.apply(this, rest)
  if (pieces % PIECES === 0) point(`after piece ${paths.get(this) ?? ''}`)
  pieces += 1
  return result
}

// Requests: before they leave, when they have left, when the answer begins, when it is whole.
const EVENTS = { create: 'before', bodySent: 'sent', headers: 'answering', trailers: 'answered' }
for (const [event, words] of Object.entries(EVENTS)) {
  diagnostics.subscribe(`undici:request:${event}`, ({ request }) =>
    point(`${words} ${request.method} ${request.path}`),
  )
}

if (speed !== 1) {
  const start = real.now()
  Date.now = () => start + (real.now() - start) * speed
  timers.setTimeout = (ms, ...rest) => real.wait(ms / speed, ...rest)
}

async function probeHandle() {
  const file = await real.open(process.execPath, 'r')
  await file.close()
  return file
}
