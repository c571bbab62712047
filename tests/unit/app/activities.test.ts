import { describe, expect, it } from 'vitest'
import type { TakeActivity } from '#shared/contract/views'
import { createActivities } from '../../../src-main/app/activities'
import { createMediaRegistry } from '../../../src-main/app/media-registry'

function setUp() {
  let now = 0
  const told: (TakeActivity | null)[] = []
  const clock = { now: () => now, sleep: async () => undefined }
  const activities = createActivities({ clock, onChange: (_id, activity) => told.push(activity) })
  return { activities, told, pass: (ms: number) => (now += ms) }
}

describe('what a take is busy with', () => {
  it('reckons the time left of a step from its own pace', () => {
    const { activities, pass } = setUp()
    activities.report('t', 'rendering', 0)
    pass(4_000)
    activities.report('t', 'rendering', 0.25)
    expect(activities.get('t')).toEqual({ step: 'rendering', fraction: 0.25, secondsLeft: 12 })
    activities.report('t', 'verifying', 0.5)
    expect(activities.get('t')?.secondsLeft).toBeNull()
  })

  it('says nothing of time while it would only jump about', () => {
    const { activities, pass } = setUp()
    activities.report('t', 'rendering', 0)
    pass(500)
    activities.report('t', 'rendering', 0.5)
    expect(activities.get('t')?.secondsLeft).toBeNull()
    pass(5_000)
    activities.report('t', 'rendering', 0.01)
    expect(activities.get('t')?.secondsLeft).toBeNull()
  })

  it('tells steps at once and shares ten times a second at most', () => {
    const { activities, told, pass } = setUp()
    for (let index = 0; index < 100; index += 1) {
      activities.report('t', 'proxies', index / 100)
      pass(10)
    }
    expect(told.length).toBeLessThanOrEqual(11)
    activities.report('t', 'rendering', 0)
    expect(told.at(-1)?.step).toBe('rendering')
  })

  it('tells how fast a download comes and what is left by that, not counting what was there before', () => {
    const { activities, pass } = setUp()
    activities.report('t', 'downloading', null)
    activities.reportTransfer('t', { done: 600, total: 1_000 })
    expect(activities.get('t')).toMatchObject({ fraction: 0.6, secondsLeft: null })
    pass(2_000)
    activities.reportTransfer('t', { done: 700, total: 1_000 })
    expect(activities.get('t')).toEqual({
      ...{ step: 'downloading', fraction: 0.7, secondsLeft: 6 },
      transfer: { bytes: 700, totalBytes: 1_000, bytesPerSecond: 50 },
    })
    pass(10_000)
    activities.reportTransfer('t', { done: 700, total: 1_000 })
    pass(10_000)
    activities.reportTransfer('t', { done: 700, total: 1_000 })
    expect(activities.get('t')).toMatchObject({ secondsLeft: null, transfer: { bytesPerSecond: 0 } })
  })

  it('knows no time left of a download of unknown length, and none of the last one', () => {
    const { activities, pass } = setUp()
    activities.reportTransfer('t', { done: 0 })
    pass(2_000)
    activities.reportTransfer('t', { done: 100 })
    expect(activities.get('t')).toMatchObject({
      ...{ fraction: null, secondsLeft: null },
      transfer: { totalBytes: null, bytesPerSecond: 50 },
    })
    activities.report('t', 'verifying', 0)
    expect(activities.get('t')).not.toHaveProperty('transfer')
  })

  it('shows all work as one share, and none when nothing runs', () => {
    const { activities, told } = setUp()
    expect(activities.overall()).toBeUndefined()
    activities.report('a', 'rendering', 1)
    expect(activities.overall()).toBeCloseTo(0.5)
    activities.report('b', 'proxies', 1)
    expect(activities.overall()).toBeCloseTo(0.75)
    activities.end('a')
    activities.end('b')
    activities.end('b')
    expect(activities.overall()).toBeUndefined()
    expect(told.filter((activity) => activity === null)).toHaveLength(2)
  })
})

describe('media ids', () => {
  it('are stable for a file and its version, and tell nothing of its path', () => {
    const media = createMediaRegistry()
    const id = media.register('/home/artist/secret.png', 'v1')
    expect(media.register('/home/artist/secret.png', 'v1')).toBe(id)
    expect(media.register('/home/artist/secret.png', 'v2')).not.toBe(id)
    expect(createMediaRegistry().register('/home/artist/secret.png', 'v1')).not.toBe(id)
    expect(media.open(id)).toEqual({ path: '/home/artist/secret.png', contentType: 'image/png' })
    expect(media.open('0'.repeat(32))).toBeUndefined()
  })
})
