// Homes on a map, drawn by Leaflet; loaded only where one is shown. The list beside it says the same to everybody, so
// the points are for the pointer alone. Without a tile server there is plain paper with the names of the places.

const MOST_NAMES = 12
const CLOSEST = 14

// place: [data-map] with the addresses of Leaflet's script and style; its homes are the [data-latitude] of [data-homes].
export async function drawMap(place) {
  if (place.dataset.drawn) return
  place.dataset.drawn = 'yes'
  const homes = homesOf(place)
  await Promise.all([style(place.dataset.style), import(place.dataset.script)])
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = L.map(place, {
    zoomControl: false, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, scrollWheelZoom: false, keyboard: false,
    attributionControl: Boolean(place.dataset.tiles),
  })
  if (place.dataset.tiles) L.tileLayer(place.dataset.tiles, { attribution: place.dataset.attribution }).addTo(map)
  const names = place.dataset.tiles ? [] : name(map, homes)
  L.control.zoom({ zoomInText: sign('M5 12h14M12 5v14'), zoomOutText: sign('M5 12h14') }).addTo(map)
  L.control.scale({ metric: false }).addTo(map)
  map.getPane('markerPane').setAttribute('aria-hidden', 'true')
  const points = homes.map((home) => put(map, home))
  const spreadAll = () => spread(place.querySelectorAll('.leaflet-bar'), names, points)
  map.on('zoomend resize', spreadAll)
  map.fitBounds(homes.map(({ point }) => point), { paddingTopLeft: [64, 44], paddingBottomRight: [44, 44], maxZoom: CLOSEST, animate: false })
  spreadAll()
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(place)
}

const sign = (path) => `<svg class="icon" viewBox="0 0 24 24"><path d="${path}"/></svg>`

function homesOf(place) {
  const lines = [...place.closest('[data-homes]').querySelectorAll('[data-latitude]')]
  return lines.filter((line) => line.dataset.latitude && line.dataset.longitude).map((line) => ({
    line, point: [Number(line.dataset.latitude), Number(line.dataset.longitude)], ...line.dataset,
  }))
}

function put(map, { line, point, listing, pill }) {
  const label = document.createElement('span')
  label.dataset.words = pill
  label.dataset.listing = listing
  const marker = L.marker(point, { icon: L.divIcon({ className: 'home-point', html: label, iconSize: null }), keyboard: false })
  marker.on('click', () => {
    line.scrollIntoView({ block: 'nearest' })
    line.querySelector('a')?.focus()
  })
  marker.addTo(map)
  return label
}

// Names that would cover one another are left out, the one of fewer homes first. Prices that would cover a name, the
// buttons or one another are dots until one points at them or comes closer.
function spread(buttons, names, prices) {
  const shown = [...buttons].map((button) => button.getBoundingClientRect())
  const covered = (box) => shown.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
  for (const [labels, mark] of [[names, 'hidden'], [prices, 'data-dot']]) {
    labels.forEach((label) => label.removeAttribute(mark))
    for (const label of labels) {
      const box = label.getBoundingClientRect()
      if (covered(box)) label.setAttribute(mark, '')
      else shown.push(box)
    }
  }
}

// Each place's name above the middle of its homes: neighbourhoods in one city, else the cities. Those of most homes first.
function name(map, homes) {
  const cities = new Set(homes.map(({ city }) => city))
  const places = new Map()
  for (const home of homes) {
    const words = cities.size > 1 ? home.city : home.area || home.city
    if (words) places.set(words, [...(places.get(words) ?? []), home.point])
  }
  const middle = (numbers) => (Math.min(...numbers) + Math.max(...numbers)) / 2
  return [...places].sort((a, b) => b[1].length - a[1].length).slice(0, MOST_NAMES).map(([words, points]) => {
    const label = document.createElement('span')
    label.dataset.words = words
    const at = [Math.max(...points.map(([y]) => y)), middle(points.map(([, x]) => x))]
    const icon = L.divIcon({ className: 'place-name', html: label, iconSize: null })
    L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map)
    return label
  })
}

function style(address) {
  if (document.querySelector(`link[href="${CSS.escape(address)}"]`)) return undefined
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = address
  return new Promise((loaded) => { link.onload = link.onerror = loaded; document.head.prepend(link) })
}
