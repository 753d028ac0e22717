/** Draws text with BB codes: element by element, so that a stranger's text stays text. */
import { defineComponent, h, type PropType, type VNodeChild } from 'vue'
import { RouterLink } from 'vue-router'
import { parseBb, type BbNode } from './bb.ts'

function drawLink(href: string | null, children: VNodeChild): VNodeChild {
  if (href === null) return h('span', null, [children])
  const path = href.startsWith('/') ? href : href.startsWith(`${location.origin}/`) ? href.slice(location.origin.length) : null
  if (path !== null) return h(RouterLink, { to: path }, () => children)
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, [children])
}

function draw(node: BbNode): VNodeChild {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'line':
      return h('br')
    case 'style':
      return h(node.style, null, node.children.map(draw))
    case 'link':
      return drawLink(node.href, node.children.map(draw))
    case 'person':
      return drawLink(`/company/personal/user/${node.id}/`, node.children.map(draw))
    case 'list':
      return h(
        'ul',
        { class: 'bb-list' },
        node.items.map((item) => h('li', null, item.map(draw))),
      )
  }
}

export default defineComponent({
  name: 'BbText',
  props: { text: { type: String as PropType<string>, required: true } },
  setup: (props) => () => h('span', { class: 'bb' }, parseBb(props.text).map(draw)),
})
