// What kratos-ui theme check asks of a page in Chromium. Runs outside of the page's policy.
async () => {
  document.adoptedStyleSheets = [] // those of the look before this one

  // pictures that only this scheme or width shows
  const shown = [...document.querySelectorAll("body, body *")].flatMap(each =>
    ["", "::before", "::after"].map(part => getComputedStyle(each, part).backgroundImage))
  const addresses = shown.flatMap(each => [...each.matchAll(/url\("(.*?)"\)/g)].map(found => found[1]))
  const loaded = [...document.images, ...[...new Set(addresses)].map(src => Object.assign(new Image(), {src}))]
  await Promise.allSettled(loaded.map(each => each.decode()))

  const paint = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
    .getContext("2d", {willReadFrequently: true})
  const rgba = colour => {
    paint.clearRect(0, 0, 1, 1)
    paint.fillStyle = colour
    paint.fillRect(0, 0, 1, 1)
    return [...paint.getImageData(0, 0, 1, 1).data]
  }
  const above = function* (element) { for (; element; element = element.parentElement) yield element }
  const named = element => [element.tagName.toLowerCase(), ...element.classList].join(".")
  const seen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true})

  // all that there may be to read
  for (const each of document.querySelectorAll("details:not(.lang)")) each.open = true
  for (const each of document.querySelectorAll("button[hidden], [data-trigger-error][hidden]")) each.hidden = false
  scrollTo({top: 0, left: 0, behavior: "instant"}) // what takes the focus may be far down, and the picture begins at the top

  const inside = (element, box) => {
    let {left, top, right, bottom} = box
    for (const each of above(element)) {
      if (getComputedStyle(each).overflow === "visible" || each === document.body) continue
      const clip = each.getBoundingClientRect()
      left = Math.max(left, clip.left)
      right = Math.min(right, clip.right)
      top = Math.max(top, clip.top)
      bottom = Math.min(bottom, clip.bottom)
    }
    return {left: Math.max(left, 0), top: Math.max(top, 0), right, bottom}
  }
  const large = ({left, top, right, bottom}) => right - left > 2 && bottom - top > 2
  const text = (element, words, boxes) => {
    const style = getComputedStyle(element)
    const points = boxes.map(box => inside(element, box)).filter(large).flatMap(({left, top, right, bottom}) =>
      [0.02, 0.25, 0.5, 0.75, 0.98].flatMap(x => [0.2, 0.5, 0.8].map(y =>
        [Math.floor(left + x * (right - left)), Math.floor(top + y * (bottom - top))])))
    const [r, g, b, a] = rgba(style.color)
    const opacity = [...above(element)].reduce((all, each) => all * getComputedStyle(each).opacity, a / 255)
    const size = parseFloat(style.fontSize)
    const big = size >= 24 || size >= 18.66 && style.fontWeight >= 700
    const colour = `#${[r, g, b].map(n => n.toString(16).padStart(2, "0")).join("")}`
    return {words: words.trim().slice(0, 30), name: named(element), colour, opacity, big, points}
  }
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement
    if (!node.data.trim() || !seen(element)) continue
    if (element.closest("script, style, template, option, :disabled, [aria-disabled=true], [aria-hidden=true]")) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    texts.push(text(element, node.data, [...range.getClientRects()]))
  }
  for (const each of document.querySelectorAll("input:enabled, select:enabled, textarea:enabled")) {
    const words = each.tagName === "SELECT" ? each.selectedOptions[0]?.text : each.value
    if (!words || !seen(each) || ["checkbox", "radio"].includes(each.type)) continue
    const {left, top, right, bottom} = each.getBoundingClientRect(), style = getComputedStyle(each)
    const start = left + parseFloat(style.paddingLeft)
    texts.push(text(each, words, [{left: start, right: Math.min(right, start + 60), top, bottom}]))
  }

  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(each => seen(each) && !each.closest(".vh, .skip") && large(inside(each, each.getBoundingClientRect())))
  const centre = ({left, top, right, bottom}) => [(left + right) / 2, (top + bottom) / 2]
  const away = ([x, y], {left, top, right, bottom}) =>
    Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom))
  const small = box => box.width < 23.5 || box.height < 23.5
  const inSentence = each => getComputedStyle(each).display === "inline" &&
    each.parentElement.textContent.trim().length > each.textContent.trim().length
  const crowded = (each, box) => controls.some(other => {
    if (other === each || other.contains(each) || each.contains(other)) return false
    const place = other.getBoundingClientRect()
    if (!small(place)) return away(centre(box), place) < 12
    const [x, y] = centre(box), [u, v] = centre(place)
    return Math.hypot(x - u, y - v) < 24
  })
  const targets = controls.flatMap(each => {
    const box = each.getBoundingClientRect()
    if (!small(box) || inSentence(each) || !crowded(each, box)) return []
    const words = (each.textContent || each.name || "").trim().slice(0, 30)
    return [{words, name: named(each), width: Math.round(box.width), height: Math.round(box.height)}]
  })

  // only what stands behind the texts is left for the picture that is taken next
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`*, ::before, ::after { transition: none !important; animation: none !important }
    * { color: transparent !important; -webkit-text-fill-color: transparent !important; text-shadow: none !important;
      text-decoration-color: transparent !important; caret-color: transparent !important }`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return {texts: texts.filter(each => each.points.length), targets}
}
