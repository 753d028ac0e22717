/**
 * What the portal's own site asks of the portal: `POST /site/api/<name>` with JSON, the acting person in the header
 * `X-Acting-User` (there are no passwords here), the language in `X-Language: ru|en`.
 * Refused: HTTP 4xx with `{ error, detail }`. Moments are milliseconds since 1970.
 */
import type { StageQuestions } from './automation.ts'
import type { CrmQuestions } from './crm.ts'
import type { DeskQuestions } from './desk.ts'
import type { FrameQuestions } from './frame.ts'
import type { InspectorQuestions } from './inspector.ts'
import type { OfficeQuestions } from './office.ts'
import type { WeatherQuestions } from './weather.ts'

export interface SiteApi extends CrmQuestions, DeskQuestions, FrameQuestions, InspectorQuestions, OfficeQuestions, StageQuestions, WeatherQuestions {}
