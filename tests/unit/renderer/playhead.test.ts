import { describe, expect, it } from 'vitest'
import { Playhead } from '../../../src-renderer/viewer/playhead.svelte'

function loaded(count = 121, canPlay = true): Playhead {
  const playhead = new Playhead()
  playhead.load({ count, canPlay })
  return playhead
}

describe('the playhead', () => {
  it('stays inside the take', () => {
    const playhead = loaded()
    playhead.goTo(500)
    expect(playhead.frame).toBe(120)
    playhead.step(-999)
    expect(playhead.frame).toBe(0)
  })

  it('keeps its frame from take to take, as far as there is one', () => {
    const playhead = loaded()
    playhead.goTo(48)
    playhead.load({ count: 121, canPlay: true })
    expect(playhead.frame).toBe(48)
    playhead.load({ count: 12, canPlay: true })
    expect(playhead.frame).toBe(11)
  })

  it('a second L doubles, a third stays, K stops', () => {
    const playhead = loaded()
    playhead.playForward()
    expect(playhead.motion).toBe('forward')
    playhead.playForward()
    playhead.playForward()
    expect(playhead.motion).toBe('fast')
    playhead.pause()
    expect(playhead.motion).toBe('stopped')
  })

  it('playing from the last frame begins again', () => {
    const playhead = loaded()
    playhead.goTo(120)
    playhead.toggle()
    expect([playhead.frame, playhead.motion]).toEqual([0, 'forward'])
  })

  it('going somewhere stops', () => {
    const playhead = loaded()
    playhead.playReverse()
    playhead.goTo(7)
    expect([playhead.frame, playhead.motion]).toEqual([7, 'stopped'])
  })

  it('follows the picture only while it moves by itself', () => {
    const playhead = loaded()
    playhead.follow(30)
    expect(playhead.frame).toBe(0)
    playhead.playForward()
    playhead.follow(30)
    expect(playhead.frame).toBe(30)
  })

  it('does not play what cannot be played', () => {
    const playhead = loaded(121, false)
    playhead.playForward()
    playhead.playReverse()
    expect(playhead.motion).toBe('stopped')
  })
})
