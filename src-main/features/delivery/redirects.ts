// Follows redirections by hand, so that an address led on to is held to the same rules as the first.
import { Failure } from '#shared/domain/failure'

/** More than any media host needs; a circle ends here. */
const REDIRECTS_MAX = 5

/**
 * The first answer that is no redirection. `assertAddress` is asked for the address and for each one it leads on to;
 * what it throws is thrown. Rejects with Failure `download-failed` when there is no end to them.
 */
export async function fetchOnward(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  assertAddress: ((url: string) => void) | undefined,
): Promise<Response> {
  let address = url
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    assertAddress?.(address)
    const response = await fetch(address, { ...init, redirect: 'manual' })
    const onward = onwardAddress(response, address)
    if (onward === undefined) return response
    await response.body?.cancel().catch(() => undefined)
    address = onward
  }
  throw new Failure('download-failed', 'The download leads from one address to the next without an end', {
    redirects: REDIRECTS_MAX,
  })
}

/** Where a redirection leads; undefined when the response is none. */
function onwardAddress({ status, headers }: Response, from: string): string | undefined {
  const location = [301, 302, 303, 307, 308].includes(status) ? headers.get('location') : null
  return location !== null && URL.canParse(location, from) ? new URL(location, from).href : undefined
}
