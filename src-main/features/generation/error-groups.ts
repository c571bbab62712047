// The provider's error codes by group. No full list is published, so they are matched by rule and kept as they came.
import { Failure, type FailureCode, type FailureDetail, type FailureDetails } from '#shared/domain/failure'

export interface ProviderError {
  code: string
  message: string
  parameters: string[]
  taskUuid: string | undefined
  allowedValues: unknown
  /** The task's own record says that it has ended with this: no other question will change it. */
  isVerdict?: boolean
  /** Whatever else came with it. */
  extra?: Readonly<Record<string, unknown>>
}

const RULES: readonly (readonly [RegExp, FailureCode])[] = [
  [/^(invalidapikey|missingapikey|unauthorized|forbidden)$|suspended$|disabled$/i, 'service-key'],
  [/credits$|quota$|balance$/i, 'service-money'],
  [/ratelimitexceeded$/i, 'service-busy'],
  [
    /^contentpolicyviolation$|^sensitivecontentdetected$|^nsfw|blocked$|^moderationfailed$/i,
    'service-safety',
  ],
  [/^(tasknotfound|taskexpired|medianotfound|mediaexpired)$/i, 'service-gone'],
  [/^(timeoutprovider|inferenceerror|taskfailed|modelunavailable)|^provider/i, 'service-failed'],
  [/^(internalservererror|serviceunavailable|unknown)$/i, 'service-busy'],
  [/^(invalid|missing|unsupported|conflict|duplicate|incompatible|max)/i, 'service-input'],
]

/** Refused for now: such an answer says nothing about the job itself. */
const PASSING: ReadonlySet<FailureCode> = new Set(['service-key', 'service-money', 'service-busy'])

export function isPassing(code: FailureCode): boolean {
  return PASSING.has(code)
}

/** The group of a provider error; the raw code, message and everything useful travel in the details. */
export function toServiceFailure(error: ProviderError, status?: number, retryAfterMs?: number): Failure {
  const details: FailureDetails = {
    providerCode: error.code,
    providerMessage: error.message,
    parameters: error.parameters,
    allowedValues: toPlainList(error.allowedValues),
    status: status ?? null,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
  return new Failure(toGroup(error, status), error.message || sentenceOf(error.code, status), details)
}

export function toGroup({ code, isVerdict }: ProviderError, status: number | undefined): FailureCode {
  if (status === 401 || status === 403) return 'service-key'
  if (status === 402) return 'service-money'
  if (status === 429 || status === 503 || status === 504) return 'service-busy'
  const rule = RULES.find(([pattern]) => pattern.test(code))
  const group = rule ? rule[1] : status !== undefined && status >= 500 ? 'service-busy' : 'service-failed'
  return isVerdict && group === 'service-busy' ? 'service-failed' : group
}

function sentenceOf(code: string, status: number | undefined): string {
  if (code !== '') return `The service answered ${code}.`
  return status === undefined ? 'The service gave no reason.' : `The service answered with status ${status}.`
}

function toPlainList(values: unknown): FailureDetail {
  const list = Array.isArray(values) ? values : values === undefined || values === null ? [] : [values]
  return list.filter(
    (value): value is string | number | boolean =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  )
}
