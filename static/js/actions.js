// What can be done with an answer: copy it, rate it, try again, ask something else. Without this script the same forms
// lead through pages.

// Only where a script runs can anything be copied.
export function offerCopy() {
  document.querySelectorAll('[data-copy][hidden]').forEach((button) => {
    button.hidden = false
    button.addEventListener('click', async () => {
      const words = [...button.closest('.turn').querySelectorAll('.prose')].map((prose) => prose.innerText).join('\n\n')
      await navigator.clipboard.writeText(words)
      button.textContent = 'Copied'
    })
  })
}

export function submitAction(event, { post, announce, refuse, conversation }) {
  const form = event.target
  event.preventDefault()
  const fields = Object.fromEntries(new FormData(form, event.submitter))
  delete fields.csrfmiddlewaretoken
  if (form.dataset.rate) return rate(form, fields, post, announce, refuse)
  return askAgain(form, fields, post, refuse, conversation)
}

async function rate(form, { rating, reason = '' }, post, announce, refuse) {
  const answer = await post(form.dataset.rate, { rating: Number(rating), reason }).catch(() => null)
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
async function askAgain(form, fields, post, refuse, conversation) {
  form.querySelectorAll('button').forEach((button) => { button.disabled = true })
  const answer = await post(form.dataset.ask, fields).catch(() => null)
  if (answer?.ok) return location.assign(`/c/${conversation}/`)
  form.querySelectorAll('button').forEach((button) => { button.disabled = false })
  const content = await answer?.json().catch(() => null)
  return refuse(content?.error?.message ?? 'This could not be sent. Try again in a moment.')
}
