// Marks the figures of an answer that could not be verified, as agent/marking.py does in a stored one.
import { element } from './markdown_inline.js';

const TITLE = 'Not found in what the tools returned'
const BLOCKS = 'p, li, td, th, h3, h4, pre, blockquote'

// prose: the elements with the answer's words, in order. notice: the data of a notice event of kind "grounding".
export function markFigures(prose, { figures, occurrences }) {
  const nodes = [...prose].flatMap(textsOf)
  let said = ''
  const starts = nodes.map((node, i) => {
    if (i && node.parentNode.closest(BLOCKS) !== nodes[i - 1].parentNode.closest(BLOCKS)) said += '\n'
    said += node.data
    return said.length - node.data.length
  })
  const ranges = figures.map((figure, i) => [occurrencesOf(said, figure)[occurrences[i]], figure.length])
    .filter(([start]) => start !== undefined)
  nodes.forEach((node, i) => markIn(node, starts[i], ranges))
}

const textsOf = (root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const nodes = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  return nodes
}

// "$35" as a whole, not in "$350".
const occurrencesOf = (text, figure) => {
  const before = /^\w/.test(figure) ? '(?<![\\w$])(?<!\\d[.,])' : ''
  const after = /\w$/.test(figure) ? '(?!\\w)(?![.,]\\d)' : ''
  const escaped = figure.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return [...text.matchAll(new RegExp(before + escaped + after, 'g'))].map((match) => match.index)
}

// From the last to the first, so that the places before stay where they are.
function markIn(node, start, ranges) {
  const inside = ranges.map(([at, length]) => [Math.max(at - start, 0), Math.min(at + length - start, node.data.length)])
    .filter(([from, to]) => from < to).sort((one, other) => other[0] - one[0])
  for (const [from, to] of inside) {
    const figure = node.splitText(from)
    figure.splitText(to - from)
    const mark = element('mark')
    mark.className = 'ungrounded'
    mark.title = TITLE
    const words = element('span', ' (not verified)')
    words.className = 'visually-hidden'
    figure.replaceWith(mark)
    mark.append(figure, words)
  }
}
