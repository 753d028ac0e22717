/** The application’s pages: what opening one takes, and what its commands ask. */
import type { RobotDraft } from './automation.ts'

/** Everything that a frame needs to open one of the application's pages as the portal does. */
export interface FrameOpening {
  appSid: string
  /** `<host[:port]>|<0|1>|<APP_SID>`; the SDK reads the portal from it. */
  frameName: string
  /** Where the hidden form goes, query included. */
  action: string
  /** Fields of the hidden form. */
  form: Record<string, string>
  /** Origin of the application: messages are taken from it and sent to it only. */
  appOrigin: string
  appName: string
  /** Answer to `getInitData`. */
  initData: Record<string, unknown>
}

/** Kinds of records that `selectCRM` offers here; there are no quotes. */
export const choosableKinds = ['lead', 'contact', 'company', 'deal'] as const

/** As the frame's `selectCRM` hands it to the application. */
export interface ChoosableRecord {
  /** `L_1348`, `C_2`, `CO_3`, `D_4`. */
  id: string
  kind: (typeof choosableKinds)[number]
  title: string
  desc: string
  url: string
}

export interface FrameQuestions {
  /** `bindingId` null: the application's own page (or its install page until it is finished). `robot`: a robot's own page of settings. */
  'frame.open': { ask: { bindingId: number | null; options: Record<string, string>; robot?: RobotDraft }; answer: FrameOpening }
  'frame.installFinish': { ask: { appSid: string; finished: boolean }; answer: Record<string, never> }
  'frame.refreshAuth': { ask: { appSid: string }; answer: { AUTH_ID: string; AUTH_EXPIRES: number; REFRESH_ID: string } }
  'frame.records': { ask: { appSid: string; kinds: ChoosableRecord['kind'][]; search: string }; answer: { records: ChoosableRecord[] } }
  'frame.setOption': { ask: { appSid: string; of: 'app' | 'user'; name: string; value: string }; answer: Record<string, unknown> }
}
