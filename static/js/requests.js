// Requests that outlive a cut: a link that was reset or has gone silent is tried again for half a minute.

const TRIES = 8
const SILENT_MS = 5000
const LONGEST_PAUSE_MS = 4000

// The response, whatever its status; null when the server could not be reached. waiting(): called before each further
// try. patience: how long, in ms, the server may take.
export async function persist(address, options = {}, waiting = () => {}, patience = SILENT_MS) {
  for (let tries = 1, pause = 300; ; tries += 1, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const answer = await once(address, options, patience)
    if (answer || tries === TRIES) return answer
    waiting()
    await new Promise((rested) => { setTimeout(rested, pause) })
  }
}

// The body is read here: a link can also break in the middle of it.
async function once(address, options, patience) {
  try {
    const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(patience) })
    const text = await answer.text()
    return { ok: answer.ok, status: answer.status, text, json: () => parsed(text) }
  } catch {
    return null
  }
}

function parsed(text) {
  try { return JSON.parse(text) } catch { return null }
}

// HTML of our own server as the one element it holds; null where there is none.
export async function fragment(address) {
  const answer = await persist(address)
  if (!answer?.ok) return null
  const template = document.createElement('template')
  template.innerHTML = answer.text
  return template.content.firstElementChild
}
