/** Limits of a visit report that the page shows and the server enforces. */
export const reportLimits = { comment: 4000, directions: 50 } as const
