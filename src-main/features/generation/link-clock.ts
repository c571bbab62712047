// Until when the address of a result is good, where the address itself says so. Addresses are signed in a handful of
// customary ways; one that says nothing is taken to say nothing.

/** Epoch ms; undefined when the address does not tell. Never throws. */
export function linkValidUntil(address: string): number | undefined {
  if (!URL.canParse(address)) return undefined
  const query = new Map(
    [...new URL(address).searchParams].map(([name, value]) => [name.toLowerCase(), value] as const),
  )
  for (const vendor of ['amz', 'goog']) {
    const from = toBasicTime(query.get(`x-${vendor}-date`))
    const seconds = toCount(query.get(`x-${vendor}-expires`))
    if (from !== undefined && seconds !== undefined) return from + seconds * 1000
  }
  const azure = Date.parse(query.get('se') ?? '')
  if (query.has('sig') && Number.isFinite(azure)) return azure
  const epochSeconds = toCount(query.get('expires') ?? query.get('exp'))
  // Anything smaller is a number of seconds from a time the address does not name.
  return epochSeconds !== undefined && epochSeconds > 1_000_000_000 ? epochSeconds * 1000 : undefined
}

function toCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined
}

/** `20261124T143000Z` */
function toBasicTime(text: string | undefined): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '')
  if (!parts) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
