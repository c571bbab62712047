// Undo and redo as pure data.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  EMPTY_HISTORY,
  HISTORY_MAX,
  historyLabels,
  historySchema,
  recordStep,
  redoStep,
  undoStep,
  type History,
} from '#shared/domain/history'
import { createShot, type Shot } from '#shared/domain/shot'
import { addStill } from '#shared/domain/shot-edits'
import { makeStill } from '../../support/arbitrary-crops'

interface Document {
  shot: Shot
  history: History
}
const fresh: Document = { shot: createShot('SH010'), history: EMPTY_HISTORY }

function edit({ shot, history }: Document, after: Shot, label = 'edit', mergeKey?: string, at = 0): Document {
  return { shot: after, history: recordStep(history, { before: shot, after, label, mergeKey, at }) }
}
function go(document: Document, step: typeof undoStep): Document {
  return step(document.history, document.shot) ?? document
}

describe('undo', () => {
  it('brings back every document in turn, redo leads forth again', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 }), { maxLength: 30 }), (prompts) => {
        const shots: Shot[] = [fresh.shot]
        let document = fresh
        for (const prompt of prompts) {
          if (prompt === document.shot.prompt) continue
          document = edit(document, { ...document.shot, prompt })
          shots.push(document.shot)
        }
        for (const shot of [...shots].reverse().slice(1)) {
          document = go(document, undoStep)
          expect(document.shot).toEqual(shot)
        }
        expect(undoStep(document.history, document.shot)).toBeUndefined()
        for (const shot of shots.slice(1)) {
          document = go(document, redoStep)
          expect(document.shot).toEqual(shot)
        }
        expect(redoStep(document.history, document.shot)).toBeUndefined()
      }),
    )
  })

  it('takes back an import with its still, and redo brings the still again', () => {
    const added = edit(fresh, addStill(fresh.shot, makeStill('a')), 'add still')
    const back = go(added, undoStep)
    expect(back.shot).toEqual(fresh.shot)
    expect(go(back, redoStep).shot.stills.map((still) => still.id)).toEqual(['a'])
  })

  it('names what it would concern', () => {
    const one = edit(fresh, { ...fresh.shot, loop: true }, 'loop')
    expect(historyLabels(one.history)).toEqual({ undo: 'loop', redo: null })
    expect(historyLabels(go(one, undoStep).history)).toEqual({ undo: null, redo: 'loop' })
  })

  it('touches only the fields its step changed', () => {
    const one = edit(fresh, { ...fresh.shot, loop: true })
    const elsewhere = { ...one, shot: { ...one.shot, prompt: 'from elsewhere' } }
    expect(go(elsewhere, undoStep).shot).toMatchObject({ loop: false, prompt: 'from elsewhere' })
  })
})

describe('a step', () => {
  it('that changes nothing is none', () => {
    expect(edit(fresh, { ...fresh.shot }).history).toBe(EMPTY_HISTORY)
  })

  it('after an undo takes the place of what could be redone', () => {
    const two = edit(edit(fresh, { ...fresh.shot, prompt: 'a' }), { ...fresh.shot, prompt: 'b' })
    const other = edit(go(two, undoStep), { ...fresh.shot, prompt: 'c' })
    expect(historyLabels(other.history).redo).toBeNull()
    expect(go(other, undoStep).shot.prompt).toBe('a')
    expect(other.history.steps.map((step) => step.after.prompt)).toEqual(['a', 'c'])
  })

  it('of typing is one until there is a pause', () => {
    const typed = ['S', 'Sl', 'Slow'].reduce(
      (document, prompt, index) =>
        edit(document, { ...document.shot, prompt }, 'prompt', 'prompt', index * 500),
      fresh,
    )
    expect(typed.history.steps).toHaveLength(1)
    expect(go(typed, undoStep).shot.prompt).toBe('')
    const later = edit(typed, { ...typed.shot, prompt: 'Slow push' }, 'prompt', 'prompt', 60_000)
    expect(go(later, undoStep).shot.prompt).toBe('Slow')
  })

  it('is never merged into one that was undone', () => {
    const typed = edit(fresh, { ...fresh.shot, prompt: 'a' }, 'prompt', 'prompt', 0)
    const back = go(typed, undoStep)
    const again = edit(back, { ...back.shot, prompt: 'b' }, 'prompt', 'prompt', 100)
    expect(go(again, undoStep).shot.prompt).toBe('')
    // Nor into the step before it, which the artist went back to.
    const loop = edit(typed, { ...typed.shot, loop: true }, 'loop', undefined, 200)
    const returned = go(loop, undoStep)
    const more = edit(returned, { ...returned.shot, prompt: 'ab' }, 'prompt', 'prompt', 300)
    expect(go(more, undoStep).shot.prompt).toBe('a')
  })

  it('beyond the most drops the oldest, and the whole is still a history on disk', () => {
    let document = fresh
    for (let index = 0; index < HISTORY_MAX + 20; index += 1) {
      document = edit(document, { ...document.shot, prompt: String(index) })
    }
    expect(document.history.steps).toHaveLength(HISTORY_MAX)
    expect(historySchema.parse(JSON.parse(JSON.stringify(document.history)))).toEqual(document.history)
  })
})
