// An in-memory main for tests of the window: answers every call from a snapshot, applies edits with the domain's own
// functions, and sends the events the real one sends. Answers cross as plain data, like over the real door.
import type { CallInput, CallName, CallOutput } from '#shared/contract/calls'
import type { DisplayView } from '#shared/contract/display-views'
import type { EventName, EventPayload } from '#shared/contract/events'
import { snapshotSchema, type ShotView, type Snapshot } from '#shared/contract/views'
import type { Transport, WireEvent, WireResult } from '#shared/contract/wire'
import { Failure, isFailure } from '#shared/domain/failure'
import { nextShotName } from '#shared/domain/names'
import { moveInOrder } from '#shared/domain/queue'
import { createShot } from '#shared/domain/shot'
import { saveLook, removeLook } from '#shared/domain/project'
import { applyEdit, describeEdit } from '#shared/domain/shot-edit'

const FAKE_BALANCE = { amount: 41.2, freeAmount: 0, currency: 'USD' }

export interface FakeBridge extends Transport {
  snapshot(): Snapshot
  /** Replaces everything the window sees and tells it so. */
  show(snapshot: Snapshot): void
  send<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  /** The next call of this name fails with this. */
  failNext(name: CallName, failure: Failure): void
  /** The next call of this name answers with this, when it comes. */
  answerNext<Name extends CallName>(name: Name, value: CallOutput<Name> | Promise<CallOutput<Name>>): void
  /** Every call so far, in order. */
  readonly calls: readonly { name: string; input: unknown }[]
}

interface Options {
  snapshot: Snapshot
  /** Makes the true frame's EXR file and returns its media id. */
  frameFile(frame: number): Promise<string>
  displayViews: readonly DisplayView[]
}

type Answers = { [Name in CallName]?: (input: CallInput<Name>) => unknown }

const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 9, 30, second)).toISOString()
const HISTORY: CallOutput<'getTakeHistory'>['events'] = [
  { at: at(0), event: 'intended', state: null, usd: 3.6, code: null },
  { at: at(2), event: 'posting', state: null, usd: null, code: null },
  { at: at(3), event: 'refused', state: null, usd: null, code: 'service-money' },
  { at: at(40), event: 'posting', state: null, usd: null, code: null },
  { at: at(41), event: 'state', state: 'submitted', usd: null, code: null },
  { at: at(59), event: 'billed', state: null, usd: 3.6, code: null },
]

export function createFakeBridge({ snapshot: first, frameFile, displayViews }: Options): FakeBridge {
  let snapshot = snapshotSchema.parse(first)
  const listeners = new Set<(event: WireEvent) => void>()
  const calls: { name: string; input: unknown }[] = []
  const next = new Map<string, () => unknown>()

  function send(name: string, payload: unknown): void {
    for (const listener of listeners) listener(structuredClone({ name, payload }))
  }

  function show(changed: Snapshot): void {
    const { change, edit } = snapshot.revision
    const revision = { change: change + 1, edit: Math.max(edit, changed.revision.edit) }
    snapshot = snapshotSchema.parse({ ...changed, revision })
    send('projectChanged', snapshot)
  }

  function editShot(shotName: string, edit: (shot: ShotView) => ShotView): void {
    if (!snapshot.shots.some((shot) => shot.name === shotName)) {
      throw new Failure('shot-unknown', `There is no shot ${shotName}.`)
    }
    show({ ...snapshot, shots: snapshot.shots.map((shot) => (shot.name === shotName ? edit(shot) : shot)) })
  }

  const pasts = new Map<string, ShotView>()

  function swapPast(shotName: string, way: 'undo' | 'redo'): { label: string | null } {
    const past = pasts.get(shotName)
    const label = snapshot.shots.find((shot) => shot.name === shotName)?.history[way] ?? null
    if (!past || label === null) return { label: null }
    editShot(shotName, (shot) => {
      pasts.set(shotName, shot)
      return {
        ...past,
        history: { undo: way === 'redo' ? label : null, redo: way === 'undo' ? label : null },
      }
    })
    return { label }
  }

  const answers: Answers = {
    getSnapshot: () => snapshot,
    createShot() {
      const shot = createShot(nextShotName(snapshot.shots.map((known) => known.name)))
      show({
        ...snapshot,
        shots: [
          ...snapshot.shots,
          { ...shot, stills: [], takes: [], nextTakeNumber: 1, history: { undo: null, redo: null } },
        ],
      })
      return { shotName: shot.name }
    },
    removeShot({ shotName }) {
      show({ ...snapshot, shots: snapshot.shots.filter((shot) => shot.name !== shotName) })
      return {}
    },
    editShot({ shotName, edit, editNumber = 0 }) {
      snapshot = { ...snapshot, revision: { ...snapshot.revision, edit: editNumber } }
      editShot(shotName, (shot) => {
        pasts.set(shotName, shot)
        const history = { undo: describeEdit(edit).label, redo: null }
        return { ...shot, ...applyEdit(shot, edit), stills: shot.stills, history }
      })
      return {}
    },
    // One step each way is enough for a window that only shows them.
    undoShot: ({ shotName }) => swapPast(shotName, 'undo'),
    redoShot: ({ shotName }) => swapPast(shotName, 'redo'),
    previewRequest({ shotName }) {
      const shot = snapshot.shots.find((known) => known.name === shotName)
      const request = [{ taskType: 'videoInference', positivePrompt: shot?.prompt, duration: shot?.duration }]
      return {
        request,
        curl: `curl -H "Authorization: Bearer $RUNWARE_API_KEY" -d '${JSON.stringify(request)}'`,
      }
    },
    listPrompts: () => ({
      prompts: snapshot.shots
        .filter(({ prompt }, index, shots) => {
          return prompt !== '' && shots.findIndex((shot) => shot.prompt === prompt) === index
        })
        .map((shot) => ({ text: shot.prompt, source: shot.name, at: null })),
    }),
    saveLook({ look }) {
      const looks = saveLook(snapshot.project.looks, look)
      show({ ...snapshot, project: { ...snapshot.project, looks } })
      return {}
    },
    removeLook({ name }) {
      const looks = removeLook(snapshot.project.looks, name)
      show({ ...snapshot, project: { ...snapshot.project, looks } })
      return {}
    },
    setConform({ conform }) {
      show({ ...snapshot, project: { ...snapshot.project, conform } })
      return {}
    },
    setBudget({ budgetUsd }) {
      show({ ...snapshot, project: { ...snapshot.project, budgetUsd } })
      return {}
    },
    refreshCanvases: () => ({ status: 'unreachable' }),
    setKey({ keep }) {
      show({ ...snapshot, service: { ...snapshot.service, key: keep } })
      return { balance: FAKE_BALANCE }
    },
    checkKey: () => ({ balance: FAKE_BALANCE }),
    forgetKey() {
      show({ ...snapshot, service: { ...snapshot.service, key: 'none', current: 'practice' } })
      return {}
    },
    chooseService({ service }) {
      show({ ...snapshot, service: { ...snapshot.service, current: service } })
      return {}
    },
    saveSettings(changes) {
      show({ ...snapshot, settings: { ...snapshot.settings, ...changes } })
      return {}
    },
    async getFrameFile({ frame }) {
      return { mediaId: await frameFile(frame) }
    },
    getDisplayViews: () => ({ views: displayViews }),
    ingestDeliveries: ({ paths }) => ({ takes: [], left: paths }),
    importStills: () => ({ shotName: snapshot.shots[0]?.name ?? null, importedStillIds: [], refused: [] }),
    pickStills: () => ({ shotName: null, importedStillIds: [], refused: [] }),
    pasteStill: () => ({ shotName: null, importedStillIds: [], refused: [] }),
    buyTake: ({ count = 1 }) => ({
      takeId: 'take-new',
      takeIds: Array.from({ length: count }, (_, index) =>
        index === 0 ? 'take-new' : `take-new-${index + 1}`,
      ),
    }),
    getTakeHistory: () => ({ events: HISTORY }),
    exportLedger: () => ({ isSaved: true }),
    moveWaitingTake({ takeId, place }) {
      const waiting = moveInOrder(snapshot.queue.waiting, takeId, place)
      show({ ...snapshot, queue: { ...snapshot.queue, waiting } })
      return {}
    },
    withdrawTake({ takeId }) {
      const waiting = snapshot.queue.waiting.filter((id) => id !== takeId)
      const shots = snapshot.shots.map((shot) => ({
        ...shot,
        takes: shot.takes.map((take) =>
          take.id === takeId ? { ...take, state: 'withdrawn' as const } : take,
        ),
      }))
      show({ ...snapshot, shots, queue: { ...snapshot.queue, waiting } })
      return {}
    },
    setQueueFlow({ flow }) {
      show({ ...snapshot, queue: { ...snapshot.queue, flow, holds: [] } })
      return {}
    },
    setQueueAtOnce({ atOnce }) {
      show({ ...snapshot, queue: { ...snapshot.queue, atOnce } })
      return {}
    },
    chooseProject: () => ({ isChanged: false }),
    chooseFfmpeg: () => ({ isChanged: false }),
    checkSeal: () => ({ isIntact: true }),
    getDiskUse: () => {
      const takes = snapshot.shots.flatMap((shot) => shot.takes)
      const sizes = takes.map(({ id, sequence }) => ({
        takeId: id,
        bytes: (sequence?.bytes ?? 4_000_000) * 2,
      }))
      return { projectBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 61_300_000), takes: sizes }
    },
    trashTake: () => ({}),
    dragOut: () => ({}),
  }

  async function answer(name: string, input: unknown): Promise<unknown> {
    const prepared = next.get(name)
    next.delete(name)
    if (prepared) return prepared()
    if (!Object.hasOwn(answers, name)) return {}
    return (answers[name as CallName] as ((input: unknown) => unknown) | undefined)?.(input)
  }

  return {
    calls,
    snapshot: () => snapshot,
    show,
    send,
    failNext: (name, failure) =>
      next.set(name, () => {
        throw failure
      }),
    answerNext: (name, value) => next.set(name, () => value),
    async call(name, input): Promise<WireResult> {
      calls.push(structuredClone({ name, input }))
      try {
        return structuredClone({ ok: true, value: await answer(name, input) })
      } catch (error) {
        if (!isFailure(error)) throw error
        const { code, message, details } = error
        return structuredClone({ ok: false, error: { code, message, details } })
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
