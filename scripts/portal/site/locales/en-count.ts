/** English plurals: `1 deal, 2 deals`. */
export const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`
