// Streaming Markdown, the same small subset as agent/markdown.py. Finished blocks are formed once and never touched
// again; only the last block is drawn anew while it grows. Text goes in as text nodes, never as HTML.
import { element, inline, isWhole } from './markdown_inline.js';

const FENCE = /^( {0,3})(`{3,}|~{3,})(.*)$/
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/
const QUOTE = /^ {0,3}> ?/
const ITEM = /^( {0,3})([-+*]|\d{1,9}[.)])( +|$)/
const DIVIDER = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

// A paragraph that goes on and on: so many of its lines at least are settled at once.
const SETTLE_LINES = 8

export class MarkdownStream {
  #root
  #lines = []
  #tail = ''
  #doneLines = 0
  #doneNodes = 0
  #settled = 0 // nodes of the paragraph being written that stand; their lines are done
  #frame = 0

  constructor(root) { this.#root = root }

  // The first words are drawn at once; what follows is joined until the next frame.
  append(text) {
    const parts = (this.#tail + text).split('\n')
    this.#tail = parts.pop()
    this.#lines.push(...parts)
    if (this.#root.firstChild) this.#frame ||= requestAnimationFrame(() => this.draw())
    else this.draw()
  }

  clear() {
    this.#lines = []
    this.#tail = ''
    this.#doneLines = this.#doneNodes = this.#settled = 0
    this.#root.replaceChildren()
  }

  draw() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const open = this.#lines.slice(this.#doneLines)
    const blocks = this.#blocks(this.#tail ? [...open, this.#tail] : open)
    const before = [...this.#root.childNodes].slice(this.#doneNodes)
    blocks.forEach(({ node, nodes }, i) => {
      if (nodes) growChildren(before[i], nodes, this.#settled)
      else if (before[i]) grow(before[i], node)
      else this.#root.append(node)
    })
    before.slice(blocks.length).forEach((node) => node.remove())
    // Whole lines decide what is finished: half a line may still become something else.
    const whole = this.#tail ? this.#blocks(open) : blocks
    if (whole.length > 1) {
      this.#doneLines += whole.at(-1).from
      this.#doneNodes += whole.length - 1
      this.#settled = 0
    }
    this.#settle()
  }

  #blocks(lines) {
    if (!this.#settled) return blocksOf(lines)
    const [to, nodes] = goesOn(lines)
    return [{ from: 0, nodes }, ...blocksOf(lines.slice(to)).map(({ from, node }) => ({ from: from + to, node }))]
  }

  // Lines of the paragraph at the end that nothing to come can change are never looked at again.
  #settle() {
    const open = this.#lines.slice(this.#doneLines)
    if (open.length <= SETTLE_LINES || this.#root.childNodes[this.#doneNodes]?.nodeName !== 'P') return
    const end = this.#settled ? goesOn(open)[0] : blockAt(open, 0)[0]
    if (end < open.length) return
    let count = 0
    while (count < open.length - 1 && isWhole(open[count])) count += 1
    if (count < SETTLE_LINES) return
    const words = joined(open.slice(0, count))
    this.#settled += inline(this.#settled ? `\n${words}` : words).length
    this.#doneLines += count
  }
}

// More lines of a paragraph: where it ends, and the nodes that are to be added to it.
function goesOn(lines) {
  let to = 0
  while (to < lines.length && lines[to].trim() && !interrupts(lines[to]) && !isTable(lines, to)) to += 1
  return [to, to ? inline(`\n${joined(lines.slice(0, to))}`) : []]
}

const joined = (lines) => lines.map((line) => line.trimStart()).join('\n').trimEnd()

// Change only what differs, so that marked text and the scroll position survive.
function grow(old, fresh) {
  if (old.nodeName !== fresh.nodeName || old.getAttribute?.('href') !== fresh.getAttribute?.('href')) return old.replaceWith(fresh)
  if (old.nodeType === Node.TEXT_NODE) {
    if (fresh.data.startsWith(old.data)) old.appendData(fresh.data.slice(old.data.length))
    else old.data = fresh.data
    return undefined
  }
  return growChildren(old, [...fresh.childNodes])
}

// from: the children before stand as they are.
function growChildren(old, after, from = 0) {
  const before = [...old.childNodes].slice(from)
  after.forEach((node, i) => (before[i] ? grow(before[i], node) : old.append(node)))
  before.slice(after.length).forEach((node) => node.remove())
}

// Quotes and lists in one another beyond this are plain text, as for the server: a model could freeze the page.
const DEEPEST = 20
let depth = 0

// [{from, node}], `from` being the block's first line. Blank lines belong to none.
function blocksOf(lines) {
  const blocks = []
  for (let from = 0; from < lines.length;) {
    if (!lines[from].trim()) { from += 1; continue }
    depth += 1
    const [to, node] = blockAt(lines, from)
    depth -= 1
    blocks.push({ from, node })
    from = to
  }
  return blocks
}

function blockAt(lines, from) {
  const line = lines[from]
  const heading = HEADING.exec(line)
  if (isTable(lines, from)) return table(lines, from)
  if (isFence(line)) return fence(lines, from)
  if (heading) {
    const words = (heading[2] ?? '').replace(/(^|[ \t])#+[ \t]*$/, '').trim()
    return [from + 1, element(heading[1].length < 3 ? 'h3' : 'h4', ...inline(words))]
  }
  if (RULE.test(line)) return [from + 1, element('hr')]
  if (depth <= DEEPEST && QUOTE.test(line)) return quote(lines, from)
  if (depth <= DEEPEST && ITEM.test(line)) return list(lines, from)
  return paragraph(lines, from)
}

const isFence = (line) => { const found = FENCE.exec(line); return found && !(found[2][0] === '`' && found[3].includes('`')) }

// What ends a paragraph without a blank line: a list only where it begins with words, and with 1.
function interrupts(line) {
  const item = ITEM.exec(line)
  if (item) return item[0].length < line.length && (!/\d/.test(item[2]) || parseInt(item[2], 10) === 1 || RULE.test(line))
  return isFence(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line)
}

function fence(lines, from) {
  const [, indent, mark] = FENCE.exec(lines[from])
  const close = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*$`)
  let to = from + 1
  while (to < lines.length && !close.test(lines[to])) to += 1
  const inner = lines.slice(from + 1, to).map((line) => line.replace(new RegExp(`^ {0,${indent.length}}`), '') + '\n')
  return [Math.min(to + 1, lines.length), element('pre', element('code', inner.join('')))]
}

function quote(lines, from) {
  const inner = []
  let to = from
  for (; to < lines.length && lines[to].trim(); to += 1) {
    if (!QUOTE.test(lines[to]) && (interrupts(lines[to]) || !inner.at(-1).trim())) break
    inner.push(lines[to].replace(QUOTE, ''))
  }
  return [to, element('blockquote', ...blocksOf(inner).map(({ node }) => node))]
}

function list(lines, from) {
  const kind = (mark) => mark.at(-1)
  const first = ITEM.exec(lines[from])
  const items = []
  let [to, loose] = [from, false]
  while (to < lines.length) {
    const found = ITEM.exec(lines[to])
    if (!found || kind(found[2]) !== kind(first[2]) || RULE.test(lines[to])) break
    const [end, inner] = itemAt(lines, to, found)
    const blocks = blocksOf(inner)
    const goesOn = ITEM.exec(lines[end] ?? '')
    loose ||= blocks.some(({ from: at }) => at > 0 && !inner[at - 1].trim())
    loose ||= Boolean(goesOn && kind(goesOn[2]) === kind(first[2]) && end > to + 1 && !lines[end - 1].trim())
    items.push(blocks)
    to = end
  }
  const root = element(/\d/.test(first[2]) ? 'ol' : 'ul', ...items.map((blocks) => element('li', ...blocks.flatMap(({ node }) => (
    node.nodeName === 'P' && !loose ? [...node.childNodes] : [node])))))
  const start = parseInt(first[2], 10)
  if (start !== 1 && start >= 0) root.setAttribute('start', start)
  return [to, root]
}

// The lines of one item, its indent taken off; blank lines at its end are its own.
function itemAt(lines, from, [whole, indent, mark, spaces]) {
  const empty = whole.length === lines[from].length
  const inset = indent.length + mark.length + (empty || spaces.length > 4 ? 1 : spaces.length)
  const inner = [lines[from].slice(inset)]
  let to = from + 1
  for (; to < lines.length; to += 1) {
    const line = lines[to]
    const inside = !line.trim() || /^ */.exec(line)[0].length >= inset
    if (!inside && (!lines[to - 1].trim() || interrupts(line) || ITEM.test(line))) break
    if (!line.trim() && to === from + 1 && empty) break
    inner.push(inside ? line.slice(inset) : line.trimStart())
  }
  return [to, inner]
}

const cellsOf = (line) => {
  const cells = line.trim().split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, '|'))
  if (cells[0] === '') cells.shift()
  if (cells.at(-1) === '') cells.pop()
  return cells
}

const isTable = (lines, i) => lines[i].includes('|') && DIVIDER.test(lines[i + 1] ?? '') && /[|:]/.test(lines[i + 1]) &&
  cellsOf(lines[i]).length === cellsOf(lines[i + 1]).length

function table(lines, from) {
  const columns = cellsOf(lines[from]).length
  const row = (line, tag) => {
    const cells = cellsOf(line)
    return element('tr', ...Array.from({ length: columns }, (_, i) => element(cells[i] ? tag : 'td', ...inline(cells[i] ?? ''))))
  }
  let to = from + 2
  while (to < lines.length && lines[to].trim() && !interrupts(lines[to])) to += 1
  const rows = lines.slice(from + 2, to).map((line) => row(line, 'td'))
  return [to, element('table', element('thead', row(lines[from], 'th')), ...(rows.length ? [element('tbody', ...rows)] : []))]
}

function paragraph(lines, from) {
  let to = from + 1
  while (to < lines.length && lines[to].trim() && !interrupts(lines[to]) && !isTable(lines, to)) to += 1
  return [to, element('p', ...inline(joined(lines.slice(from, to)).trimStart()))]
}
