import { describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { createArrivals } from '../../../src-renderer/window/arrivals'
import { Notices } from '../../../src-renderer/window/notices.svelte'
import { ViewState } from '../../../src-renderer/window/view-state.svelte'
import { makeArrived, makeShot, makeTake } from '../../support/fake-bridge-takes'

describe('notices', () => {
  it('stay until they are dismissed', () => {
    const notices = new Notices()
    notices.postError(new Failure('disk-full', 'No space left on /Volumes/Work.'))
    notices.postError(new Failure('still-empty', 'a.png is empty.'))
    expect(notices.list.map((notice) => notice.words.happened)).toEqual([
      'The disk is full.',
      'The file is empty.',
    ])
    notices.dismiss(notices.list[0]?.id ?? 0)
    expect(notices.list).toHaveLength(1)
  })

  it('the same words twice are one notice', () => {
    const notices = new Notices()
    for (let time = 0; time < 3; time += 1) notices.postError(new Failure('disk-full', 'No space left.'))
    notices.postError(new Failure('disk-full', 'No space left elsewhere.'))
    expect(notices.list).toHaveLength(2)
  })
})

describe('arrivals', () => {
  const running = [makeShot('SH010', { takes: [makeTake(1)] }), makeShot('SH020')]
  const arrived = [makeShot('SH010', { takes: [makeArrived(1)] }), makeShot('SH020')]

  function setUp(isTyping: boolean) {
    let shots = running
    const view = new ViewState(() => shots)
    const notices = new Notices()
    const arrivals = createArrivals({ view, notices, isTyping: () => isTyping })
    arrivals.look(shots)
    return {
      view,
      notices,
      arrive() {
        shots = arrived
        arrivals.look(shots)
      },
    }
  }

  it('open in the viewer for whoever waits on the bench', () => {
    const { view, notices, arrive } = setUp(false)
    arrive()
    expect([view.tab, notices.list.length]).toEqual(['viewer', 0])
  })

  it('only tell whoever is typing, and offer the way', () => {
    const { view, notices, arrive } = setUp(true)
    arrive()
    expect(view.tab).toBe('bench')
    expect(notices.list[0]?.words.happened).toBe('SH010 v001 has arrived.')
    notices.list[0]?.action?.run()
    expect(view.tab).toBe('viewer')
  })

  it('only tell whoever is at another shot', () => {
    const { view, notices, arrive } = setUp(false)
    view.showShot('SH020')
    arrive()
    expect([view.tab, notices.list.length]).toEqual(['bench', 1])
  })

  it('what had arrived before the window opened is no news', () => {
    const view = new ViewState(() => arrived)
    const notices = new Notices()
    createArrivals({ view, notices, isTyping: () => true }).look(arrived)
    expect(notices.list).toEqual([])
  })

  it('of several are one notice while others are still to come, and take nobody away', () => {
    let shots = [makeShot('SH010', { takes: [1, 2, 3].map((number) => makeTake(number)) })]
    const view = new ViewState(() => shots)
    const notices = new Notices()
    const arrivals = createArrivals({ view, notices, isTyping: () => false })
    arrivals.look(shots)
    for (const takes of [
      [makeArrived(1), makeTake(2), makeTake(3)],
      [makeArrived(1), makeArrived(2), makeTake(3)],
    ]) {
      shots = [makeShot('SH010', { takes })]
      arrivals.look(shots)
    }
    expect(view.tab).toBe('bench')
    expect(notices.list.map((notice) => notice.words.happened)).toEqual([
      '2 takes have arrived, the last one SH010 v002.',
    ])
  })
})
