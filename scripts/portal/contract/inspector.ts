/** Calls and deliveries, as the inspector lists them. */

export interface CommandRow {
  key: string
  method: string
  /** Plain words on what it was about. */
  summary: string
  error: string | null
  params: string
  result: string
}

/** Commands `from` to `to` of a batch, counted from 1. */
export interface CommandLine {
  from: number
  to: number
  summary: string
}

export interface CallRow {
  id: number
  at: number
  method: string
  app: string
  /** Plain words on what it was about. */
  summary: string
  status: number
  error: string | null
  durationMs: number
  /** Commands of a batch, in order. */
  commands: CommandRow[]
  /** The same commands in fewer lines: neighbours of one kind are told together. */
  lines: CommandLine[]
  params: string
  result: string
  unknownFields: string[]
  /** The request bucket after it; null where it was not looked at. */
  bucket: number | null
  /** Seconds that its method has used up in ten minutes; of a batch, the most that one of its methods has. */
  operating: number | null
}

export interface DeliveryRow {
  id: number
  at: number
  kind: 'robot' | 'event'
  name: string
  document: string | null
  url: string
  /** null: no connection. */
  status: number | null
  durationMs: number
  state: 'accepted' | 'lost' | 'waiting_reply' | 'replied' | 'timed_out'
  /** What was sent, as JSON without tokens. */
  body: string
  /** Number of the delivery that this one repeats by hand. */
  replayOf: number | null
}

export interface InspectorQuestions {
  'inspector.show': {
    /** `failed`: only failed calls and lost deliveries. `caller`: calls of one caller (`webhook` or the application's code), empty: of all. */
    ask: { search: string; failed?: boolean; caller?: string }
    answer: {
      calls: CallRow[]
      deliveries: DeliveryRow[]
      callers: string[]
      bucket: { level: number; limit: number; drainPerSecond: number }
      operating: { method: string; seconds: number; limit: number }[]
    }
  }
  /** Everything that `inspector.show` would show, with whole parameters and answers; tokens are left out. `har`: HTTP Archive 1.2. */
  'inspector.export': { ask: { search: string; failed?: boolean; caller?: string; format: 'har' | 'json' }; answer: { name: string; text: string } }
  /** Sends a delivery once more, word for word, with the tokens that it had. Only administrators. */
  'delivery.replay': { ask: { id: number }; answer: { id: number } }
}
