/** Headers that every answer bears, and the answers that are made ahead of Express: a few words of plain text. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** What a page may do besides is in its own policy. */
export const alwaysHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'geolocation=(self), camera=(), microphone=(), payment=(), usb=()',
} as const

/** Nothing of them is for a browser. */
const plainHeaders = { ...alwaysHeaders, 'Cache-Control': 'no-store', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" }

export function answerPlainly(response: ServerResponse, status: number, text: string, more: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { ...plainHeaders, 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(text), ...more })
  response.end(text)
}
