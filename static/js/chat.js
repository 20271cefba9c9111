// The chat page: asks, follows the run, stops it. Every form here also works without this script.
import { prepareActions, submitAction } from './actions.js';
import { decide } from './approvals.js';
import { RunStream } from './event_stream.js';
import { markTogether } from './marking.js';
import { ReadingPlace } from './reading_place.js';
import { persist } from './requests.js';
import { Table } from './table.js';
import { Tabs } from './tabs.js';
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
const table = new Table(document.getElementById('table'), document.getElementById('table-bar'))
const tabs = new Tabs(idle, join, isNewest)
const token = composer.querySelector('[name=csrfmiddlewaretoken]').value
const draftKey = () => `draft:${page.dataset.conversation || 'new'}`
const keepDraft = () => sessionStorage.setItem(draftKey(), question.value)
const newestTile = () => [...turns.querySelectorAll('.tile')].at(-1)
const lastTurn = () => turns.querySelector('.turn:last-of-type')
// An answer complete within this time has not been read while it came.
const AT_ONCE_MS = 1500
let stream = null
let asking = false

const announce = (text) => { announcer.textContent = text }
const waiting = () => { connection.hidden = false }
// The key makes a repeated request find what the first one began. Not crypto.randomUUID: only secure pages have it.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const post = async (address, body, patience = undefined) => {
  const headers = { 'X-CSRFToken': token, Accept: 'application/json', 'Content-Type': 'application/json', 'Idempotency-Key': newKey() }
  const answer = await persist(address, { method: 'POST', headers, body: JSON.stringify(body) }, waiting, patience)
  if (!stream) connection.hidden = true
  return answer
}

function follow(runId, view, after = 0) {
  stream?.close()
  stop.hidden = false
  stop.dataset.run = runId
  const since = performance.now()
  const finish = (status, messageId) => {
    stop.hidden = connection.hidden = true
    stream = null
    page.dataset.newest = messageId ?? ''
    place.rest()
    const atOnce = status === 'completed' && performance.now() - since < AT_ONCE_MS
    view.end(status, messageId).then(suggest)
    if (atOnce) place.readFrom(view.element)
  }
  stream = new RunStream(runId, after, {
    ...view.handlers(),
    done: ({ status, messageId }) => finish(status, messageId),
    ended: ({ status, messageId }) => finish(status, messageId),
    connected: () => { connection.hidden = true },
    disconnected: waiting,
    expired: () => { location.assign(`/login/?next=${encodeURIComponent(location.pathname)}`) },
  })
}

function show(text) {
  document.getElementById('welcome')?.remove()
  next.replaceChildren()
  const view = TurnView.create(document.getElementById('turn-template'), text, announce)
  turns.append(view.element)
  view.handlers().thinking({ message: 'Reading your question' })
  place.follow()
  return view
}

async function ask(text) {
  const view = show(text)
  question.focus()
  asking = true
  const body = { userMessage: text }
  if (page.dataset.conversation) body.conversationId = page.dataset.conversation
  const after = composer.elements.parentMessageId
  if (after) { body.parentMessageId = after.value; after.remove() }
  const answer = await post('/agents/chat-stream', body)
  const content = answer?.json()
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
  tabs.tell(content.conversationId, content.runId, text)
}

// The conversation, unless something is being answered or another branch than the newest is shown.
function idle() {
  return stream || asking || new URLSearchParams(location.search).has('at') ? '' : page.dataset.conversation
}

// Another tab has asked in this conversation.
function join({ runId, text }) { follow(runId, show(text)) }

function isNewest({ id, role, content }) {
  return role === 'assistant' ? id === page.dataset.newest : content === lastTurn()?.querySelector('.question').textContent
}

function refuse(text, message) {
  say(message)
  if (!question.value) question.value = text
  keepDraft()
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

// What one could ask now, as the last card of the last answer says: at most three. They wait for the bar of the table,
// which stands before them and would push them aside.
async function suggest() {
  await table.settled
  if (stream) return
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
  const link = document.createElement('a')
  link.href = composer.action
  link.textContent = text
  link.setAttribute('aria-current', 'page')
  document.getElementById('this-conversation')?.replaceChildren(link)
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

const halt = () => { if (stream) post(`/agents/runs/${stop.dataset.run}/cancel`, {}) }

composer.addEventListener('submit', (event) => { event.preventDefault(); send() })
question.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send() }
  if (event.key === 'Escape') halt()
  if (event.key === 'ArrowUp' && !question.value && !stream) editLast(event)
})
question.addEventListener('input', () => { keepDraft(); grow() })
stop.addEventListener('click', halt)
turns.addEventListener('submit', (event) => {
  if (event.target.dataset.decide) {
    event.preventDefault()
    decide(event.target, event.submitter.value, post, announce)
    return
  }
  if (event.target.closest('.actions')) {
    submitAction(event, { post, announce, refuse: say, conversation: page.dataset.conversation, tell: () => tabs.tell(page.dataset.conversation) })
    return
  }
  const example = event.target.querySelector('[name=userMessage]')
  if (example) { event.preventDefault(); if (!asking && !stream) ask(example.value) }
})
turns.addEventListener('click', ({ target }) => { const tile = target.closest('.tile'); if (tile) table.show(tile) })
turns.addEventListener('card', () => table.follow(newestTile))
turns.addEventListener('actions', () => prepareActions(announce))
next.addEventListener('click', (event) => {
  if (event.target.matches('button') && !stream && !asking) ask(event.target.textContent)
})

// The question asked last, to change it; the form's own button sends it.
function editLast(event) {
  const edit = lastTurn()?.querySelector('.edit')
  if (!edit) return
  event.preventDefault()
  edit.open = true
}

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
prepareActions(announce)
markTogether()
table.follow(newestTile)
if (page.dataset.run) {
  const view = new TurnView(lastTurn(), announce)
  view.reset()
  place.follow()
  follow(page.dataset.run, view)
} else {
  place.readFrom(lastTurn())
  suggest()
}
