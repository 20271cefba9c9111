// Follows one run. A plain cut is the browser's to mend; this adds the two cases in which it does nothing:
// a link that has gone silent, and a stream that was refused for good.

const SILENCE_MS = 4500
const LONGEST_PAUSE_MS = 10000

export class RunStream {
  #runId
  #after
  #handlers
  #source = null
  #watchdog = 0
  #pause = 1000
  #ended = false

  // handlers: {event type: (data) => void}, and besides connected(), disconnected(), ended(state) and expired().
  constructor(runId, after, handlers) {
    this.#runId = runId
    this.#after = after
    this.#handlers = handlers
    this.#open()
  }

  close() {
    this.#ended = true
    clearTimeout(this.#watchdog)
    this.#source?.close()
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
    const answer = await fetch(`/agents/runs/${this.#runId}`).catch(() => null)
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
