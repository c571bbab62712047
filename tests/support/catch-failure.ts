// The failure something ends in, so that a test can look at its code and details.
import { isFailure, type Failure } from '#shared/domain/failure'

export async function catchFailure(act: () => unknown): Promise<Failure> {
  try {
    await act()
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  throw new Error('Nothing failed.')
}
