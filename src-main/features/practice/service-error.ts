// The service's way to say no, as the provider documents it. Knows the shape, not the rules.

export interface ServiceError {
  code: string
  message: string
  /** Dotted path of the field concerned. */
  parameter?: string
  /** What kind of value belongs there. */
  type?: string
  taskUUID?: string
  documentation: string
  allowedValues?: readonly (string | number | boolean)[]
}

const DOCUMENTATION = 'https://runware.ai/docs/platform/errors'

export function toServiceError(
  code: string,
  message: string,
  more: Omit<ServiceError, 'code' | 'message' | 'documentation'> = {},
): ServiceError {
  return { code, message, ...more, documentation: DOCUMENTATION }
}

/** Thrown inside the service; becomes one entry of `errors`. */
export class Refusal extends Error {
  readonly errors: readonly ServiceError[]
  readonly status: number

  constructor(errors: readonly ServiceError[], status = 400) {
    super(errors[0]?.code ?? 'unknown')
    this.errors = errors
    this.status = status
  }
}

export function refuse(
  code: string,
  message: string,
  more: Omit<ServiceError, 'code' | 'message' | 'documentation'> = {},
  status = 400,
): Refusal {
  return new Refusal([toServiceError(code, message, more)], status)
}
