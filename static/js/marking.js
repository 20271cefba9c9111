// A card in the text, its line in a list and its point on a map are one home: what is pointed at marks the others.

export function markTogether() {
  for (const type of ['pointerover', 'focusin']) {
    document.addEventListener(type, ({ target }) => mark(target.closest?.('[data-listing]')?.dataset.listing))
  }
}

function mark(listing) {
  document.querySelectorAll('[data-marked]').forEach((each) => each.removeAttribute('data-marked'))
  if (!listing) return
  document.querySelectorAll(`[data-listing="${CSS.escape(listing)}"]`).forEach((each) => each.setAttribute('data-marked', ''))
}
