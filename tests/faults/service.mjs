// A stand-in for the paid service in a process of its own, with books on the disk. It renders nothing: every task gets
// the one small delivery it was given. It can misbehave once for each task, as `drill` says.
//   node service.mjs BOOKS DELIVERY   prints {"url": …}
// POST /control {"drill": …, "books": …} starts new books.
import { randomUUID } from 'node:crypto'
import { appendFileSync, createReadStream, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import process from 'node:process'

const [, , firstBooks, delivery] = process.argv
const files = readdirSync(delivery)
const clip = files.find((name) => name.endsWith('.mp4'))
const archive = files.find((name) => name.endsWith('.zip'))
let books = firstBooks
let drill = 'none'
let tasks = new Map()
let drilled = new Set()
let base = ''

const note = (line) =>
  appendFileSync(books, `${JSON.stringify({ at: Date.now(), ...line })}\n`, { flush: true })

/** True the first time it is asked for a task under this drill. */
function misbehaves(name, key) {
  if (drill !== name || drilled.has(`${name} ${key}`)) return false
  drilled.add(`${name} ${key}`)
  return true
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return serve(request, response)
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (request.url === '/control') {
      ;({ books, drill } = body)
      tasks = new Map()
      drilled = new Set()
      return send(response, 200, {})
    }
    answer(body[0], response)
  })
})

function answer(task, response) {
  const { taskType, taskUUID } = task
  switch (taskType) {
    case 'videoInference':
      return accept(task, response)
    case 'getResponse':
      return respond(taskUUID, response)
    case 'getTaskDetails': {
      const known = tasks.get(taskUUID)
      if (!known) return send(response, 400, { errors: [{ code: 'taskNotFound', message: '', taskUUID }] })
      return send(response, 200, { data: [{ taskType, taskUUID, response: success(taskUUID) }] })
    }
    case 'mediaStorage':
      return send(response, 200, { data: [{ taskType, taskUUID, mediaUUID: randomUUID() }] })
    default:
      return send(response, 200, { data: [] })
  }
}

function accept(task, response) {
  const { taskUUID } = task
  const id = { taskType: 'videoInference', taskUUID }
  if (misbehaves('reset-before-accepting', taskUUID)) return response.destroy()
  if (misbehaves('429', taskUUID)) {
    note({ event: 'refused', taskUUID })
    return send(response, 429, {
      errors: [{ code: 'userRateLimitExceeded', message: 'Slow down.', taskUUID }],
    })
  }
  if (tasks.has(taskUUID)) {
    note({ event: 'again', taskUUID })
    return send(response, 400, { errors: [{ code: 'conflictTaskUUID', message: 'Known.', ...id }] })
  }
  tasks.set(taskUUID, { polls: 0 })
  note({ event: 'accepted', taskUUID, prompt: task.positivePrompt })
  if (misbehaves('500-after-accepting', taskUUID))
    return send(response, 500, { errors: [{ code: 'internalServerError', message: 'Oops.' }] })
  if (misbehaves('reset-after-accepting', taskUUID)) return response.destroy()
  if (misbehaves('html', taskUUID)) return response.end('<html>Bad gateway</html>')
  send(response, 200, { data: [id] })
}

function respond(taskUUID, response) {
  const task = tasks.get(taskUUID)
  if (!task) return send(response, 200, { data: [] })
  task.polls += 1
  if (drill === 'empty-data' && task.polls < 5) return send(response, 200, { data: [] })
  if (drill === 'moderation')
    return send(response, 200, { errors: [{ code: 'contentPolicyViolation', message: 'No.', taskUUID }] })
  if (task.polls === 1)
    return send(response, 200, { data: [{ taskType: 'videoInference', taskUUID, status: 'processing' }] })
  if (drill === 'unknown-status' && task.polls < 4)
    return send(response, 200, { data: [{ taskType: 'videoInference', taskUUID, status: 'pondering' }] })
  send(response, 200, success(taskUUID))
}

function success(taskUUID) {
  const url = (name) => `${base}/files/${taskUUID}/${randomUUID()}/${name}`
  const outputs = { files: [{ uuid: randomUUID(), type: 'exr', url: url(archive) }] }
  const item = { taskType: 'videoInference', taskUUID, status: 'success', videoURL: url(clip), cost: 0.9 }
  return { data: [drill === 'no-exr' ? item : { ...item, outputs }] }
}

function serve(request, response) {
  const [, , taskUUID, , name] = request.url.split('/')
  if (misbehaves('expired-address', `${taskUUID} ${name}`)) return send(response, 403, {})
  const path = join(delivery, name)
  const { size } = statSync(path)
  note({ event: 'get', taskUUID, name })
  response.writeHead(200, { 'content-length': size })
  const isCut = misbehaves('cut-download', `${taskUUID} ${name}`)
  const stream = createReadStream(path, isCut ? { end: Math.floor(size / 2) } : {})
  if (isCut) stream.on('end', () => response.destroy())
  stream.pipe(response, { end: !isCut })
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

server.listen(0, '127.0.0.1', () => {
  base = `http://127.0.0.1:${server.address().port}`
  process.stdout.write(`${JSON.stringify({ url: base })}\n`)
})
