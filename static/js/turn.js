// One question and its answer on the page: draws the events of a run. Words come first and nothing moves them: what
// tools found is fetched meanwhile, lies on the table, and is put below the words when they are complete.
import { markFigures } from './grounding.js';
import { MarkdownStream } from './markdown.js';
import { element } from './markdown_inline.js';
import { fragment } from './requests.js';

const ELAPSED_AFTER_MS = 2000
// A card is asked for a moment later, so that the words that are just being written do not wait behind it.
const WORDS_FIRST_MS = 100
const ASKING = 'Waiting for your yes'
const ENDINGS = { completed: 'Answer complete', stopped: 'Stopped', failed: 'The answer failed' }

export class TurnView {
  #article
  #answer
  #found
  #working
  #steps = new Map()
  #cards = new Map()
  #notices = []
  #ungrounded = null
  #since = 0
  #clock = 0
  #announce

  constructor(article, announce) {
    this.#article = article
    this.#answer = article.querySelector('.answer')
    this.#found = article.querySelector('.found')
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
    this.#found.replaceChildren()
    this.#steps.clear()
    this.#cards.clear()
    this.#notices = []
    this.#ungrounded = null
  }

  handlers() {
    return {
      thinking: ({ message }) => this.#work(message),
      tool: (data) => this.#tool(data),
      approval: () => this.#announce(ASKING),
      content: (data) => this.#content(data),
      notice: (data) => this.#notice(data),
      error: ({ message }) => { this.#working.hidden = true; this.#append('p', 'notice', message).dataset.level = 'error' },
    }
  }

  // status: completed, stopped or failed. Resolves when everything stands.
  async end(status, messageId) {
    this.#steps.forEach((step) => step.draw())
    this.#working.hidden = true
    clearInterval(this.#clock)
    if (status === 'stopped') this.#append('p', 'ending quiet', 'Stopped. What was written is kept.')
    if (this.#ungrounded) markFigures(this.#answer.querySelectorAll('.prose'), this.#ungrounded)
    this.#notices.forEach((notice) => this.#add(notice))
    this.#article.dataset.status = status
    this.#announce(ENDINGS[status] ?? ENDINGS.failed)
    await this.#reveal()
    if (messageId) await this.#offer(messageId)
  }

  // One card a frame, so that twenty of them do not freeze the page.
  async #reveal() {
    await Promise.all(this.#cards.values())
    const sections = [...this.#found.children]
    sections.forEach((section) => { section.hidden = true })
    this.#found.hidden = !sections.length
    for (const section of sections) {
      section.hidden = false
      if (!document.hidden) await new Promise(requestAnimationFrame)
    }
  }

  // What can be done with the answer, as a reload would draw it.
  async #offer(messageId) {
    const actions = await fragment(`/messages/${messageId}/actions/`)
    if (!actions) return
    this.#article.append(actions)
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
      section.querySelector('.title').textContent = title
      section.querySelector('.arguments').textContent = JSON.stringify(asked, null, 2)
      this.#found.append(section)
      this.#work(title)
      return
    }
    const section = this.#found.querySelector(`[data-call="${CSS.escape(callId)}"]`)
    if (!section) return
    section.dataset.state = status
    if (status === 'failed') section.querySelector('.card-place').textContent = error
    this.#cards.set(callId, this.#card(section, callId))
  }

  // The same partial that a reload draws; it shows database values, never what the model typed.
  async #card(section, callId) {
    await new Promise((passed) => { setTimeout(passed, WORDS_FIRST_MS) })
    const fresh = await fragment(`/agents/tool-calls/${callId}/card`)
    if (!fresh) return
    section.replaceWith(fresh)
    fresh.dispatchEvent(new Event('card', { bubbles: true }))
  }

  // Said at once where no words stand yet; else after them, so that it does not push what is being read.
  #notice(data) {
    if (data.kind === 'grounding') this.#ungrounded = data
    const notice = data.kind === 'unused' ? unused(data.words) : calm(data)
    if (this.#steps.size) this.#notices.push(notice)
    else this.#add(notice)
  }

  #append(tag, className, text) {
    const node = document.createElement(tag)
    node.className = className
    node.textContent = text
    return this.#add(node)
  }

  // Put in afresh, the line that says what happens now is at the end without having moved.
  #add(node) {
    this.#answer.append(node, this.#working)
    return node
  }
}

function calm({ kind, message }) {
  const notice = element('p', message)
  notice.className = 'notice'
  notice.dataset.level = 'calm'
  notice.dataset.kind = kind
  return notice
}

// What could not be used of the question: chips like those of what was understood.
function unused(words) {
  const list = element('ul', ...words.map((word) => {
    const chip = element('span', `not used: ${word}`)
    chip.className = 'condition'
    return element('li', chip)
  }))
  list.className = 'conditions unused'
  list.setAttribute('aria-label', 'Could not be used')
  return list
}
