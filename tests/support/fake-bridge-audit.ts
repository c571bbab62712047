// What every screen must keep, measured in the page: no colour but the three marks, enough contrast, targets large
// enough, nothing clipped without saying so, nothing that scrolls sideways.
import type { Page } from 'playwright'

export interface Findings {
  tinted: string[]
  faint: string[]
  small: string[]
  clipped: string[]
  sideways: string[]
}

export function auditScreen(page: Page): Promise<Findings> {
  return page.evaluate(measure)
}

/** Runs in the page, so it brings everything it needs. */
function measure(): Findings {
  const MARKS = ['208,168,74', '207,111,95', '131,171,125']
  const findings: Findings = { tinted: [], faint: [], small: [], clipped: [], sideways: [] }
  type Color = { red: number; green: number; blue: number; alpha: number }

  const name = (element: Element): string => {
    const text = element.textContent?.trim().replace(/\s+/g, ' ').slice(0, 40) ?? ''
    return `${element.tagName.toLowerCase()}.${[...element.classList].filter((part) => !part.startsWith('svelte-')).join('.')} “${text}”`
  }
  const parse = (value: string): Color | undefined => {
    const numbers = value.match(/[\d.]+/g)?.map(Number)
    if (!numbers || numbers.length < 3 || !value.startsWith('rgb')) return undefined
    const [red = 0, green = 0, blue = 0, alpha = 1] = numbers
    return { red, green, blue, alpha }
  }
  const isNeutral = ({ red, green, blue, alpha }: Color): boolean =>
    alpha === 0 || (red === green && green === blue) || MARKS.includes(`${red},${green},${blue}`)
  const luminance = ({ red, green, blue }: Color): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element: Element): Color => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor)
      if (color && color.alpha === 1) return color
    }
    return { red: 0, green: 0, blue: 0, alpha: 1 }
  }
  const isVisible = (element: Element): boolean => {
    const box = element.getBoundingClientRect()
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible'
  }
  const hasOwnText = (element: Element): boolean =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    )

  const COLORS = [
    'color',
    'background-color',
    'border-top-color',
    'border-right-color',
    'border-bottom-color',
    'border-left-color',
    'outline-color',
    'fill',
    'stroke',
    'text-decoration-color',
    'caret-color',
  ]
  for (const element of document.querySelectorAll('body, body *')) {
    if (!isVisible(element)) continue
    const style = getComputedStyle(element)
    for (const property of COLORS) {
      const color = parse(style.getPropertyValue(property))
      if (color && !isNeutral(color)) findings.tinted.push(`${property} of ${name(element)}`)
    }
    if (hasOwnText(element) && !element.closest('svg')) {
      const color = parse(style.color)
      if (color) {
        const [light = 0, dark = 0] = [luminance(color), luminance(groundOf(element))].sort((a, b) => b - a)
        const contrast = (light + 0.05) / (dark + 0.05)
        if (contrast < 4.5) findings.faint.push(`${contrast.toFixed(2)} of ${name(element)}`)
      }
    }
    if (element.matches('button, input, textarea, [role=option], [role=slider], [role=tab]')) {
      const box = element.getBoundingClientRect()
      // A link in a line of text is as tall as its line with its padding.
      if (box.width < 24 || box.height < 24)
        findings.small.push(`${box.width}×${box.height} ${name(element)}`)
    }
    const isText = hasOwnText(element) && !element.matches('textarea, text, .visually-hidden')
    const isTooWide = element.scrollWidth > element.clientWidth + 1
    const isCutOff = style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1
    if (isText && style.display !== 'inline' && (isTooWide || isCutOff)) {
      const saysSo = style.textOverflow === 'ellipsis' && element.closest('[title]') !== null
      const isClamped = style.webkitLineClamp !== 'none'
      if (!saysSo && !isClamped) findings.clipped.push(name(element))
    }
    const isScroller = ['auto', 'scroll'].includes(style.overflowX) || element === document.body
    if (isScroller && element.scrollWidth > element.clientWidth + 1) findings.sideways.push(name(element))
  }
  return findings
}
