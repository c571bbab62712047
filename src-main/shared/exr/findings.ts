// What a structural check can find, in words. Collects so that a file of a million faults stays a short report.

export type ExrFindingCode =
  | 'table-cut'
  | 'chunk-missing'
  | 'chunk-misplaced'
  | 'chunk-beyond-end'
  | 'chunk-cut'
  | 'chunk-part'
  | 'chunk-coordinates'
  | 'chunk-size'
  /** What the packed bytes say of themselves cannot be. */
  | 'chunk-inside'
  | 'chunk-overlap'
  | 'chunk-order'
  | 'trailing-bytes'

export interface ExrFinding {
  code: ExrFindingCode
  /** `note`: odd, but every pixel is there. */
  severity: 'damage' | 'note'
  part: number
  /** Place in the offset table; null when the finding is about the file. */
  chunk: number | null
  byteOffset: number
  sentence: string
}

export interface ExrStructureReport {
  /** No damage; notes may stand. */
  isIntact: boolean
  /** The first ones, at most 64. */
  findings: ExrFinding[]
  /** All of them. */
  findingCount: number
}

const MAX_LISTED = 64
const NOTES: readonly ExrFindingCode[] = ['chunk-order', 'trailing-bytes']

export interface FindingCollector {
  add(finding: Omit<ExrFinding, 'severity'>): void
  report(): ExrStructureReport
}

export function createFindingCollector(): FindingCollector {
  const findings: ExrFinding[] = []
  let findingCount = 0
  let isIntact = true
  return {
    add: (finding) => {
      const severity = NOTES.includes(finding.code) ? 'note' : 'damage'
      findingCount += 1
      if (severity === 'damage') isIntact = false
      if (findings.length < MAX_LISTED) findings.push({ ...finding, severity })
    },
    report: () => ({ isIntact, findings, findingCount }),
  }
}
