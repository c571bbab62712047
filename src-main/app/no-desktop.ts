// Surroundings without a desktop: everything an artist would choose is answered as cancelled.
import type { Desktop } from './host'

export const NO_DESKTOP: Desktop = {
  pickFolder: async () => undefined,
  pickFile: async () => undefined,
  pickStills: async () => undefined,
  readClipboard: async () => undefined,
  reveal: () => undefined,
  moveToTrash: () => Promise.reject(new Error('There is no trash without a desktop.')),
  startDrag: () => undefined,
  pickTarget: async () => undefined,
  notify: () => undefined,
  setProgress: () => undefined,
}
