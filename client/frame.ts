/** The portal's window around us; the only file that knows the SDK. */
import type { B24Frame } from '@bitrix24/b24jssdk'

/** How long a portal may stay silent before we say so: its frame protocol has no error replies. */
const patience = 10_000

export class NoFrame extends Error {
  /** `outside`: opened by hand. `silent`: in a frame whose portal does not answer. */
  constructor(readonly kind: 'outside' | 'silent') {
    super(`no portal frame: ${kind}`)
  }
}

export interface Frame {
  readonly memberId: string
  /** The person's access token; renewed where the known one has run out. */
  token(): Promise<string>
  renewToken(): Promise<string>
  /** Full address of a page of the portal, for real links. */
  url(path: string): string
  /** Opens a page of the portal in its side panel, or in a new tab where the portal does not allow that. */
  open(path: string): Promise<void>
  /** Makes the frame as high as our content; width stays the portal's. */
  fit(height: number): void
  /**
   * Hands the settings of a robot to the portal's dialog, by property; an empty text stands for no value.
   * The portal answers nothing, and keeps them when the person saves the robot.
   */
  setProperties(values: Readonly<Record<string, string | readonly string[]>>): void
  /** Ends the installation; the portal then replaces this page. Rejects where it was finished before. */
  finishInstallation(): Promise<void>
  /** Loads the whole portal page again, our frame with it. */
  reload(): void
  chat(userId: number): void
  call(userId: number): void
}

let connecting: Promise<Frame> | null = null

/** Greets the portal once. Rejects with `NoFrame`. */
export function connectFrame(): Promise<Frame> {
  connecting ??= connect().catch((error: unknown) => {
    connecting = null
    throw error
  })
  return connecting
}

async function connect(): Promise<Frame> {
  // The portal names our window "<host>|<0 or 1>|<sid>"; without that name there is nobody to talk to.
  if (window.parent === window || window.name.split('|').length < 3) throw new NoFrame('outside')
  const { initializeB24Frame } = await import('@bitrix24/b24jssdk')
  const b24 = await withinPatience(initializeB24Frame())
  return frameOf(b24)
}

function withinPatience<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoFrame('silent')), patience)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function frameOf(b24: B24Frame): Frame {
  const url = (path: string): string => b24.slider.getUrl(path).href
  const renewToken = async (): Promise<string> => (await b24.auth.refreshAuth()).access_token
  const known = b24.auth.getAuthData()
  return {
    memberId: known ? known.member_id : '',
    token: async () => {
      const data = b24.auth.getAuthData()
      return data ? data.access_token : renewToken()
    },
    renewToken,
    url,
    open: async (path) => {
      try {
        await b24.slider.openPath(b24.slider.getUrl(path))
      } catch {
        // The portal opens only some of its pages in the side panel, and none on a phone.
        window.open(url(path), '_blank', 'noopener')
      }
    },
    fit: (height) => {
      // Not the SDK's fitWindow: it measures the document, which never becomes lower than the frame already is.
      void b24.parent.message.send('resizeWindow', { width: '100%', height, isSafely: true })
    },
    setProperties: (values) => {
      // Not the SDK's placement.call: it adds a property of its own to ours.
      void b24.parent.message.send('setPropertyValue', { ...values, isSafely: true })
    },
    finishInstallation: () => b24.installFinish() as Promise<void>,
    reload: () => void b24.parent.reloadWindow(),
    chat: (userId) => void b24.parent.imOpenMessenger(userId),
    call: (userId) => void b24.parent.imCallTo(userId, false),
  }
}
