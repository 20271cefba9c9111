// The chat page: asks, follows the run, stops it. Every form here also works without this script.
import { RunStream } from './event_stream.js'
import { TurnView } from './turn.js'

const page = document.querySelector('.conversation')
const turns = document.getElementById('turns')
const composer = document.getElementById('composer')
const question = document.getElementById('question')
const stop = document.getElementById('stop')
const connection = document.getElementById('connection')
const announcer = document.getElementById('announcer')
const token = composer.querySelector('[name=csrfmiddlewaretoken]').value
const draftKey = () => `draft:${page.dataset.conversation || 'new'}`
let stream = null
let stick = true

const announce = (text) => { announcer.textContent = text }
const post = (address, body) => fetch(address, {
  method: 'POST',
  headers: { 'X-CSRFToken': token, Accept: 'application/json', 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

function follow(runId, view, after = 0) {
  stream?.close()
  stop.hidden = false
  stop.dataset.run = runId
  const finish = (status) => {
    view.end(status)
    stop.hidden = true
    connection.hidden = true
    stream = null
  }
  stream = new RunStream(runId, after, {
    ...view.handlers(),
    done: ({ status }) => finish(status),
    ended: ({ status }) => finish(status),
    connected: () => { connection.hidden = true },
    disconnected: () => { connection.hidden = false },
    expired: () => { location.assign(`/login/?next=${encodeURIComponent(location.pathname)}`) },
  })
}

async function ask(text) {
  document.getElementById('welcome')?.remove()
  const view = TurnView.create(document.getElementById('turn-template'), text, announce)
  turns.append(view.element)
  view.handlers().thinking({ message: 'Reading your question' })
  stick = true
  toEnd()
  const body = { userMessage: text }
  if (page.dataset.conversation) body.conversationId = page.dataset.conversation
  const answer = await post('/agents/chat-stream', body).catch(() => null)
  const content = await answer?.json().catch(() => null)
  if (!answer?.ok) {
    view.end('failed')
    view.element.remove()
    refuse(text, content?.error?.message ?? 'The question could not be sent. It is kept here: try again in a moment.')
    return
  }
  sessionStorage.removeItem(draftKey())
  if (!page.dataset.conversation) begin(content.conversationId, text)
  follow(content.runId, view)
}

function refuse(text, message) {
  const note = document.createElement('p')
  note.className = 'notice'
  note.dataset.level = 'error'
  note.setAttribute('role', 'alert')
  note.textContent = message
  turns.append(note)
  if (!question.value) question.value = text
  grow()
  toEnd()
}

function begin(conversationId, text) {
  page.dataset.conversation = conversationId
  composer.action = `/c/${conversationId}/`
  history.replaceState(null, '', composer.action)
  const line = document.createElement('li')
  const link = document.createElement('a')
  link.href = composer.action
  link.textContent = text.length > 60 ? `${text.slice(0, 57)}...` : text
  link.setAttribute('aria-current', 'page')
  line.append(link)
  document.getElementById('conversation-list').prepend(line)
}

function send() {
  const text = question.value.trim()
  if (!text) return
  turns.querySelectorAll(':scope > .notice').forEach((note) => note.remove())
  question.value = ''
  grow()
  ask(text)
}

composer.addEventListener('submit', (event) => { event.preventDefault(); send() })
question.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send() }
})
question.addEventListener('input', () => { sessionStorage.setItem(draftKey(), question.value); grow() })
stop.addEventListener('click', () => post(`/agents/runs/${stop.dataset.run}/cancel`, {}))
turns.addEventListener('submit', (event) => {
  const example = event.target.querySelector('[name=userMessage]')
  if (example) { event.preventDefault(); ask(example.value) }
})

function grow() {
  question.style.blockSize = 'auto'
  question.style.blockSize = `${Math.min(question.scrollHeight + 2, 200)}px`
}

// Follow the text only while the reader is at the end.
const scroller = turns
const toEnd = () => { scroller.scrollTop = scroller.scrollHeight }
scroller.addEventListener('scroll', () => {
  stick = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60
}, { passive: true })
new MutationObserver(() => { if (stick) toEnd() }).observe(turns, { childList: true, subtree: true, characterData: true })

// Wide screens show the list; narrow ones fold it.
const wide = matchMedia('(min-width: 1024px)')
const fold = () => { document.getElementById('conversations').open = wide.matches }
wide.addEventListener('change', fold)
fold()

question.value ||= sessionStorage.getItem(draftKey()) ?? ''
grow()
toEnd()
if (page.dataset.run) {
  const view = new TurnView(turns.querySelector('.turn:last-of-type'), announce)
  view.reset()
  follow(page.dataset.run, view)
}
