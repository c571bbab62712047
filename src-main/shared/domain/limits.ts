// The model's limits that are plain numbers.

/** Characters of a prompt; at least one is needed. */
export const PROMPT_MAX = 6000
export const KEYFRAMES_MAX = 64
/** A marketing page of the model's maker names this as the most. */
export const KEYFRAMES_ADVERTISED_MAX = 16
