/** Limits of a visit report that the page shows and the server enforces. */
export const reportLimits = {
  comment: 4000,
  directions: 50,
  photos: 12,
  caption: 200,
  /** Of one photo as it travels. */
  photoBytes: 600_000,
  /** Of its small picture, which is kept as long as the report. */
  smallBytes: 64_000,
  /** Of its longer side. */
  photoPixels: 4096,
} as const
