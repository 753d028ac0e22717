/** `tasks.task.result.*` of the old REST, and files of tasks: comments that are a result, and files of the disk that belong to a task. */
import { iso } from '../../clock.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import type { TaskComment } from '../../state/office.ts'
import { nextId, say } from '../../world.ts'
import { readable } from './comments.ts'
import { invalidTask } from './deeds.ts'
import { core, mayChangeTask } from './row.ts'

const denied = new Refusal(400, '0', 'Access denied.')
const wrongId = (name: string) => new Refusal(400, '100', `Invalid value to match with parameter {${name}}. Should be value of type int.`)
/** Bold, italic and underlined BB codes; the rest stays as it is. */
const formatted = (text: string) => text.replace(/\[(\/?)([BIU])\]/gi, (_, slash: string, tag: string) => `<${slash}${tag.toLowerCase()}>`)

const row = (comment: TaskComment) => ({
  id: comment.resultId,
  taskId: comment.taskId,
  commentId: comment.id,
  createdBy: comment.authorId,
  createdAt: iso(comment.at),
  updatedAt: iso(comment.resultAt ?? comment.at),
  status: 0,
  text: comment.text,
  formattedText: formatted(comment.text),
  files: null,
})

/** One's own comment of a task that one may read. */
function own(call: Call, id: number): TaskComment {
  const comment = call.world.state.office.comments.find((one) => one.id === id)
  if (!comment) throw new Refusal(400, '0', 'Comment not found.')
  if (!readable(call, comment.taskId) || (comment.authorId !== call.person.id && !call.person.administrator)) throw denied
  return comment
}

export const taskResults = {
  'tasks.task.result.addFromComment': method({
    params: { commentId: wire.int },
    writes: true,
    invalid: wrongId,
    run(call, { commentId }) {
      const comment = own(call, commentId)
      if (comment.resultId !== null) throw new Refusal(400, '0', 'Result already exists.')
      Object.assign(comment, { resultId: nextId(call.world, 'result'), resultAt: call.world.clock.now() })
      call.world.touch()
      return { result: row(comment) }
    },
  }),

  'tasks.task.result.deleteFromComment': method({
    params: { commentId: wire.int },
    writes: true,
    invalid: wrongId,
    run(call, { commentId }) {
      Object.assign(own(call, commentId), { resultId: null, resultAt: null })
      call.world.touch()
      return { result: null }
    },
  }),

  'tasks.task.result.list': method({
    params: { taskId: wire.int },
    invalid: wrongId,
    run(call, { taskId }) {
      if (!readable(call, taskId)) throw denied
      const results = call.world.state.office.comments.filter((one) => one.taskId === taskId && one.resultId !== null)
      return { result: results.sort((one, other) => (other.resultId ?? 0) - (one.resultId ?? 0)).map(row) }
    },
  }),

  'tasks.task.files.attach': method({
    params: { taskId: wire.int, fileId: wire.int },
    writes: true,
    invalid: (name, missing) =>
      name === 'fileId'
        ? new Refusal(
            400,
            '100',
            missing
              ? 'Could not find value for parameter {fileId} (internal error)'
              : 'Invalid value {value} to match with parameter {fileId}. Should be value of type int. (internal error)',
          )
        : invalidTask(name, missing),
    run(call, { taskId, fileId }) {
      const task = readable(call, taskId)
      if (!task || !mayChangeTask(call, task)) throw new Refusal(400, '0', 'Access denied (internal error)')
      const file = call.world.state.disk.find((one) => one.id === fileId && one.kind === 'file' && one.deletedAt === null)
      if (!file) throw core(say(call.world, 'Недостаточно прав.<br>', 'Not enough rights.<br>'))
      const attached = { id: nextId(call.world, 'attached'), fileId, byId: call.person.id, at: call.world.clock.now() }
      task.files = [...(task.files ?? []), attached]
      call.world.touch()
      return { result: { attachmentId: attached.id } }
    },
  }),
}
