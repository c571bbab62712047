// After a choice in a menu or a field over the stage, the keys are the viewer's again.

/** Takes the focus from whatever has it. */
export function giveKeysBack(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
