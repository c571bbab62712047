// Camera language: the words a director of photography gives a shot, by group; how they are set into a prompt; and
// whether a prompt names what the camera does. Pure.

export interface CameraGroup {
  id: string
  label: string
  words: readonly string[]
}

export const CAMERA_GROUPS: readonly CameraGroup[] = [
  {
    id: 'move',
    label: 'Move',
    words: [
      'slow push-in',
      'pull-back',
      'lateral tracking',
      'crane up',
      'locked-off',
      'slow pan left',
      'tilt up',
      'arc around the subject',
      'handheld',
      'Steadicam follow',
      'dolly zoom',
      'pedestal down',
      'whip pan',
      'drone rising',
    ],
  },
  {
    id: 'size',
    label: 'Size',
    words: [
      'extreme wide shot',
      'establishing shot',
      'wide shot',
      'full shot',
      'cowboy shot',
      'medium shot',
      'medium close-up',
      'close-up',
      'extreme close-up',
      'insert',
      'two-shot',
      'over-the-shoulder',
    ],
  },
  {
    id: 'angle',
    label: 'Angle',
    words: [
      'eye level',
      'low angle',
      'high angle',
      'overhead',
      'ground level',
      'hip level',
      'Dutch angle',
      'three-quarter view',
      'profile',
      'point of view',
    ],
  },
  {
    id: 'lens',
    label: 'Lens',
    words: [
      '18 mm',
      '24 mm',
      '35 mm',
      '50 mm',
      '85 mm',
      '135 mm',
      '100 mm macro',
      'anamorphic 2×',
      'shallow focus',
      'deep focus',
      'rack focus',
      'split diopter',
      'vintage uncoated glass',
    ],
  },
  {
    id: 'light',
    label: 'Light',
    words: [
      'soft key from the left',
      'hard side light',
      'low key',
      'high key',
      'backlight',
      'rim light',
      'motivated practicals',
      'bounced fill',
      'negative fill',
      'top light',
      'silhouette',
      'volumetric haze',
      'dappled light',
    ],
  },
  {
    id: 'time',
    label: 'Time',
    words: [
      'first light',
      'sunrise',
      'quiet morning',
      'high noon',
      'overcast afternoon',
      'golden hour',
      'sunset',
      'blue hour',
      'moonlit night',
      'sodium-lit night',
    ],
  },
  {
    id: 'film',
    label: 'Film',
    words: [
      'Kodak Vision3 500T',
      'Kodak Vision3 250D',
      'Kodak Vision3 50D',
      'Fujifilm Eterna 500T',
      'Kodak Ektachrome 100D',
      'Kodak Double-X',
      '16 mm grain',
      '65 mm clarity',
      'bleach bypass',
      'pushed one stop',
      'halation',
    ],
  },
]

/** The few that are always at hand. */
export const CAMERA_WORDS_AT_HAND = ['slow push-in', 'locked-off', '50 mm']

export interface Insertion {
  /** Characters from `from` to `to` are replaced by `text`; the caret then stands at `caret`. */
  from: number
  to: number
  text: string
  caret: number
}

const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character)

/**
 * Sets words where the selection is, with the commas, spaces and capitals they need there. A caret inside a word moves
 * to its end. `start` and `end` are character positions, 0…text.length.
 */
export function insertWords(text: string, start: number, end: number, words: string): Insertion {
  let to = end
  if (start === end && isLetter(text[start - 1])) while (isLetter(text[to])) to += 1
  const from = text.slice(0, start === end ? to : start).replace(/[ \t]+$/u, '').length
  const before = text.slice(0, from)
  const gap = text.slice(from, start === end ? to : start)
  const isFresh = before === '' || /[.!?…\n]$/u.test(before)
  const lead = before === '' || before.endsWith('\n') ? '' : /[.!?…,;:(–—-]$/u.test(before) ? ' ' : ', '
  const body = isFresh ? words.charAt(0).toUpperCase() + words.slice(1) : words
  const tail = text.slice(to)
  const next = tail.trimStart().charAt(0)
  const isLast = next === '' || /[.,;:!?…)\n]/u.test(next) || /^[ \t]*\n/u.test(tail)
  const mark = isFresh && /\p{Lu}/u.test(next) && !/[.!?…]$/u.test(words) ? '.' : ','
  const close = isLast ? '' : /[.!?…,]$/u.test(words) ? '' : mark
  // A space that stood before the caret would be lost with the spaces replaced; one is set after the words instead.
  const space = isLast || /^\s/u.test(tail) ? '' : ' '
  const inserted = `${gap.includes('\n') ? gap : lead}${body}${close}${space}`
  return { from, to, text: inserted, caret: from + inserted.length }
}

// Each is a way to say what the camera does, its standing still among them.
const MOVES: readonly RegExp[] = [
  /\b(dolly|dollies|dollying|dolly-?zoom|trucks? (in|out|left|right|along)|trucking|pedestals?|jib|boom(s|ing)? (up|down)|crane[sd]? (up|down|shot|over|in|out|away|move)|craning|crane)\b/u,
  /\b(push(es|ed|ing)?|pull(s|ed|ing)?|creep(s|ing)?|mov(es?|ing)|drift(s|ing)?|glid(es?|ing)|eas(es?|ing))[- ](slowly |gently |in |steadily )*(in|out|back|away|closer|forward|forwards|toward|towards|past|through|across)\b/u,
  /\b(tracks? in (on|to|toward|towards|close)|track(s|ing)? (shot|out|left|right|along|past|with|forward|back|across|behind|alongside|sideways)|(lateral|slow|long) track(ing)?|tracking)\b/u,
  /(?<!\b(frying|sauce|cake|baking|copper|iron|a|the|hot) )\bpan(s|ned|ning)?\b(?! of\b)/u,
  /\b(slow|whip|quick|smooth|gentle) pan\b/u,
  /\btilt(s|ing)? (up|down|slowly|gently|to|from|across)\b|\b(slow|gentle) tilt\b/u,
  /\b(zoom(s|ed|ing)?|crash zoom|vertigo)\b/u,
  /\b(orbit(s|ing)?|arc(s|ing)? (shot|around|left|right|past|over)|circl(es?|ing) (around|the)|revolv(es?|ing) around)\b/u,
  /\b(hand-?held|steadicam|gimbal|snorricam|drone|fly-?(through|over|by)|(flies|flying) (over|through|past)|aerial move)\b/u,
  /\block(ed)?[- ]?(off|down)\b|\b(static|fixed|still|motionless|locked|unmoving|stationary) (camera|shot|frame|framing)\b|\b(on a )?tripod\b|\bno camera move/u,
  /\bcamera\b[^.!?]{0,40}\b(moves?|moving|drifts?|drifting|glides?|gliding|rises?|rising|descends?|descending|falls|sinks|lowers|lifts|follows?|following|holds?|stays?|rests?|remains?|is (still|static|fixed)|stands still|turns?|rotates?|rolls?|sways?|swings?|sweeps?|approaches|retreats|travels?|floats?|circles?|shakes?|tracks?|tilts?|cranes?|booms?|arcs?|pans?|pushes|pulls|backs)\b/u,
  /\b(follow(s|ing)? shot|steadicam follow|(slow|gentle) roll|camera (move|movement)|walk[- ]and[- ]talk|reveal shot)\b/u,
]

/** Whether a prompt says what the camera does, standing still among it. Rather too lenient than nagging. */
export function namesCameraMove(prompt: string): boolean {
  const text = prompt.toLowerCase()
  return MOVES.some((move) => move.test(text))
}
