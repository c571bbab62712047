// Writes into the prompt field as if it were typed, so that the field's own undo keeps every stroke.
import { insertWords } from '#shared/domain/camera-language'

/** Sets words at the caret or over the selection; the caret then stands behind them. */
export function insertAtCaret(field: HTMLTextAreaElement, words: string): void {
  const { from, to, text, caret } = insertWords(field.value, field.selectionStart, field.selectionEnd, words)
  write(field, from, to, text)
  field.setSelectionRange(caret, caret)
}

export function replaceAll(field: HTMLTextAreaElement, text: string): void {
  write(field, 0, field.value.length, text)
}

function write(field: HTMLTextAreaElement, from: number, to: number, text: string): void {
  field.focus()
  field.setSelectionRange(from, to)
  document.execCommand('insertText', false, text)
}
