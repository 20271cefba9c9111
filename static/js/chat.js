// The chat page: asks, follows the run, stops it. Every form here also works without this script.
import { offerCopy, submitAction } from './actions.js';
import { decide } from './approvals.js';
import { RunStream } from './event_stream.js';
import { ReadingPlace } from './reading_place.js';
import { TurnView } from './turn.js';

const page = document.querySelector('.conversation')
const turns = document.getElementById('turns')
const composer = document.getElementById('composer')
const question = document.getElementById('question')
const stop = document.getElementById('stop')
const connection = document.getElementById('connection')
const announcer = document.getElementById('announcer')
const next = document.getElementById('next')
const place = new ReadingPlace(turns, document.getElementById('newest'))
const token = composer.querySelector('[name=csrfmiddlewaretoken]').value
const draftKey = () => `draft:${page.dataset.conversation || 'new'}`
const keepDraft = () => sessionStorage.setItem(draftKey(), question.value)
// An answer complete within this time has not been read while it came.
const AT_ONCE_MS = 1500
let stream = null
let asking = false

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
  const since = performance.now()
  const finish = async (status, messageId) => {
    await view.end(status, messageId)
    stop.hidden = true
    connection.hidden = true
    stream = null
    place.rest()
    if (status === 'completed' && performance.now() - since < AT_ONCE_MS) place.readFrom(view.element)
    suggest()
  }
  stream = new RunStream(runId, after, {
    ...view.handlers(),
    done: ({ status, messageId }) => finish(status, messageId),
    ended: ({ status, messageId }) => finish(status, messageId),
    connected: () => { connection.hidden = true },
    disconnected: () => { connection.hidden = false },
    expired: () => { location.assign(`/login/?next=${encodeURIComponent(location.pathname)}`) },
  })
}

async function ask(text) {
  document.getElementById('welcome')?.remove()
  next.replaceChildren()
  const view = TurnView.create(document.getElementById('turn-template'), text, announce)
  turns.append(view.element)
  view.handlers().thinking({ message: 'Reading your question' })
  place.follow()
  question.focus()
  asking = true
  const body = { userMessage: text }
  if (page.dataset.conversation) body.conversationId = page.dataset.conversation
  const after = composer.elements.parentMessageId
  if (after) { body.parentMessageId = after.value; after.remove() }
  const answer = await post('/agents/chat-stream', body).catch(() => null)
  const content = await answer?.json().catch(() => null)
  asking = false
  if (!answer?.ok) {
    view.end('failed')
    view.element.remove()
    refuse(text, content?.error?.message ?? 'The question could not be sent. It is kept here: try again in a moment.')
    return
  }
  sessionStorage.removeItem(draftKey())
  if (!page.dataset.conversation) begin(content.conversationId, text)
  if (question.value) keepDraft() // typed while the question was on its way
  follow(content.runId, view)
}

function refuse(text, message) {
  say(message)
  if (!question.value) question.value = text
  grow()
}

function say(message) {
  const note = document.createElement('p')
  note.className = 'notice'
  note.dataset.level = 'error'
  note.setAttribute('role', 'alert')
  note.textContent = message
  turns.append(note)
  place.toEnd()
}

// What one could ask now, as the last card of the last answer says: at most three.
function suggest() {
  const card = [...turns.querySelectorAll('.turn:last-of-type [data-next]')].at(-1)
  const words = card?.dataset.next.split('|').filter(Boolean) ?? []
  next.replaceChildren(...words.slice(0, 3).map((text) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = text
    return button
  }))
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
  if (stream || asking) return announce('Still answering. Wait for the end, or press Stop.')
  turns.querySelectorAll(':scope > .notice').forEach((note) => note.remove())
  question.value = ''
  grow()
  ask(text)
}

composer.addEventListener('submit', (event) => { event.preventDefault(); send() })
question.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send() }
})
question.addEventListener('input', () => { keepDraft(); grow() })
stop.addEventListener('click', () => post(`/agents/runs/${stop.dataset.run}/cancel`, {}))
turns.addEventListener('submit', (event) => {
  if (event.target.dataset.decide) {
    event.preventDefault()
    decide(event.target, event.submitter.value, post, announce)
    return
  }
  if (event.target.closest('.actions')) return submitAction(event, { post, announce, refuse: say, conversation: page.dataset.conversation })
  const example = event.target.querySelector('[name=userMessage]')
  if (example) { event.preventDefault(); if (!asking) ask(example.value) }
})
turns.addEventListener('card', () => stream || suggest())
turns.addEventListener('actions', offerCopy)
next.addEventListener('click', (event) => {
  if (event.target.matches('button') && !stream && !asking) ask(event.target.textContent)
})

function grow() {
  question.style.blockSize = 'auto'
  question.style.blockSize = `${Math.min(question.scrollHeight + 2, 200)}px`
}

// Wide screens show the list; narrow ones fold it.
const wide = matchMedia('(min-width: 1024px)')
const fold = () => { document.getElementById('conversations').open = wide.matches }
wide.addEventListener('change', fold)
fold()

question.value ||= sessionStorage.getItem(draftKey()) ?? ''
grow()
offerCopy()
const last = turns.querySelector('.turn:last-of-type')
if (page.dataset.run) {
  const view = new TurnView(last, announce)
  view.reset()
  place.follow()
  follow(page.dataset.run, view)
} else {
  place.readFrom(last)
  suggest()
}
