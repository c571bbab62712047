// What every practice result says of itself, so that none can be mistaken for a bought one.

export const PRACTICE_COMMENT = 'Latitude practice render; not a bought take'
export const PRACTICE_OWNER = 'Latitude practice'
