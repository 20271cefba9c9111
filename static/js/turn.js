// One question and its answer on the page: draws the events of a run.
import { markFigures } from './grounding.js';
import { MarkdownStream } from './markdown.js';

const ELAPSED_AFTER_MS = 2000
const ASKING = 'Waiting for your yes'
// Words and steps wait this long for the card above them, so that they need not move when it comes.
const CARD_WAIT_MS = 250

export class TurnView {
  #article
  #answer
  #working
  #steps = new Map()
  #cards = new Set()
  #ungrounded = null
  #landed = null
  #since = 0
  #clock = 0
  #announce

  constructor(article, announce) {
    this.#article = article
    this.#answer = article.querySelector('.answer')
    this.#working = article.querySelector('.working')
    this.#announce = announce
  }

  static create(template, question, announce) {
    const article = template.content.firstElementChild.cloneNode(true)
    article.querySelector('.question').textContent = question
    return new TurnView(article, announce)
  }

  get element() { return this.#article }

  // What an open run's page already shows is drawn again from its first event.
  reset() {
    this.#article.querySelector('.actions')?.remove()
    this.#answer.replaceChildren(this.#working)
    this.#steps.clear()
    this.#cards.clear()
    this.#ungrounded = null
  }

  handlers() {
    return {
      thinking: ({ message }) => this.#work(message),
      tool: (data) => this.#tool(data),
      approval: () => this.#announce(ASKING),
      content: (data) => this.#content(data),
      notice: (data) => this.#notice(data),
      error: ({ message }) => this.#note(message, 'error'),
    }
  }

  // status: completed, stopped or failed. The end of a quick answer waits for its cards too.
  async end(status, messageId) {
    if (this.#cards.size) await new Promise((landed) => { this.#landed = landed })
    this.#reveal()
    this.#steps.forEach((step) => step.draw())
    if (this.#ungrounded) markFigures(this.#answer.querySelectorAll('.prose'), this.#ungrounded)
    this.#article.dataset.status = status
    this.#working.hidden = true
    clearInterval(this.#clock)
    if (status === 'stopped') this.#append('p', 'ending quiet', 'Stopped. What was written is kept.')
    if (messageId) this.#offer(messageId)
    this.#announce(status === 'completed' ? 'Answer complete' : status === 'stopped' ? 'Stopped' : 'The answer failed')
  }

  // What can be done with the answer, as a reload would draw it.
  async #offer(messageId) {
    const answer = await fetch(`/messages/${messageId}/actions/`).catch(() => null)
    if (!answer?.ok) return
    const template = document.createElement('template')
    template.innerHTML = await answer.text()
    this.#article.append(template.content)
    this.#article.dispatchEvent(new Event('actions', { bubbles: true }))
  }

  #work(what) {
    this.#since = performance.now()
    this.#working.hidden = false
    this.#working.querySelector('.what').textContent = what
    this.#working.querySelector('.elapsed').textContent = ''
    this.#announce(what)
    clearInterval(this.#clock)
    this.#clock = setInterval(() => {
      const ms = performance.now() - this.#since
      if (ms > ELAPSED_AFTER_MS) this.#working.querySelector('.elapsed').textContent = `${Math.round(ms / 1000)} s`
    }, 1000)
  }

  #content({ chunk, step, restart }) {
    if (!this.#steps.has(step)) {
      const prose = this.#append('div', 'prose', '')
      prose.dataset.role = 'answer'
      prose.dir = 'auto'
      prose.hidden = this.#cards.size > 0
      this.#steps.set(step, new MarkdownStream(prose))
    }
    const stream = this.#steps.get(step)
    if (restart) stream.clear()
    if (!chunk) return
    this.#working.hidden = true
    stream.append(chunk)
  }

  #tool({ callId, title, status, arguments: asked, error }) {
    if (status === 'started') {
      const section = document.getElementById('tool-template').content.firstElementChild.cloneNode(true)
      section.dataset.call = callId
      section.dataset.state = status
      section.hidden = this.#cards.size > 0
      section.querySelector('.title').textContent = title
      section.querySelector('.arguments').textContent = JSON.stringify(asked, null, 2)
      this.#add(section)
      this.#work(title)
      return
    }
    const section = this.#answer.querySelector(`[data-call="${CSS.escape(callId)}"]`)
    if (!section) return
    section.dataset.state = status
    if (status === 'failed') section.querySelector('.card-place').textContent = error
    this.#cards.add(callId)
    setTimeout(() => this.#reveal(), CARD_WAIT_MS)
    this.#card(section, callId)
  }

  // The same partial that a reload draws; it shows database values, never what the model typed.
  async #card(section, callId) {
    const answer = await fetch(`/agents/tool-calls/${callId}/card`).catch(() => null)
    const html = answer?.ok ? await answer.text().catch(() => '') : ''
    if (html) {
      const template = document.createElement('template')
      template.innerHTML = html
      const fresh = template.content.firstElementChild
      fresh.querySelector('details').open = section.querySelector('details').open
      section.replaceWith(fresh)
    }
    this.#cards.delete(callId)
    if (!this.#cards.size) this.#reveal()
    this.#article.dispatchEvent(new Event('card', { bubbles: true }))
  }

  #reveal() {
    this.#cards.clear()
    this.#landed?.()
    this.#answer.querySelectorAll(':scope > :is(.prose, .tool-call)[hidden]').forEach((part) => { part.hidden = false })
  }

  #notice(data) {
    if (data.kind === 'grounding') this.#ungrounded = data
    this.#note(data.message, 'warning')
  }

  #note(message, level) {
    const note = this.#append('p', 'notice', message)
    note.dataset.level = level
  }

  #append(tag, className, text) {
    const node = document.createElement(tag)
    node.className = className
    node.textContent = text
    this.#add(node)
    return node
  }

  // Put in afresh, the line that says what happens now is at the end without having moved.
  #add(node) { this.#answer.append(node, this.#working) }
}
