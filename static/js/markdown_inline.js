// The inside of a Markdown block as DOM nodes: emphasis, code, links to our own pages, line breaks; all else is text.

const ESCAPED = /^\\([!-/:-@[-`{-~])/
const OURS = /^\(\s*(\/(?![/\\])[^\s()\\]*(?:\([^\s()\\]*\)[^\s()\\]*)*)(?:\s+"[^"]*")?\s*\)/
const SPACE = /^\s?$/u
const PUNCTUATION = /^[!-/:-@[-`{-~\p{P}]$/u
// Emphasis is looked for this many pieces back: no text makes drawing slow.
const MOST_PIECES = 300

export function inline(text, linked = false) {
  return emphasised(piecesOf(text, linked)).map(asNode)
}

// Whether a line stands for itself: nothing in it waits for, or could be changed by, another line of its paragraph.
export function isWhole(line) {
  return emphasised(piecesOf(line, false)).every((piece) => (
    typeof piece === 'string' ? !/[`[]|\\$/.test(piece) : !(piece.left && (piece.opens || piece.closes))))
}

function piecesOf(text, linked) {
  const pieces = []
  const say = (words) => { typeof pieces.at(-1) === 'string' ? pieces.push(pieces.pop() + words) : pieces.push(words) }
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at)
    const [plain] = /^[^\\`*_[\n]*/.exec(rest)
    if (plain) say(plain)
    at += plain.length
    if (at < text.length) at += special(text, at, pieces, say, linked)
  }
  return pieces
}

// Reads one special character at `at`; returns how much it took.
function special(text, at, pieces, say, linked) {
  const [char, rest] = [text[at], text.slice(at)]
  if (char === '\n' || rest.startsWith('\\\n')) {
    if (typeof pieces.at(-1) === 'string') pieces.push(pieces.pop().trimEnd())
    pieces.push(element('br'))
    return /^\\?\n[ \t]*/.exec(rest)[0].length
  }
  if (char === '\\') {
    const escaped = ESCAPED.exec(rest)
    say(escaped ? escaped[1] : '\\')
    return escaped ? 2 : 1
  }
  if (char === '`') return code(rest, pieces, say)
  if (char === '*' || char === '_') {
    const run = delimiter(text, at)
    pieces.push(run)
    return run.length
  }
  const link = linked ? null : linkAt(rest)
  if (!link) { say(char); return 1 }
  pieces.push(link.node)
  return link.length
}

function code(rest, pieces, say) {
  const [ticks] = /^`+/.exec(rest)
  const end = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g')
  end.lastIndex = ticks.length
  const close = end.exec(rest)
  if (!close) { say(ticks); return ticks.length }
  const inner = rest.slice(ticks.length, close.index).replace(/\n/g, ' ')
  pieces.push(element('code', /^ .*[^ ].* $/.test(inner) ? inner.slice(1, -1) : inner))
  return close.index + ticks.length
}

// A run of * or _, and whether it can open or close emphasis: by what stands on its two sides.
function delimiter(text, at) {
  const char = text[at]
  let end = at
  while (text[end] === char) end += 1
  const [before, after] = [[...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '', [...text.slice(end, end + 2)][0] ?? '']
  const left = !SPACE.test(after) && (!PUNCTUATION.test(after) || SPACE.test(before) || PUNCTUATION.test(before))
  const right = !SPACE.test(before) && (!PUNCTUATION.test(before) || SPACE.test(after) || PUNCTUATION.test(after))
  const inWord = char === '_' && left && right
  return {
    char, left: end - at, length: end - at,
    opens: left && (!inWord || PUNCTUATION.test(before)), closes: right && (!inWord || PUNCTUATION.test(after)),
  }
}

function emphasised(pieces) {
  for (let at = 0; at < pieces.length; at += 1) {
    const closer = pieces[at]
    if (!closer.closes || !closer.left) continue
    let from = at - 1
    const last = Math.max(0, at - MOST_PIECES)
    while (from >= last && !pair(pieces[from], closer)) from -= 1
    if (from < last) continue
    const opener = pieces[from]
    const strength = opener.left > 1 && closer.left > 1 ? 2 : 1
    const inside = pieces.splice(from + 1, at - from - 1).map(asNode)
    pieces.splice(from + 1, 0, element(strength === 2 ? 'strong' : 'em', ...inside))
    opener.left -= strength
    closer.left -= strength
    at = from + 1
  }
  return pieces
}

function pair(opener, closer) {
  if (!opener.opens || !opener.left || opener.char !== closer.char) return false
  const both = opener.closes || closer.opens
  const third = (opener.length + closer.length) % 3 === 0 && (opener.length % 3 || closer.length % 3)
  return !(both && third)
}

function linkAt(rest) {
  let depth = 0
  let end = 0
  for (; end < rest.length; end += 1) {
    if (rest[end] === '\\') end += 1
    else if (rest[end] === '[') depth += 1
    else if (rest[end] === ']' && !(depth -= 1)) break
  }
  const target = OURS.exec(rest.slice(end + 1))
  if (depth || !target) return null
  const node = element('a', ...inline(rest.slice(1, end), true))
  node.setAttribute('href', encodeURI(target[1]).replace(/%25([0-9a-f]{2})/gi, '%$1'))
  return { node, length: end + 1 + target[0].length }
}

function asNode(piece) {
  if (typeof piece === 'string') return document.createTextNode(piece)
  return piece.char ? document.createTextNode(piece.char.repeat(piece.left)) : piece
}

export function element(tag, ...children) {
  const node = document.createElement(tag)
  node.append(...children)
  return node
}
