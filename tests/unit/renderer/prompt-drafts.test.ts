import { describe, expect, it } from 'vitest'
import { PromptDrafts } from '../../../src-renderer/shot/prompt-drafts.svelte'

function setUp() {
  const saved: [string, string][] = []
  const failures: unknown[] = []
  const timers = new Set<() => void>()
  let refusal: Error | undefined
  const drafts = new PromptDrafts({
    async save(shotName, prompt) {
      if (refusal) throw refusal
      saved.push([shotName, prompt])
    },
    onFailed: (error) => failures.push(error),
    later(run) {
      timers.add(run)
      return () => timers.delete(run)
    },
  })
  return {
    drafts,
    saved,
    failures,
    timers,
    elapse: () => [...timers].forEach((run) => run()),
    refuse: (error: Error | undefined) => (refusal = error),
  }
}
const shot = { name: 'SH010', prompt: 'from main' }

describe('a prompt while it is typed', () => {
  it('is saved once, in the pause', async () => {
    const { drafts, saved, timers, elapse } = setUp()
    for (const text of ['R', 'Ra', 'Rain']) drafts.type('SH010', text)
    expect(timers.size).toBe(1)
    expect(saved).toEqual([])
    elapse()
    await drafts.flush()
    expect(saved).toEqual([['SH010', 'Rain']])
  })

  it('is what the field shows, whatever main says meanwhile', () => {
    const { drafts } = setUp()
    expect(drafts.textOf(shot)).toBe('from main')
    drafts.type('SH010', '')
    expect(drafts.textOf({ ...shot, prompt: 'another snapshot' })).toBe('')
  })

  it('what is typed during a save is not lost to it', async () => {
    const { drafts, saved } = setUp()
    drafts.type('SH010', 'Rain')
    const flushed = drafts.flush('SH010')
    drafts.type('SH010', 'Rain on glass')
    await flushed
    expect(drafts.textOf(shot)).toBe('Rain on glass')
    await drafts.flush('SH010')
    expect(saved.at(-1)).toEqual(['SH010', 'Rain on glass'])
  })

  it('is kept when it cannot be saved, and the reason is told', async () => {
    const { drafts, failures, refuse, saved } = setUp()
    refuse(new Error('disk full'))
    drafts.type('SH010', 'Rain')
    expect(await drafts.flush()).toBe(false)
    expect(failures).toHaveLength(1)
    expect(drafts.textOf(shot)).toBe('Rain')
    refuse(undefined)
    expect(await drafts.flush()).toBe(true)
    expect(saved).toEqual([['SH010', 'Rain']])
  })

  it('is kept, not cut, when it is too long', async () => {
    const { drafts, saved } = setUp()
    const long = 'x'.repeat(6001)
    drafts.type('SH010', long)
    await drafts.flush()
    expect(saved).toEqual([])
    expect(drafts.textOf(shot)).toBe(long)
  })

  it('belongs to its shot', async () => {
    const { drafts, saved } = setUp()
    drafts.type('SH010', 'one')
    drafts.type('SH020', 'two')
    await drafts.flush()
    expect(saved.sort()).toEqual([
      ['SH010', 'one'],
      ['SH020', 'two'],
    ])
  })
})
