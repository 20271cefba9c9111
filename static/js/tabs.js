// The same conversation in other tabs and on other devices: a run begun in one tab is followed in the others, and a
// page that was away looks whether it still shows the newest.
import { persist } from './requests.js';

const AWAY_MS = 5000

export class Tabs {
  #channel = new BroadcastChannel('doorstep-conversations')

  // idle(): the conversation's id if nothing is being answered here. follow({runId, text}): show that run.
  constructor(idle, follow, isNewest) {
    let hiddenAt = 0
    this.#channel.onmessage = ({ data }) => {
      if (!data.conversation || data.conversation !== idle()) return
      if (data.runId) follow(data)
      else location.reload()
    }
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) hiddenAt = performance.now()
      else if (performance.now() - hiddenAt > AWAY_MS) this.#look(idle, isNewest)
    })
  }

  // Other tabs hear of a run with its question, or without one that the conversation has changed.
  tell(conversation, runId = '', text = '') { this.#channel.postMessage({ conversation, runId, text }) }

  async #look(idle, isNewest) {
    const conversation = idle()
    if (!conversation) return
    const answer = await persist(`/agents/chat-history?conversationId=${conversation}&limit=1`)
    const newest = answer?.ok ? answer.json()?.history.at(-1) : null
    if (newest && idle() === conversation && !isNewest(newest)) location.reload()
  }
}
