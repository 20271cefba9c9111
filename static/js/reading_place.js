// Where the reader is on the page: the newest text is followed only while they are at its end.

const AT_END_PX = 60
const READER_MOVES = ['wheel', 'touchmove', 'pointerdown', 'keydown']

export class ReadingPlace {
  #page = document.scrollingElement
  #button
  #atEnd = true
  #writing = false
  #kept = null

  // button: leads to the newest text, shown while that is out of sight.
  constructor(turns, button) {
    this.#button = button
    history.scrollRestoration = 'manual'
    addEventListener('scroll', () => { this.#atEnd = this.#below() < AT_END_PX; this.#offer() }, { passive: true })
    addEventListener('resize', () => this.#grown())
    for (const type of READER_MOVES) addEventListener(type, () => { this.#kept = null }, { passive: true })
    button.addEventListener('click', () => this.toEnd())
    // Told after each layout, where looking at sizes costs nothing. A composer that grows would cover the newest text.
    const grown = new ResizeObserver(() => this.#grown())
    grown.observe(turns)
    grown.observe(button.closest('.composer-area'))
  }

  // Text is being written: follow it from here on.
  follow() {
    this.#writing = true
    this.#kept = null
    this.#atEnd = true
    requestAnimationFrame(() => this.#grown())
  }

  // The text is complete: what still grows (cards, pictures) moves nobody.
  rest() { this.#writing = false }

  // An answer that came at once is read from its question on. Its cards come later: kept so until the reader moves.
  readFrom(turn) {
    if (!turn || !this.#atEnd) return
    this.#kept = turn
    requestAnimationFrame(() => this.#grown())
  }

  toEnd() {
    this.#page.scrollTop = this.#page.scrollHeight
    this.#atEnd = true
    this.#offer()
  }

  #grown() {
    if (this.#kept) this.#kept.scrollIntoView()
    else if (this.#writing && this.#atEnd) this.toEnd()
    this.#offer()
  }

  #below() { return this.#page.scrollHeight - this.#page.scrollTop - this.#page.clientHeight }

  #offer() { this.#button.hidden = this.#below() < AT_END_PX }
}
