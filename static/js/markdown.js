// Streaming Markdown, the same small subset as agent/markdown.py. Finished blocks are formed once and never touched
// again; only the last block is redrawn while it grows. Text goes in as text nodes, never as HTML.

const INLINE = /(`[^`]+`)|(\*\*(?=\S)[^*]+?\*\*)|(\*(?=\S)[^*\s](?:[^*]*[^*\s])?\*)|(\[[^\]]+\]\(\/(?![/\\])[^)\s]*\))/

export class MarkdownStream {
  #root
  #lines = []
  #tail = ''
  #done = 0
  #open = null
  #openLines = 0
  #frame = 0

  constructor(root) { this.#root = root }

  get text() { return [...this.#lines, this.#tail].join('\n') }

  append(text) {
    const parts = (this.#tail + text).split('\n')
    this.#tail = parts.pop()
    this.#lines.push(...parts)
    this.#frame ||= requestAnimationFrame(() => this.draw())
  }

  clear() {
    this.#lines = []
    this.#tail = ''
    this.#done = 0
    this.#open = null
    this.#root.replaceChildren()
  }

  draw() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const lines = this.#tail ? [...this.#lines, this.#tail] : this.#lines
    let from = this.#done
    while (from < lines.length) {
      const to = blockEnd(lines, from)
      const block = formBlock(lines.slice(from, to))
      this.#place(block, from)
      if (to >= lines.length) break
      this.#done = from = to
      this.#open = null
    }
  }

  #place(block, from) {
    if (this.#open && this.#openLines === from) {
      if (block) grow(this.#open, block)
      return
    }
    if (block) this.#root.append(block)
    this.#open = block
    this.#openLines = from
  }
}

// Change only what differs, so that marked text and the scroll position survive.
function grow(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh)
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]]
  after.forEach((node, i) => {
    const at = before[i]
    if (!at) old.append(node)
    else if (at.nodeType === Node.TEXT_NODE && node.nodeType === Node.TEXT_NODE) {
      if (node.data.startsWith(at.data)) at.appendData(node.data.slice(at.data.length))
      else if (node.data !== at.data) at.data = node.data
    } else if (at.nodeName === node.nodeName) grow(at, node)
    else at.replaceWith(node)
  })
  before.slice(after.length).forEach((node) => node.remove())
}

const isList = (line) => /^\s{0,3}([-*+]|\d{1,9}[.)])\s+/.test(line)
const isTable = (lines, i) => lines[i]?.includes('|') && /^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$/.test(lines[i + 1] ?? '')
const isAlone = (line) => /^#{1,6}\s/.test(line) || /^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line)

function blockEnd(lines, from) {
  if (/^\s{0,3}(```|~~~)/.test(lines[from])) {
    const fence = lines[from].trim().slice(0, 3)
    const end = lines.findIndex((line, i) => i > from && line.trim().startsWith(fence))
    return end < 0 ? lines.length : end + 1
  }
  if (!lines[from].trim() || isAlone(lines[from])) return from + 1
  const list = isList(lines[from])
  let i = from + 1
  while (i < lines.length && lines[i].trim() && !isAlone(lines[i]) && (list || !isList(lines[i]))) {
    if (isTable(lines, i)) break
    i += 1
  }
  // A list goes on over one blank line.
  if (list && i + 1 < lines.length && !lines[i].trim() && isList(lines[i + 1])) return blockEnd(lines, i + 1)
  return i
}

function formBlock(lines) {
  const first = lines[0]
  if (!first.trim()) return null
  if (/^\s{0,3}(```|~~~)/.test(first)) {
    const closed = lines.length > 1 && /^\s{0,3}(```|~~~)\s*$/.test(lines.at(-1))
    return element('pre', element('code', lines.slice(1, closed ? -1 : undefined).join('\n') + '\n'))
  }
  const heading = /^(#{1,6})\s+(.*)$/.exec(first)
  if (heading) return element(heading[1].length < 3 ? 'h3' : 'h4', ...inline(heading[2].replace(/\s#+\s*$/, '')))
  if (isAlone(first)) return element('hr')
  if (first.startsWith('>')) return element('blockquote', element('p', ...inline(lines.map((l) => l.replace(/^>\s?/, '')).join('\n'))))
  if (isTable(lines, 0)) return table(lines)
  if (isList(first)) return list(lines.filter((line) => line.trim()))
  return element('p', ...inline(lines.join('\n').trim()))
}

function list(lines) {
  const ordered = /^\s*\d/.test(lines[0])
  const root = element(ordered ? 'ol' : 'ul')
  let nested = []
  const close = () => {
    if (nested.length && root.lastChild) root.lastChild.append(list(nested))
    nested = []
  }
  for (const line of lines) {
    if (/^\s{2,}/.test(line) && root.lastChild) {
      if (isList(line.trim()) || nested.length) nested.push(line.replace(/^\s{2,4}/, ''))
      else root.lastChild.append('\n', ...inline(line.trim()))
    } else if (isList(line)) {
      close()
      root.append(element('li', ...inline(line.replace(/^\s*([-*+]|\d{1,9}[.)])\s+/, ''))))
    } else root.lastChild?.append('\n', ...inline(line.trim()))
  }
  close()
  return root
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim())
  const row = (line, tag) => element('tr', ...cells(line).map((cell) => element(tag, ...inline(cell))))
  return element('table', element('thead', row(lines[0], 'th')), element('tbody', ...lines.slice(2).map((line) => row(line, 'td'))))
}

function inline(text) {
  const nodes = []
  let rest = text
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    nodes.push(...plain(rest.slice(0, match.index)))
    const [whole, code, strong, em] = match
    if (code) nodes.push(element('code', whole.slice(1, -1)))
    else if (strong) nodes.push(element('strong', ...inline(whole.slice(2, -2))))
    else if (em) nodes.push(element('em', ...inline(whole.slice(1, -1))))
    else nodes.push(link(whole))
    rest = rest.slice(match.index + whole.length)
  }
  return [...nodes, ...plain(rest)]
}

function link(text) {
  const [, label, href] = /^\[([^\]]+)\]\(([^)]*)\)$/.exec(text)
  const anchor = element('a', label)
  anchor.href = href
  return anchor
}

function plain(text) {
  return text.split('\n').flatMap((line, i) => (i ? [element('br'), line] : [line])).filter((part) => part !== '')
    .map((part) => (typeof part === 'string' ? document.createTextNode(part.replace(/\\([\\`*_{}[\]()#+\-.!|])/g, '$1')) : part))
}

function element(tag, ...children) {
  const node = document.createElement(tag)
  node.append(...children)
  return node
}
