// Copies text to the clipboard without asking for a permission: the page's own copy command on a field of its own.

/** `host` is where the field may take the focus: the open dialog, else the body. Returns whether it was copied. */
export function copyText(text: string, host: HTMLElement): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  field.setAttribute('aria-hidden', 'true')
  host.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
