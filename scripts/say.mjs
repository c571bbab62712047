// One line at a time of what the set-up does.
import process from 'node:process'

/** `isQuiet` keeps everything but what is wrong to itself. */
export function createSay(isQuiet) {
  return {
    doing: (line) => {
      if (!isQuiet) process.stderr.write(`set-up: ${line}\n`)
    },
    wrong: (line) => process.stderr.write(`set-up: ${line}\n`),
  }
}
