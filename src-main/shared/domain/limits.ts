// The model's limits that are plain numbers.

/** Characters of a prompt; at least one is needed. */
export const PROMPT_MAX = 6000
export const KEYFRAMES_MAX = 64
/** A marketing page of the model's maker names this as the most. */
export const KEYFRAMES_ADVERTISED_MAX = 16
/** Takes of one shot asked for in one go; more is a mistake of the hand more often than a wish. */
export const VARIATIONS_MAX = 8
