/** BB codes of comments, tasks and notifications, parsed into a tree that can be drawn without trusting the text. */
export type BbNode =
  | { kind: 'text'; text: string }
  | { kind: 'line' }
  | { kind: 'style'; style: 'b' | 'i' | 'u' | 's'; children: BbNode[] }
  | { kind: 'link'; href: string | null; children: BbNode[] }
  | { kind: 'person'; id: number; children: BbNode[] }
  | { kind: 'list'; items: BbNode[][] }

const tag = /\[(\/?)(b|i|u|s|url|user|list|br|\*)(?:=([^\]]*))?\]|(https?:\/\/[^\s[\]<>"«»]+[^\s[\]<>"«».,;:!?)])|(\r?\n)/gi

/** Only what a browser may safely open: web addresses and paths of this portal. */
export function safeHref(address: string): string | null {
  const text = address.trim().replace(/^["']|["']$/g, '')
  if (/^https?:\/\//i.test(text)) return text
  return /^\/(?![/\\])/.test(text) ? text : null
}

interface Open {
  name: string
  value: string
  children: BbNode[]
  items: BbNode[][]
}
const plain = (nodes: BbNode[]): string =>
  nodes.map((node) => (node.kind === 'text' ? node.text : 'children' in node ? plain(node.children) : '')).join('')

function close({ name, value, children, items }: Open): BbNode {
  if (name === 'url') return { kind: 'link', href: safeHref(value || plain(children)), children: unlinked(children) }
  if (name === 'user') return { kind: 'person', id: Number(value) || 0, children }
  if (name === 'list')
    return {
      kind: 'list',
      items: [...items, children].filter((item) => item.some((node) => node.kind !== 'line' && plain([node]).trim() !== '')),
    }
  return { kind: 'style', style: name as 'b' | 'i' | 'u' | 's', children }
}
/** A link inside a link is its text alone. */
const unlinked = (nodes: BbNode[]): BbNode[] => nodes.flatMap((node) => (node.kind === 'link' ? node.children : [node]))

export function parseBb(text: string): BbNode[] {
  const root: Open = { name: '', value: '', children: [], items: [] }
  const stack: Open[] = [root]
  const top = () => stack[stack.length - 1] ?? root
  let from = 0
  for (const match of text.matchAll(tag)) {
    if (match.index > from) top().children.push({ kind: 'text', text: text.slice(from, match.index) })
    from = match.index + match[0].length
    const [whole, slash, rawName, value, address, newline] = match
    const name = rawName?.toLowerCase()
    if (address) top().children.push({ kind: 'link', href: safeHref(address), children: [{ kind: 'text', text: address }] })
    else if (newline || name === 'br') top().children.push({ kind: 'line' })
    else if (name === '*') {
      const list = top()
      if (list.name !== 'list') list.children.push({ kind: 'text', text: whole })
      else {
        list.items.push(list.children)
        list.children = []
      }
    } else if (!slash && name) stack.push({ name, value: value ?? '', children: [], items: [] })
    else if (name && stack.slice(1).some((open) => open.name === name)) {
      for (;;) {
        const open = stack.pop() ?? root
        top().children.push(close(open))
        if (open.name === name) break
      }
    } else top().children.push({ kind: 'text', text: whole })
  }
  if (from < text.length) top().children.push({ kind: 'text', text: text.slice(from) })
  while (stack.length > 1) {
    const open = stack.pop() ?? root
    top().children.push(close(open))
  }
  return root.children
}
