/** Named switches for what the documentation contradicts or leaves open: the portal then behaves the other way. */

export const variants: Readonly<Record<string, { readonly description: string }>> = {}
