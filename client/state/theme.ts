/** Light or dark as the browser says, followed live; nothing is stored. */
export function followTheme(root: HTMLElement): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = (): void => {
    root.classList.toggle('dark', dark.matches)
    root.classList.toggle('light', !dark.matches)
  }
  dark.addEventListener('change', apply)
  apply()
}
