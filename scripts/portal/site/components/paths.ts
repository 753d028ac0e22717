/** The host's own addresses of records. */
export const leadPath = (id: number) => `/crm/lead/details/${id}/`
export const dealPath = (id: number) => `/crm/deal/details/${id}/`
export const taskPath = (task: { id: number; responsible: { id: number } }) =>
  `/company/personal/user/${task.responsible.id}/tasks/task/view/${task.id}/`
/** The record that the tutor tells of. */
export const storyPath = (id: number, leads: boolean) => (leads ? leadPath(id) : dealPath(id))
export const robotsPath = (kind: 'lead' | 'deal', stageId: string) => `/crm/${kind}/automation/${encodeURIComponent(stageId)}/`
export const appPath = (code: string) => `/marketplace/view/${encodeURIComponent(code)}/`
