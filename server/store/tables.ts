/** Every table with its key, in an order in which rows may be copied: those that others refer to come first. */
import type { Tables } from './schema.ts'

export const tableKeys = {
  portals: ['member_id'],
  inbox: ['id'],
  runs: ['id'],
  effects: ['run_id', 'key'],
  distributions: ['member_id', 'id'],
  picks: ['member_id', 'distribution_id', 'direction_id'],
  missed: ['member_id', 'direction_id'],
  client_managers: ['member_id', 'client', 'direction_id', 'distribution_id'],
  mains: ['member_id', 'distribution_id'],
  draws: ['member_id', 'number'],
  person_rules: ['member_id', 'user_id'],
  directions: ['member_id', 'id'],
  settings: ['member_id'],
  rules: ['member_id'],
  shadows: ['member_id'],
  changes: ['member_id', 'number'],
  reports: ['member_id', 'id'],
  visits: ['member_id', 'id'],
  link_codes: ['member_id', 'id'],
  photos: ['member_id', 'report_id', 'id'],
  small_photos: ['member_id', 'report_id', 'id'],
  forms: ['member_id', 'direction_id', 'version'],
  directory: ['member_id'],
  workflow_templates: ['member_id', 'template_id'],
  limit_errors: ['member_id', 'kind', 'hour'],
  leases: ['member_id'],
  secrets: ['purpose', 'since'],
} as const satisfies { readonly [T in keyof Tables]: readonly (keyof Tables[T] & string)[] }

export const tableNames = Object.keys(tableKeys) as (keyof Tables)[]
