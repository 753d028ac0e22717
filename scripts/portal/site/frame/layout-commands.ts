/** Commands of an activity's place that is drawn by the portal; other frames have none of them. */
import type { Command } from './command.ts'
import type { Layout, LayoutEvent } from './layout.ts'

/** @param run returns false where it could not be done, and then nothing is answered */
const drawn =
  (run: (layout: Layout, params: unknown) => unknown): Command =>
  (params, answer, { layout }) => {
    if (layout && run(layout, params) !== false) answer()
  }
/** The same callback is answered with every event; nothing is answered before the first. */
const bind =
  (event: LayoutEvent): Command =>
  (params, answer, { layout }) =>
    layout?.listen(event, typeof params === 'string' && params !== '' ? params : null, answer)

export const layoutCommands: Readonly<Record<string, Command>> = {
  setLayout: drawn((layout, params) => layout.set(params)),
  setLayoutItemState: drawn((layout, params) => layout.change(params)),
  setPrimaryButtonState: drawn((layout, params) => layout.button('primary', params)),
  setSecondaryButtonState: drawn((layout, params) => layout.button('secondary', params)),
  bindLayoutEventCallback: bind('layoutEvent'),
  bindPrimaryButtonClickCallback: bind('primaryButton'),
  bindSecondaryButtonClickCallback: bind('secondaryButton'),
  bindValueChangeCallback: bind('valueChange'),
  bindEntityUpdateCallback: bind('entityUpdate'),
  lock: drawn(({ locked }) => ((locked.value = true), true)),
  unlock: drawn(({ locked }) => ((locked.value = false), true)),
  finish: drawn((layout) => layout.finish()),
}
