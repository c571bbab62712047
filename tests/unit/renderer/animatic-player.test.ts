// The animatic by the clock: the clock and the next frame are moved by hand, nothing waits.
import { describe, expect, it } from 'vitest'
import { AnimaticPlayer } from '../../../src-renderer/bench/timeline/animatic-player.svelte'

function bench(length = { lastFrame: 120, isLooping: false }) {
  let now = 1000
  let next: (() => void) | undefined
  const player = new AnimaticPlayer({
    now: () => now,
    onNextFrame(run) {
      next = run
      return () => (next = undefined)
    },
    length: () => length,
  })
  return {
    player,
    isScheduled: () => next !== undefined,
    draw(ms: number): void {
      now += ms
      const run = next
      next = undefined
      run?.()
    },
  }
}

describe('the animatic player', () => {
  it('runs at 24 frames a second however rarely it is drawn', () => {
    const rare = bench()
    rare.player.play()
    rare.draw(500)
    expect(rare.player.frame).toBeCloseTo(12)
    rare.draw(2000)
    expect(rare.player.frame).toBeCloseTo(60)
    const often = bench()
    often.player.play()
    for (let tick = 0; tick < 250; tick += 1) often.draw(10)
    expect(often.player.frame).toBeCloseTo(60)
  })

  it('stops on the last frame and begins anew from there', () => {
    const { player, draw, isScheduled } = bench()
    player.play()
    draw(9000)
    expect([player.frame, player.isPlaying, isScheduled()]).toEqual([120, false, false])
    player.play()
    draw(500)
    expect(player.frame).toBeCloseTo(12)
  })

  it('in a loop it plays across the seam', () => {
    const { player, draw } = bench({ lastFrame: 120, isLooping: true })
    player.play()
    draw(5500)
    expect(player.frame).toBeCloseTo(12)
    expect(player.isPlaying).toBe(true)
  })

  it('pauses on a whole frame and schedules nothing more', () => {
    const { player, draw, isScheduled } = bench()
    player.play()
    draw(520)
    player.toggle()
    expect([player.frame, player.isShown, isScheduled()]).toEqual([12, true, false])
  })

  it('scrubbing shows the animatic, resting gives the stage back; neither leaves the shot', () => {
    const { player } = bench()
    player.goTo(500)
    expect([player.frame, player.isShown]).toEqual([120, true])
    player.rest(-4)
    expect([player.frame, player.isShown]).toEqual([0, false])
  })

  it('a shot made shorter keeps the playhead inside', () => {
    const length = { lastFrame: 240, isLooping: false }
    const { player } = bench(length)
    player.goTo(200)
    length.lastFrame = 120
    expect(player.frame).toBe(120)
  })
})
