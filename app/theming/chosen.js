// What kratos-ui theme check asks of style sheets and pages, before it looks at some of them.
({
  // those of `names` that are no properties, and all that are
  properties: names => {
    const known = []
    for (const each in document.documentElement.style) known.push(each.replace(/[A-Z]/g, "-$&").toLowerCase())
    return [names.filter(each => !CSS.supports(each, "inherit")), known]
  },
  // what the rules of a style sheet are for, without what no page is in until somebody does something
  selectors: css => {
    const states = /(?<!:not\()(::[\w-]+(\([^()]*\))?|:(before|after|first-line|first-letter|hover|active|focus(-visible|-within)?|visited|target|(-webkit-)?autofill|user-(in)?valid)(?![\w-]))/g
    const split = text => {
      const parts = [""]
      let depth = 0
      for (const each of text) {
        depth += "([".includes(each) - ")]".includes(each)
        if (each === "," && !depth) parts.push("")
        else parts[parts.length - 1] += each
      }
      return parts.map(each => each.trim().replace(states, ":is(*)"))
    }
    const within = (rules, parent) => [...rules].flatMap(rule => {
      if (/^print$/.test(rule.media?.mediaText)) return []
      if (!rule.selectorText) return rule.cssRules ? within(rule.cssRules, parent) : []
      const own = split(rule.selectorText).map(each => each.replaceAll("&", `:is(${parent})`))
      return [...own, ...within(rule.cssRules ?? [], own.join(","))]
    })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    return [...new Set(within(sheet.cssRules, ":root"))]
  },
  // of each page, those selectors that find something there
  found: ([selectors, pages]) => pages.map(page => {
    const document = new DOMParser().parseFromString(page, "text/html")
    return selectors.filter(each => {
      try {
        return document.querySelector(each)
      } catch {
        return false
      }
    })
  }),
})
