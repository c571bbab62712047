// Bad days to rehearse: each drill is what one take goes through, as plain data. What is done about them is the
// client's business; nothing here knows it.
import type { ServiceError } from './service-error'
import { toServiceError } from './service-error'

export type Reply =
  | { kind: 'json'; status: number; body: object; headers?: Record<string, string> }
  | { kind: 'text'; status: number; text: string; contentType: string }
  | { kind: 'reset' }
  /** Nothing, until the asker gives up. */
  | { kind: 'silence' }
  /** JSON that does not end. */
  | { kind: 'huge' }

/** What is answered in place of the truth; with `isDone`, what was asked is carried out all the same. */
export interface Misdeed {
  isDone: boolean
  reply: Reply
}

export type FileFault = { kind: 'status'; status: number } | { kind: 'cut'; promised: number; sent: number }

export interface Question {
  taskUuid: string
  /** How often this was asked before for this task. */
  turn: number
  /** Since the task was first posted. */
  elapsedMs: number
}

export interface Drill {
  name: string
  sentence: string
  onPost?(question: Question): Misdeed | undefined
  onPoll?(question: Question): Misdeed | undefined
  /** Changes the one item of a true answer. */
  reshape?(item: Record<string, unknown>, question: Question): Record<string, unknown>
  /** `turn`: how often this file was asked for before; `generation`: how many fresh addresses were given before this. */
  onFile?(request: { turn: number; generation: number; bytes: number }): FileFault | undefined
  /** What the take is rendered at, of the size asked for. */
  sizeFactor?: number
}

const EMPTY_MS = 120_000
const HTML = '<!DOCTYPE html><html><body><h1>Please sign in to the network</h1></body></html>'

const json = (status: number, body: object, headers?: Record<string, string>): Reply => ({
  kind: 'json',
  status,
  body,
  ...(headers ? { headers } : {}),
})
const errors = (...all: ServiceError[]): object => ({ errors: all })
const instead = (reply: Reply): Misdeed => ({ isDone: false, reply })
const afterwards = (reply: Reply): Misdeed => ({ isDone: true, reply })
const once =
  (misdeed: Misdeed) =>
  ({ turn }: Question) =>
    turn === 0 ? misdeed : undefined
const html: Reply = { kind: 'text', status: 200, text: HTML, contentType: 'text/html' }

const tooFast = toServiceError('rateLimitExceeded', 'Too many requests.')
const badKey = toServiceError('invalidApiKey', 'The key was revoked.')
/** A verdict on the task, in the documented place. */
const verdict =
  (code: string, message: string, more: object = {}) =>
  ({ taskUuid }: Question): Misdeed =>
    instead(json(400, errors({ ...toServiceError(code, message, { taskUUID: taskUuid }), ...more })))

export const DRILLS: readonly Drill[] = [
  {
    name: 'pace-with-retry-after',
    sentence: 'Refused for going too fast (429), and told how long to wait.',
    onPost: once(instead(json(429, errors(tooFast), { 'retry-after': '2' }))),
    onPoll: once(instead(json(429, errors(tooFast), { 'retry-after': '1' }))),
  },
  {
    name: 'pace',
    sentence: 'Refused for going too fast (429), without a word on how long to wait.',
    onPost: once(instead(json(429, errors(tooFast)))),
    onPoll: ({ turn }) => (turn < 2 ? instead(json(429, errors(tooFast))) : undefined),
  },
  {
    name: 'error-after-accepting',
    sentence: 'The take is accepted, but the answer is a server error (500).',
    onPost: once(afterwards(json(500, errors(toServiceError('internalServerError', 'Something broke.'))))),
  },
  {
    name: 'reset-before-accepting',
    sentence: 'The connection breaks off before the take is accepted.',
    onPost: once(instead({ kind: 'reset' })),
  },
  {
    name: 'reset-after-accepting',
    sentence: 'The take is accepted, and the connection breaks off before the answer.',
    onPost: once(afterwards({ kind: 'reset' })),
  },
  {
    name: 'slow-answer',
    sentence: 'The take is accepted, but the answer never comes in time.',
    onPost: once(afterwards({ kind: 'silence' })),
  },
  {
    name: 'conflict',
    sentence: 'The take is accepted, and the answer says that it was there already.',
    onPost: once(
      afterwards(
        json(400, errors(toServiceError('conflictTaskUUID', 'A task with this id exists already.'))),
      ),
    ),
  },
  {
    name: 'empty-polls',
    sentence: 'For two minutes the service seems to know nothing of the take.',
    onPoll: ({ elapsedMs }) => (elapsedMs < EMPTY_MS ? instead(json(200, { data: [] })) : undefined),
  },
  {
    name: 'moderation',
    sentence: 'The take is refused on safety grounds after it was accepted.',
    onPoll: verdict('contentPolicyViolation', 'The prompt was refused.', { parameter: ['positivePrompt'] }),
  },
  {
    name: 'provider-time-out',
    sentence: 'The model did not finish in time.',
    onPoll: ({ taskUuid }) => {
      const error = toServiceError('timeoutProvider', 'The model did not finish in time.')
      const item = { taskType: 'videoInference', taskUUID: taskUuid, status: 'error', error }
      return instead(json(200, { data: [item] }))
    },
  },
  {
    name: 'unknown-code',
    sentence: 'The take fails with a code nobody has seen before.',
    onPoll: verdict('luminanceOverflow', 'The flux was not captured.'),
  },
  {
    name: 'no-money',
    sentence: 'The account is empty (402) when the take is sent.',
    onPost: once(instead(json(402, errors(toServiceError('insufficientCredits', 'Not enough credits.'))))),
  },
  {
    name: 'key-revoked',
    sentence: 'The key stops working (401) while the take is being made, for five questions.',
    onPoll: ({ turn }) => (turn > 0 && turn < 6 ? instead(json(401, errors(badKey))) : undefined),
  },
  {
    name: 'html',
    sentence: 'A sign-in page answers in place of the service, once when sending and once when asking.',
    onPost: once(afterwards(html)),
    onPoll: once(instead(html)),
  },
  {
    name: 'truncated-json',
    sentence: 'Answers are cut off in the middle, once when sending and once when asking.',
    onPost: once(
      afterwards({ ...html, text: '{"data":[{"taskType":"videoInf', contentType: 'application/json' }),
    ),
    onPoll: once(instead({ ...html, text: '{"data":[{"task', contentType: 'application/json' })),
  },
  {
    name: 'huge-json',
    sentence: 'Answers do not end, once when sending and once when asking.',
    onPost: once(afterwards({ kind: 'huge' })),
    onPoll: once(instead({ kind: 'huge' })),
  },
  {
    name: 'expired-address',
    sentence: 'The addresses of the result have run out when they are first used.',
    onFile: ({ generation }) => (generation === 0 ? { kind: 'status', status: 403 } : undefined),
  },
  {
    name: 'wrong-length',
    sentence: 'The first download promises more bytes than come.',
    onFile: ({ turn, bytes }) =>
      turn === 0 ? { kind: 'cut', promised: bytes + 1_024, sent: bytes } : undefined,
  },
  {
    name: 'cut-download',
    sentence: 'Downloads break off: at once, after a byte, in the middle, and a byte before the end.',
    onFile({ turn, bytes }) {
      const sent = [0, 1, Math.floor(bytes / 2), bytes - 1][turn]
      return sent === undefined ? undefined : { kind: 'cut', promised: bytes, sent }
    },
  },
  {
    name: 'no-exr',
    sentence: 'The result comes without the EXR sequence that was asked for.',
    reshape: ({ outputs: _outputs, ...item }) => item,
  },
  {
    name: 'wrong-size',
    sentence: 'The result comes at half the size that was asked for.',
    sizeFactor: 0.5,
  },
  {
    name: 'unknown-status',
    sentence: 'The service calls the take something nobody has heard of for a while.',
    onPoll: ({ taskUuid, turn }) =>
      turn < 3
        ? instead(
            json(200, { data: [{ taskType: 'videoInference', taskUUID: taskUuid, status: 'dreaming' }] }),
          )
        : undefined,
  },
]

export function findDrill(name: string): Drill | undefined {
  return DRILLS.find((drill) => drill.name === name)
}
