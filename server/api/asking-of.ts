/** What a page's answer may ask of one portal and of what is kept for it, as a run would, and patiently. */
import type { MemberId } from '../../domain/ids.ts'
import type { Ask } from '../../manifest/ask.ts'
import type { House } from '../house.ts'
import { createAsking } from '../runs/ask.ts'
import { patient } from './patient.ts'

export const askingOf = ({ store, portals, config, now }: House, memberId: MemberId): Ask =>
  createAsking({ portal: patient(portals.ofInstallation(memberId), now), store, memberId, directoryTtlMs: config.directoryTtlMs, now }).ask
