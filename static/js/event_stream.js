// Follows one run. A plain cut is the browser's to mend; this adds the cases in which it does nothing: a link that has
// gone silent, a stream that was refused for good, and a tab that wakes up on another network.

const SILENCE_MS = 4500
const LONGEST_PAUSE_MS = 10000
// A hidden tab gives its connection back after this: a browser has six to a server for all of its tabs.
const HIDDEN_MS = 20000
// Older than a keep-alive of two seconds: the link may be gone.
const DOUBTFUL_MS = 2500

export class RunStream {
  #runId
  #after
  #handlers
  #source = null
  #watchdog = 0
  #nap = 0
  #heard = 0
  #pause = 1000
  #ended = false
  #looks = new AbortController()

  // handlers: {event type: (data) => void}, and besides connected(), disconnected(), ended(state) and expired().
  constructor(runId, after, handlers) {
    this.#runId = runId
    this.#after = after
    this.#handlers = handlers
    const { signal } = this.#looks
    document.addEventListener('visibilitychange', () => this.#seen(), { signal })
    addEventListener('online', () => this.#wake(), { signal })
    addEventListener('pageshow', ({ persisted }) => persisted && this.#wake(), { signal })
    this.#open()
  }

  close() {
    this.#ended = true
    this.#looks.abort()
    clearTimeout(this.#watchdog)
    clearTimeout(this.#nap)
    this.#source?.close()
  }

  #seen() {
    clearTimeout(this.#nap)
    if (document.hidden) this.#nap = setTimeout(() => this.#sleep(), HIDDEN_MS)
    else this.#wake()
  }

  #sleep() {
    clearTimeout(this.#watchdog)
    this.#source?.close()
    this.#source = null
  }

  #wake() {
    if (!this.#source || performance.now() - this.#heard > DOUBTFUL_MS) this.#open()
  }

  #open() {
    if (this.#ended) return
    this.#source?.close()
    const source = new EventSource(`/agents/runs/${this.#runId}/events?after=${this.#after}`)
    this.#source = source
    this.#stillThere()
    for (const type of ['thinking', 'tool', 'approval', 'content', 'notice', 'error', 'done']) {
      source.addEventListener(type, (event) => this.#receive(source, type, event))
    }
    source.addEventListener('ping', () => this.#alive(source))
    source.addEventListener('open', () => this.#alive(source))
    source.onerror = (event) => event.data === undefined && this.#cut(source)
  }

  #receive(source, type, event) {
    if (source !== this.#source || event.data === undefined) return
    this.#alive(source)
    const seq = Number(event.lastEventId)
    if (seq <= this.#after) return
    this.#after = seq
    if (type === 'done') this.close()
    this.#handlers[type]?.(JSON.parse(event.data))
  }

  #alive(source) {
    if (source !== this.#source) return
    this.#pause = 1000
    this.#heard = performance.now()
    this.#handlers.connected?.()
    this.#stillThere()
  }

  #stillThere() {
    clearTimeout(this.#watchdog)
    this.#watchdog = setTimeout(() => {
      this.#handlers.disconnected?.()
      this.#open()
    }, SILENCE_MS)
  }

  #cut(source) {
    if (source !== this.#source || this.#ended) return
    this.#handlers.disconnected?.()
    if (source.readyState === EventSource.CLOSED) this.#askWhatBecameOfIt()
  }

  // Any status but 200 closes an EventSource for good: ask, and come back if the run is still open.
  async #askWhatBecameOfIt() {
    clearTimeout(this.#watchdog)
    const answer = await fetch(`/agents/runs/${this.#runId}`, { signal: AbortSignal.timeout(SILENCE_MS) }).catch(() => null)
    if (this.#ended) return
    if (answer?.status === 401 || answer?.status === 403) return this.#handlers.expired?.()
    const state = answer?.ok ? await answer.json().catch(() => null) : null
    if (state && state.status !== 'running' && state.lastSeq <= this.#after) {
      this.close()
      return this.#handlers.ended?.(state)
    }
    setTimeout(() => this.#open(), this.#pause)
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS)
  }
}
