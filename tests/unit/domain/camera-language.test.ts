import { describe, expect, it } from 'vitest'
import {
  CAMERA_GROUPS,
  CAMERA_WORDS_AT_HAND,
  insertWords,
  namesCameraMove,
} from '#shared/domain/camera-language'

/** `|` is the caret, or the two ends of a selection. */
function insert(marked: string, words: string): string {
  const [first = '', second, third] = marked.split('|')
  const start = first.length
  const end = third === undefined ? start : start + (second ?? '').length
  const text = marked.replaceAll('|', '')
  const { from, to, text: inserted, caret } = insertWords(text, start, end, words)
  const result = text.slice(0, from) + inserted + text.slice(to)
  return `${result.slice(0, caret)}|${result.slice(caret)}`
}

describe('words set into a prompt', () => {
  it.each([
    ['|', 'slow push-in', 'Slow push-in|'],
    ['Rain on glass|', 'slow push-in', 'Rain on glass, slow push-in|'],
    ['Rain on glass |', 'slow push-in', 'Rain on glass, slow push-in|'],
    ['Rain on glass, |', '50 mm', 'Rain on glass, 50 mm|'],
    ['Rain on glass,|', '50 mm', 'Rain on glass, 50 mm|'],
    ['Rain on glass.|', 'crane up', 'Rain on glass. Crane up|'],
    ['Rain on glass. |', 'crane up', 'Rain on glass. Crane up|'],
    ['Rain on glass.| A car waits.', 'crane up', 'Rain on glass. Crane up.| A car waits.'],
    ['|Rain on glass', 'slow push-in', 'Slow push-in. |Rain on glass'],
    ['Rain| on glass', '50 mm', 'Rain, 50 mm,| on glass'],
    ['Ra|in on glass', '50 mm', 'Rain, 50 mm,| on glass'],
    ['Rain|, night', '50 mm', 'Rain, 50 mm|, night'],
    ['Rain, |wide shot|, night', 'close-up', 'Rain, close-up|, night'],
    ['Rain\n|', 'close-up', 'Rain\nClose-up|'],
  ])('%j and %j make %j', (before, words, after) => {
    expect(insert(before, words)).toBe(after)
  })
})

describe('the hint on the camera', () => {
  it.each([
    'Slow push-in on the lantern',
    'The camera pushes in slowly',
    'We pull back to reveal the valley',
    'A dolly past the shelves',
    'Lateral tracking at hip level',
    'Tracking shot along the wall',
    'pan left across the room',
    'Slow pan over the roofs',
    'The camera pans to the door',
    'Tilt up the tower',
    'Crane up over the crowd',
    'Orbit around the statue',
    'arc around the subject',
    'Handheld, nervous',
    'hand-held close-up',
    'Steadicam follows her',
    'Locked-off wide shot',
    'static camera',
    'The camera holds on her face',
    'on a tripod',
    'Drone rising above the fog',
    'The camera drifts sideways',
    'Flying over the ridge',
    'zooming out',
    'Whip pan to the door',
    'pedestal down',
  ])('is silent at “%s”', (prompt) => {
    expect(namesCameraMove(prompt)).toBe(true)
  })

  it.each([
    'Rain on glass at night, 50 mm, shallow focus',
    'An egg in a frying pan',
    'A pan of milk on the stove',
    'A dog runs across the beach, low angle',
    'She is pushing a cart',
    'Train tracks in the snow',
    'A man with a camera in his hand',
    'close-up, backlight, halation',
  ])('speaks at “%s”', (prompt) => {
    expect(namesCameraMove(prompt)).toBe(false)
  })

  it('knows every move of the palette', () => {
    const moves = CAMERA_GROUPS.find((group) => group.id === 'move')?.words ?? []
    expect(moves.filter((words) => !namesCameraMove(words))).toEqual([])
    expect(moves.length).toBeGreaterThan(0)
  })
})

it('holds eight to fourteen words in each group, none twice, with those at hand among them', () => {
  const all = CAMERA_GROUPS.flatMap((group) => group.words)
  expect(CAMERA_GROUPS.filter(({ words }) => words.length < 8 || words.length > 14)).toEqual([])
  expect(new Set(all).size).toBe(all.length)
  expect(CAMERA_WORDS_AT_HAND.filter((words) => !all.includes(words))).toEqual([])
})
