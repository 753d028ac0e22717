/** Portal events that we ask to be told of. ONAPPINSTALL comes by itself, to the address given in the market listing. */
export const events: readonly string[] = ['ONAPPUNINSTALL', 'ONAPPUPDATE']
