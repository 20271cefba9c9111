// The table: what the conversation is about now, at the side of a wide page and in a sheet on a narrow one. It follows
// the newest result unless it is pinned.
import { fragment } from './requests.js';

const TOGETHER_MS = 100
const column = matchMedia('(min-width: 1280px)')

export class Table {
  #aside
  #bar
  #place
  #pin
  #shown = ''
  #asked = ''
  #soon = 0
  // Resolves when the results that have come so far lie here, or will not.
  settled = Promise.resolve()

  // aside: the table. bar: the button that opens it as a sheet. tiles: the buttons in the text that stand for results.
  constructor(aside, bar) {
    this.#aside = aside
    this.#bar = bar
    this.#place = aside.querySelector('.table-place')
    this.#pin = aside.querySelector('.pin')
    this.#pin.addEventListener('click', () => this.#keep(!this.#pinned))
    bar.addEventListener('click', () => this.#open(!this.#isOpen))
    aside.querySelector('.close').addEventListener('click', () => this.#open(false))
    addEventListener('keydown', (event) => { if (event.key === 'Escape' && this.#isOpen) this.#open(false) })
  }

  get #pinned() { return this.#pin.getAttribute('aria-pressed') === 'true' }
  get #isOpen() { return this.#aside.hasAttribute('data-open') }

  // A result has come: it takes the place, unless another is pinned. In a sheet only homes do: they have a map there.
  // newest(): the tile of the newest result; asked a moment later, so that of many at once only the last is drawn.
  follow(newest) {
    clearTimeout(this.#soon)
    this.settled = new Promise((settled) => {
      this.#soon = setTimeout(() => this.#take(newest()).then(settled), TOGETHER_MS)
    })
  }

  async #take(tile) {
    if (!tile || tile.value === this.#asked || this.#pinned) return
    if (column.matches || tile.dataset.kind === 'homes') await this.#put(tile)
  }

  // Somebody wants to see this one.
  show(tile) {
    if (tile.value !== this.#asked) this.#put(tile)
    this.#open(true)
  }

  async #put(tile) {
    const { value, textContent: words } = tile
    this.#asked = value
    const fresh = await fragment(`/agents/tool-calls/${value}/card?place=table`)
    if (!fresh || value !== this.#asked) return
    this.#shown = value
    this.#place.replaceChildren(fresh)
    this.#bar.hidden = this.#pin.hidden = false
    this.#bar.querySelector('.words').textContent = words
    this.mark()
    this.#draw()
  }

  // Which tile stands for what lies here.
  mark() {
    document.querySelectorAll('.tile').forEach((tile) => tile.setAttribute('aria-pressed', String(tile.value === this.#shown)))
  }

  #keep(pinned) {
    this.#pin.setAttribute('aria-pressed', String(pinned))
    this.#pin.querySelector('.label').textContent = pinned ? 'Pinned' : 'Pin'
  }

  #open(open) {
    this.#aside.toggleAttribute('data-open', open)
    this.#bar.setAttribute('aria-expanded', String(open))
    if (open) this.#aside.focus()
    else if (this.#aside.contains(document.activeElement)) this.#bar.focus()
    this.#draw()
  }

  // A map is drawn once it can be seen.
  #draw() {
    const map = this.#place.querySelector('[data-map]')
    if (map && (column.matches || this.#isOpen)) import('./map.js').then(({ drawMap }) => drawMap(map))
  }
}
