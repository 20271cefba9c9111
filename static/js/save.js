// Keeps a home without leaving the page: every star is a form, and this sends it in the background.
document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form.save')
  if (!form) return
  event.preventDefault()
  const button = form.querySelector('button')
  if (button.getAttribute('aria-disabled')) return
  button.setAttribute('aria-disabled', 'true')
  try {
    const answer = await fetch(form.action, {
      method: 'POST', body: new FormData(form), headers: { accept: 'application/json' }, redirect: 'manual',
    })
    // Logged out (a redirect), too many, gone: the plain form says it on the page.
    if (!answer.ok) return form.submit()
    show(form, (await answer.json()).saved)
  } catch {
    form.submit()
  } finally {
    button.removeAttribute('aria-disabled')
  }
})

function show(form, saved) {
  const label = form.querySelector('.label')
  form.elements.keep.value = saved ? 'no' : 'yes'
  form.querySelector('button').setAttribute('aria-pressed', String(saved))
  label.textContent = saved ? label.dataset.on : label.dataset.off
}
