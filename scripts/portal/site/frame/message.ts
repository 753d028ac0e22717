/** The host's half of the frame protocol: `command[:params]:callbackId:APP_SID` comes in, `callbackId:json` goes out. */
export interface Message {
  command: string
  /** Parsed JSON; text that is not JSON stays text; null where nothing was sent. */
  params: unknown
  callbackId: string
}

/** Anything that is not a message of this frame is null and gets no answer, as on a real portal. */
export function readMessage(data: unknown, appSid: string): Message | null {
  if (typeof data !== 'string') return null
  const parts = data.split(':')
  const [command, callbackId, sid] = [parts[0], parts[parts.length - 2], parts[parts.length - 1]]
  if (parts.length < 3 || !command || !callbackId || sid !== appSid) return null
  const params = parts.slice(1, -2).join(':')
  return { command, params: params === '' ? null : parsed(params), callbackId }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** No value: the callback is called with nothing. */
export const writeAnswer = (callbackId: string, value?: unknown) => `${callbackId}:${value === undefined ? '' : JSON.stringify(value)}`

export const recordOf = (params: unknown): Record<string, unknown> =>
  typeof params === 'object' && params !== null ? (params as Record<string, unknown>) : {}
