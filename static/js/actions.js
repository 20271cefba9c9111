// What can be done with an answer: copy it, rate it, try again, ask something else. Without this script the same forms
// lead through pages.

const COPIED_MS = 2000

// Makes ready what stands below the answers: buttons that need a script appear, forms nobody opened are put away.
export function prepareActions(announce) {
  document.querySelectorAll('.edit:not([open], [data-folded])').forEach(fold)
  if (navigator.clipboard) offerCopy(announce)
}

// A closed field is none on the page: the composer is the only one, until another is asked for.
function fold(details) {
  const form = details.querySelector('form')
  details.dataset.folded = ''
  form.remove()
  details.addEventListener('toggle', () => {
    if (!details.open) return form.remove()
    details.append(form)
    form.querySelector('textarea').focus()
    return form.scrollIntoView({ block: 'center' }) // the composer would lie over it
  })
  form.querySelector('textarea').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit() }
  })
}

function offerCopy(announce) {
  document.querySelectorAll('[data-copy][hidden]').forEach((button) => {
    button.hidden = false
    button.addEventListener('click', () => copy(button, announce))
  })
}

async function copy(button, announce) {
  const words = [...button.closest('.turn').querySelectorAll('.prose')].map((prose) => prose.innerText).join('\n\n')
  const copied = await navigator.clipboard.writeText(words).then(() => true, () => false)
  button.textContent = copied ? 'Copied' : 'Not copied'
  announce(copied ? 'The answer is copied.' : 'The browser did not allow copying.')
  setTimeout(() => { button.textContent = 'Copy' }, COPIED_MS)
}

export function submitAction(event, page) {
  const form = event.target
  event.preventDefault()
  const fields = Object.fromEntries(new FormData(form, event.submitter))
  delete fields.csrfmiddlewaretoken
  return form.dataset.rate ? rate(form, fields, page) : askAgain(form, fields, page)
}

async function rate(form, { rating, reason = '' }, { post, announce, refuse }) {
  const answer = await post(form.dataset.rate, { rating: Number(rating), reason })
  if (!answer?.ok) return refuse('Your rating could not be kept. Try again in a moment.')
  const actions = form.closest('.actions')
  actions.querySelectorAll('.rate button').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.value === rating))
  })
  const why = actions.querySelector('.reason')
  why.hidden = rating !== '-1'
  why.open = rating === '-1' && !reason
  announce('Thank you. Your rating is kept with the answer.')
}

// The page is drawn afresh: what followed the old version belongs to its branch.
async function askAgain(form, fields, { post, refuse, conversation, tell }) {
  form.querySelectorAll('button').forEach((button) => { button.disabled = true })
  const answer = await post(form.dataset.ask, fields)
  if (answer?.ok) { tell(); return location.assign(`/c/${conversation}/`) }
  form.querySelectorAll('button').forEach((button) => { button.disabled = false })
  return refuse(answer?.json()?.error?.message ?? 'This could not be sent. Try again in a moment.')
}
