/** `im.message.*`: messages between two people, and in the chat of a task. */
import { method, wire } from '../../door/method.ts'
import type { Call } from '../../door/method.ts'
import { Refusal } from '../../door/refusal.ts'
import { notify } from '../../office/notices.ts'
import type { ChatMessage } from '../../state/office.ts'
import { fullName, nextId, personOf } from '../../world.ts'
import { mayReadTask } from '../tasks/row.ts'
import { chatOf } from '../tasks/view.ts'
import { checkAttach } from './im.ts'

const refuse = (code: string, text: string) => new Refusal(400, code, text)
const noId = refuse('MESSAGE_ID_ERROR', "Message ID can't be empty")

/** `5` is a person, `chat29` a chat: here those of tasks. */
function dialog(call: Call, id: string): Pick<ChatMessage, 'toId' | 'chatId'> {
  const chat = /^chat(\d+)$/.exec(id)
  if (chat) {
    const task = call.world.state.tasks.find((one) => chatOf(one) === Number(chat[1]))
    if (!task || !mayReadTask(call, task)) throw refuse('ACCESS_ERROR', 'Action unavailable')
    return { toId: 0, chatId: chatOf(task) }
  }
  const userId = Number(id)
  if (!Number.isInteger(userId) || userId <= 0) throw refuse('USER_ID_EMPTY', "User ID can't be empty")
  if (!personOf(call.world, userId)) throw refuse('USER_NOT_FOUND', 'User not found')
  return { toId: userId, chatId: 0 }
}

function own(call: Call, id: number): ChatMessage {
  if (id <= 0) throw noId
  const message = call.world.state.office.messages.find((one) => one.id === id && !one.deleted)
  if (!message || message.authorId !== call.person.id)
    throw refuse('CANT_EDIT_MESSAGE', "Time has expired for modification or you don't have access")
  return message
}

const look = { ATTACH: wire.map.optional(), KEYBOARD: wire.map.optional(), MENU: wire.map.optional(), URL_PREVIEW: wire.text.optional() }
const common = { caseless: true, writes: true, cost: 0.05 } as const

export const imMessage = {
  'im.message.add': method({
    ...common,
    params: { DIALOG_ID: wire.text, MESSAGE: wire.text, ...look, SYSTEM: wire.text.optional(), REPLY_ID: wire.int.optional() },
    invalid: (name) =>
      name === 'MESSAGE'
        ? refuse('MESSAGE_EMPTY', "Message can't be empty")
        : name === 'DIALOG_ID'
          ? refuse('USER_ID_EMPTY', "User ID can't be empty")
          : refuse(`${name === 'REPLY_ID' ? 'PARAMS' : name}_ERROR`, `Incorrect ${name.toLowerCase()} params`),
    run(call, { DIALOG_ID: id, MESSAGE: text, ATTACH: attach, KEYBOARD: keyboard, MENU: menu, SYSTEM: system = 'N', REPLY_ID: replyId }) {
      if (text.trim() === '' && !attach) throw refuse('MESSAGE_EMPTY', "Message can't be empty")
      checkAttach(attach)
      const to = dialog(call, id)
      const { office } = call.world.state
      const replied = office.messages.find((one) => one.id === replyId)
      if (replied && (replied.chatId !== to.chatId || (to.chatId === 0 && ![replied.toId, replied.authorId].includes(to.toId))))
        throw refuse('REPLY_FROM_OTHER_CHAT_ERROR', 'You can only reply to a message within the same chat')
      const given = { ATTACH: attach, KEYBOARD: keyboard, MENU: menu, SYSTEM: system, REPLY_ID: replied?.id }
      const params = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const message: ChatMessage = {
        id: nextId(call.world, 'chatMessage'),
        authorId: call.person.id,
        ...to,
        at: call.world.clock.now(),
        text,
        params,
        deleted: false,
        likedBy: [],
      }
      office.messages.push(message)
      // The site has no chats: whoever is written to reads it among the notifications.
      if (to.toId > 0) notify(call.world, { userId: to.toId, text: `${fullName(call.person)}: ${text}`, tag: null, fromApp: call.installation !== null })
      call.world.touch()
      return { result: message.id }
    },
  }),

  /** An empty text removes the message. */
  'im.message.update': method({
    ...common,
    params: { MESSAGE_ID: wire.int, MESSAGE: wire.text.optional(), ...look, IS_EDITED: wire.text.optional() },
    invalid: () => noId,
    run(call, { MESSAGE_ID: id, MESSAGE: text, ATTACH: attach }) {
      checkAttach(attach)
      const message = own(call, id)
      if (text === '') message.deleted = true
      else if (text !== undefined) message.text = text
      if (attach) message.params = { ...message.params, ATTACH: attach }
      call.world.touch()
      return { result: true }
    },
  }),

  'im.message.delete': method({
    ...common,
    params: { MESSAGE_ID: wire.int },
    invalid: () => noId,
    run(call, { MESSAGE_ID: id }) {
      own(call, id).deleted = true
      call.world.touch()
      return { result: true }
    },
  }),

  'im.message.like': method({
    ...common,
    params: { MESSAGE_ID: wire.int, ACTION: wire.text.optional() },
    invalid: () => noId,
    run(call, { MESSAGE_ID: id, ACTION: action = 'auto' }) {
      const message = call.world.state.office.messages.find((one) => one.id === id && !one.deleted)
      if (!message) throw noId
      const liked = message.likedBy.includes(call.person.id)
      const wanted = action === 'plus' || (action !== 'minus' && !liked)
      if (wanted === liked) throw refuse('WITHOUT_CHANGES', 'Action completed without changes')
      message.likedBy = [...message.likedBy.filter((one) => one !== call.person.id), ...(wanted ? [call.person.id] : [])]
      call.world.touch()
      return { result: true }
    },
  }),
}
