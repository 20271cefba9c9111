// Says yes or no to a mail from its card in the chat; without this script the same form goes to its own page.
import { fragment } from './requests.js';

const LOOK_AGAIN_MS = 3000
const MOST_LOOKS = 20
// The server waits for the mail for five seconds before it answers.
const PATIENCE_MS = 15000

export async function decide(form, decision, post, announce) {
  const buttons = form.querySelectorAll('button')
  buttons.forEach((button) => { button.disabled = true })
  announce(decision === 'approve' ? 'Sending' : 'Discarding')
  const answer = await post(form.dataset.decide, { decision }, PATIENCE_MS)
  const content = answer?.json()
  const section = form.closest('[data-call]')
  if (!answer || answer.status >= 500) {
    buttons.forEach((button) => { button.disabled = false })
    say(form, 'This could not be reached. Nothing was decided; try again.')
    return
  }
  if (!answer.ok) say(form, content?.error?.message ?? 'This could not be decided.')
  announce(content?.result?.message ?? content?.error?.message ?? 'Decided')
  await redraw(section, MOST_LOOKS)
}

// The card as a reload would draw it; while the mail is on its way it is looked at again.
async function redraw(section, looks) {
  const fresh = await fragment(`/agents/tool-calls/${section.dataset.call}/card`)
  if (!fresh) return
  section.replaceWith(fresh)
  if (looks && fresh.querySelector('.letter[data-status="queued"]')) {
    setTimeout(() => redraw(fresh, looks - 1), LOOK_AGAIN_MS)
  }
}

function say(form, message) {
  const note = form.querySelector('.notice') ?? form.appendChild(document.createElement('p'))
  note.className = 'notice'
  note.dataset.level = 'error'
  note.setAttribute('role', 'alert')
  note.textContent = message
}
