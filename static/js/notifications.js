// What happened elsewhere: one visible tab per browser holds the stream and tells the others; the bell counts, a toast says it.
const MOST_TOASTS = 3
const TOAST_MS = 15000
const LONGEST_PAUSE_MS = 60000

const bell = document.querySelector('[data-bell]')
const toasts = document.getElementById('toasts')
const user = bell.dataset.bell
const name = `doorstep-notifications-${user}`
const channel = new BroadcastChannel(name)
let last = 0
let known = null
let pause = 5000
let source = null
let waiting = null
let release = () => {}

function count(unread) {
  known = unread
  const badge = bell.querySelector('.bell-count')
  badge.hidden = !unread
  badge.textContent = unread > 99 ? '99+' : unread
  bell.setAttribute('aria-label', unread ? `Notifications, ${unread} unread` : 'Notifications')
}

function show({ id, type, kind, text, url, read, unread }) {
  last = Math.max(last, id ?? 0)
  count(unread)
  if (type !== 'notification') return
  const letters = [...document.querySelectorAll('[data-approval]')].filter((letter) => url.includes(letter.dataset.approval))
  letters.forEach(redraw)
  if (read || document.hidden) return
  if (letters.length || location.pathname === url) markRead(id)
  else toast(id, text, url)
}

function toast(id, text, url) {
  const note = document.createElement('div')
  note.className = 'toast'
  const link = note.appendChild(document.createElement('a'))
  link.href = url
  link.textContent = text
  link.addEventListener('click', () => markRead(id))
  const close = note.appendChild(document.createElement('button'))
  close.type = 'button'
  close.textContent = '×'
  close.setAttribute('aria-label', 'Dismiss')
  close.addEventListener('click', () => { note.remove(); markRead(id) })
  const leave = () => setTimeout(() => (note.matches(':hover, :focus-within') ? leave() : note.remove()), TOAST_MS)
  leave()
  toasts.append(note)
  while (toasts.children.length > MOST_TOASTS) toasts.firstElementChild.remove()
}

async function markRead(id) {
  const body = new FormData(document.querySelector('.who form'))
  body.set('read', id)
  const answer = await fetch(bell.href, { method: 'POST', body, keepalive: true, redirect: 'manual' }).catch(() => null)
  if (answer && known) tell({ type: 'unread', unread: known - 1 })
}

// The letter as a reload would draw it: in the chat from its card, elsewhere from the page itself.
async function redraw(letter) {
  const section = letter.closest('[data-call]')
  const answer = await fetch(section ? `/agents/tool-calls/${section.dataset.call}/card` : location.href).catch(() => null)
  if (!answer?.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.querySelector(`[data-approval="${letter.dataset.approval}"]`)
  if (fresh?.dataset.status === letter.dataset.status) return
  if (section) fresh && letter.replaceWith(fresh)
  else document.getElementById('main').replaceWith(page.getElementById('main'))
}

function tell(message) {
  show(message)
  channel.postMessage(message)
}

function open() {
  source = new EventSource(`/events/?user=${user}&after=${last}`)
  const hear = (type) => source.addEventListener(type, (event) => {
    pause = 5000
    tell({ ...JSON.parse(event.data), type, id: Number(event.lastEventId) })
  })
  hear('notification')
  hear('unread')
  source.onerror = () => {
    source.close()
    waiting = setTimeout(open, pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

let queue = null
function lead() {
  if (document.hidden || queue) return
  queue = new AbortController()
  const hold = () => new Promise((done) => { release = done; open() })
  if (navigator.locks) navigator.locks.request(name, { signal: queue.signal }, hold).catch(() => {})
  else hold() // without https there are no locks: each visible tab has its own stream
}

function rest() {
  queue?.abort()
  queue = null
  source?.close()
  clearTimeout(waiting)
  release()
}

channel.onmessage = ({ data }) => {
  if (data.type !== 'ask') show(data)
  else if (source && known !== null) channel.postMessage({ type: 'unread', unread: known, id: last })
}
document.addEventListener('visibilitychange', () => (document.hidden ? rest() : lead()))
addEventListener('pagehide', rest)
addEventListener('pageshow', lead)
const list = document.querySelector('ul[data-unread]')
if (list) tell({ type: 'unread', unread: Number(list.dataset.unread) })
else channel.postMessage({ type: 'ask' })
lead()
