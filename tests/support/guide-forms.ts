// The six forms of the provider's guide, and how a request of ours differs from one of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const formSchema = z.union([
  z.strictObject({ request: z.record(z.string(), z.unknown()) }),
  z.strictObject({ settings: z.record(z.string(), z.unknown()) }),
])
/** A whole request, or the settings of one. */
export type GuideForm = z.infer<typeof formSchema>

export const GUIDE_FORMS = [
  '1-text-to-video',
  '2-image-to-video',
  '3-first-and-last',
  '4-many-keyframes',
  '5-hdr-and-exr',
  '6-loop',
] as const
export type GuideFormName = (typeof GUIDE_FORMS)[number]

export function readGuideForm(name: GuideFormName): GuideForm {
  const path = join(import.meta.dirname, '..', 'fixtures', 'guide-forms', `${name}.json`)
  return formSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

const ADDED: Readonly<Record<string, unknown>> = {
  deliveryMethod: 'async',
  includeCost: true,
  outputType: 'URL',
}
const AROUND_SETTINGS = [
  ...[
    'taskType',
    'taskUUID',
    'model',
    'positivePrompt',
    'resolution',
    'width',
    'height',
    'duration',
    'inputs',
  ],
  'settings',
]
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/**
 * Every way in which a task is not the guide's form, as sentences; none when it is. Only `taskUUID` and `image` may be
 * other than the guide's, and only `deliveryMethod`, `includeCost` and `outputType` added.
 */
export function differencesFromGuide(form: GuideForm, task: unknown): string[] {
  const sent = z.record(z.string(), z.unknown()).parse(task)
  const found: string[] = []
  if (typeof sent['taskUUID'] !== 'string' || !UUID_V4.test(sent['taskUUID']))
    found.push('taskUUID is no UUID v4')
  if (sent['resolution'] !== undefined && (sent['width'] !== undefined || sent['height'] !== undefined))
    found.push('resolution and a pixel pair are both there')
  for (const [key, value] of Object.entries(ADDED))
    if (sent[key] !== value) found.push(`${key} is ${show(sent[key])} instead of ${show(value)}`)
  const wanted = 'request' in form ? form.request : form
  const allowed = 'request' in form ? Object.keys(form.request) : AROUND_SETTINGS
  compare(wanted, sent, '', found)
  for (const key of Object.keys(sent))
    if (!allowed.includes(key) && !Object.hasOwn(ADDED, key)) found.push(`${key} is added`)
  return found
}

function compare(wanted: unknown, sent: unknown, path: string, found: string[]): void {
  const name = path.split('.').at(-1)
  if (name === 'taskUUID' || name === 'image') {
    if (typeof sent !== typeof wanted || sent === '') found.push(`${path} is ${show(sent)}`)
  } else if (typeof wanted !== 'object' || wanted === null) {
    if (sent !== wanted) found.push(`${path} is ${show(sent)} instead of ${show(wanted)}`)
  } else if (typeof sent !== 'object' || sent === null || Array.isArray(sent) !== Array.isArray(wanted)) {
    found.push(`${path} is ${show(sent)} instead of ${show(wanted)}`)
  } else {
    for (const [key, value] of Object.entries(wanted)) {
      compare(value, Reflect.get(sent, key), path === '' ? key : `${path}.${key}`, found)
    }
    // At the top a form of settings stands within a whole request.
    if (path !== '')
      for (const key of Object.keys(sent))
        if (!Object.hasOwn(wanted, key)) found.push(`${path}.${key} is added`)
  }
}

const show = (value: unknown): string => JSON.stringify(value) ?? 'missing'
