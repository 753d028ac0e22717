/** `task.commentitem.*`: what people say of a task; written by who may read it, changed by its author. */
import { iso } from '../../clock.ts'
import { matches, sorted } from '../../door/filter.ts'
import type { Row } from '../../door/filter.ts'
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { remember } from '../../office/task-life.ts'
import { fireEvent } from '../../sending/events.ts'
import type { TaskComment } from '../../state/office.ts'
import type { Task } from '../../state/state.ts'
import { fullName, nextId, personOf, say } from '../../world.ts'
import { failed, manifestOf, notAllowed, notFound, onlyKeys, positional } from './positional.ts'
import { core, mayReadTask } from './row.ts'

const owner = 'ctaskcommentitem'
const writable = ['POST_MESSAGE', 'AUTHOR_ID', 'POST_DATE', 'UF_FORUM_MESSAGE_DOC']
const sortable = ['ID', 'AUTHOR_ID', 'AUTHOR_NAME', 'AUTHOR_EMAIL', 'POST_DATE']
const filterable = ['ID', 'AUTHOR_ID', 'AUTHOR_NAME', 'POST_DATE']

export const readable = (call: Call, id: number): Task | undefined => {
  const task = call.world.state.tasks.find((one) => one.id === id)
  return task && mayReadTask(call, task) ? task : undefined
}

const row = (call: Call, comment: TaskComment) => {
  const author = personOf(call.world, comment.authorId)
  return {
    POST_MESSAGE_HTML: null,
    ID: String(comment.id),
    AUTHOR_ID: String(comment.authorId),
    AUTHOR_NAME: author ? fullName(author) : '',
    AUTHOR_EMAIL: '',
    POST_DATE: iso(comment.at),
    POST_MESSAGE: comment.text,
  }
}

function tell(call: Call, change: 'ADD' | 'UPDATE' | 'DELETE', comment: TaskComment): void {
  const fields = { ID: String(comment.id), TASK_ID: String(comment.taskId) }
  const after = change === 'ADD' ? fields : { ...fields, ACTION: change === 'DELETE' ? 'DEL' : 'EDIT' }
  const data = { FIELDS_BEFORE: change === 'ADD' ? 'undefined' : fields, FIELDS_AFTER: after }
  fireEvent(call.world, `ONTASKCOMMENT${change}`, { ...data, IS_ACCESSIBLE_BEFORE: 'undefined', IS_ACCESSIBLE_AFTER: 'undefined' }, call.person.id)
  call.world.touch()
}

const find = (call: Call, taskId: number, id: number): TaskComment | undefined =>
  readable(call, taskId) && call.world.state.office.comments.find((one) => one.id === id && one.taskId === taskId)

const mine = (call: Call, comment: TaskComment): boolean => call.person.administrator || comment.authorId === call.person.id

function changeable(call: Call, taskId: number, id: number): TaskComment {
  const comment = find(call, taskId, id)
  if (!comment || !mine(call, comment)) throw notAllowed()
  return comment
}

const noText = (call: Call) => core(say(call.world, 'Не указан текст комментария.', 'The text of the comment is not given.'))
const one = { TASKID: wire.int, ITEMID: wire.int }

export const taskComments = {
  'task.commentitem.add': positional(owner, 'add', {
    params: { TASKID: wire.int, FIELDS: wire.map },
    writes: true,
    run(call, { TASKID: taskId, FIELDS: fields }) {
      onlyKeys('#1 (arFields)', owner, 'add', fields, writable)
      const text = String(fields['POST_MESSAGE'] ?? '').trim()
      if (text === '') throw noText(call)
      const task = readable(call, taskId)
      if (!task) throw core(say(call.world, 'Недостаточно прав для добавления комментария.', 'No right to add a comment.'))
      const asked = Number(fields['AUTHOR_ID'] ?? call.person.id)
      const at = Date.parse(String(fields['POST_DATE'] ?? ''))
      const comment: TaskComment = {
        id: nextId(call.world, 'comment'),
        taskId,
        authorId: personOf(call.world, asked)?.id ?? call.person.id,
        at: Number.isNaN(at) ? call.world.clock.now() : at,
        text,
        resultId: null,
        resultAt: null,
      }
      call.world.state.office.comments.push(comment)
      const count = call.world.state.office.comments.filter((each) => each.taskId === taskId).length
      task.more = { ...task.more, commentsCount: String(count) }
      remember(call.world, task, call.person.id, 'COMMENT', null, String(comment.id))
      tell(call, 'ADD', comment)
      return { result: comment.id }
    },
  }),

  'task.commentitem.get': positional(owner, 'get', {
    params: one,
    run(call, { TASKID: taskId, ITEMID: id }) {
      const comment = find(call, taskId, id)
      if (!comment) throw notFound()
      return { result: row(call, comment) }
    },
  }),

  'task.commentitem.getlist': positional(owner, 'getlist', {
    params: { TASKID: wire.int, ORDER: wire.map.optional(), FILTER: wire.map.optional() },
    run(call, { TASKID: taskId, ORDER: order = { ID: 'ASC' }, FILTER: filter = {} }) {
      onlyKeys('#1 (arOrder)', owner, 'getlist', order, sortable)
      onlyKeys('#2 (arFilter)', owner, 'getlist', filter, ['', '!', '<=', '<', '>=', '>'].flatMap((prefix) => filterable.map((name) => prefix + name)))
      if (!readable(call, taskId)) throw failed('Action failed')
      const field = (each: Row, name: string) => each[name]
      const rows = call.world.state.office.comments.filter((each) => each.taskId === taskId).map((comment) => row(call, comment))
      return { result: sorted(rows.filter((each) => matches(each, filter, field, () => undefined)), order, field) }
    },
  }),

  'task.commentitem.update': positional(owner, 'update', {
    params: { ...one, FIELDS: wire.map },
    writes: true,
    run(call, { TASKID: taskId, ITEMID: id, FIELDS: fields }) {
      const text = String(fields['POST_MESSAGE'] ?? '').trim()
      if (text === '') throw noText(call)
      const comment = changeable(call, taskId, id)
      comment.text = text
      tell(call, 'UPDATE', comment)
      return { result: true }
    },
  }),

  'task.commentitem.delete': positional(owner, 'delete', {
    params: one,
    writes: true,
    run(call, { TASKID: taskId, ITEMID: id }) {
      const gone = changeable(call, taskId, id)
      const { office } = call.world.state
      office.comments = office.comments.filter((comment) => comment !== gone)
      tell(call, 'DELETE', gone)
      return { result: true }
    },
  }),

  /** 1 add, 2 change, 3 remove. */
  'task.commentitem.isactionallowed': positional(owner, 'isactionallowed', {
    params: { ...one, ACTIONID: wire.int },
    run(call, { TASKID: taskId, ITEMID: id, ACTIONID: action }) {
      const comment = find(call, taskId, id)
      if (!comment) throw core('TASKS_ERROR_ASSERT_EXCEPTION<br>')
      return { result: action === 1 || ([2, 3].includes(action) && mine(call, comment)) }
    },
  }),

  'task.commentitem.getmanifest': method({
    params: {},
    run: () => ({
      result: manifestOf({
        version: '1.1',
        alias: 'commentitem',
        writable,
        readable: ['POST_MESSAGE_HTML', 'ID', 'AUTHOR_ID', 'AUTHOR_NAME', 'AUTHOR_EMAIL', 'POST_DATE', 'POST_MESSAGE', 'ATTACHED_OBJECTS'],
        sortable,
        filterable,
        dates: ['POST_DATE'],
        methods: {
          getmanifest: [],
          getlist: ['taskId', 'arOrder', 'arFilter'],
          get: ['taskId', 'itemId'],
          add: ['taskId', 'arFields'],
          update: ['taskId', 'itemId', 'arFields'],
          delete: ['taskId', 'itemId'],
          isactionallowed: ['taskId', 'itemId', 'actionId'],
        },
      }),
    }),
  }),
}
