// Maps on pages: beside the list where there is room, behind a button where there is not; loaded when they come into sight.
import { markTogether } from './marking.js';

const wide = matchMedia('(min-width: 1024px)')

function draw(place) {
  import('./map.js').then(({ drawMap }) => drawMap(place))
}

document.querySelectorAll('[data-map]').forEach((place) => {
  const sight = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return
    sight.disconnect()
    draw(place)
  })
  sight.observe(place)
})

document.querySelectorAll('.map-button').forEach((button) => {
  const place = document.getElementById(button.getAttribute('aria-controls'))
  button.addEventListener('click', () => {
    const open = place.toggleAttribute('data-open')
    button.setAttribute('aria-expanded', String(open))
    button.querySelector('.label').textContent = open ? 'Hide the map' : 'Show on a map'
  })
  wide.addEventListener('change', () => { if (wide.matches) place.removeAttribute('data-open') })
})

markTogether()
