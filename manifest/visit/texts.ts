/** Sentences about visits that are written into the portal, in its language. */
const ru = {
  taskTitle: (client: string) => `Визит к клиенту: ${client}`,
  taskText: 'Побывайте у клиента, отметьте, что ему нужно, и отправьте отчёт. Ссылка личная: она открывает отчёт на телефоне без входа в портал.',
  reportLink: 'Открыть отчёт о визите',
  notice: (client: string) => `Вам назначен визит к клиенту «${client}». Задача:`,
  assigned: (name: string) => `Визит назначен. Представитель: ${name}.`,
  waits: (name: string) => `Ждёт отчёта о визите. Представитель: ${name}.`,
  reported: (directions: readonly string[]) => `Отчёт о визите получен: ${directions.join(', ')}.`,
  timeOver: 'Отчёт не пришёл за то время, что ждал процесс, и процесс пошёл дальше. Задача и личная ссылка действуют.',
  nobody: (departments: readonly string[]) => `Назначить визит некому: ${departments.join(', ')}. Проверьте поле «Отделы представителей» и кто сегодня на работе.`,
  unknownDepartment: (text: string) => `Отдела «${text}» нет в структуре компании. Исправьте поле «Отделы представителей».`,
  noDepartment: {
    lead: 'Отделы представителей не указаны, а у ответственного за лид нет отдела. Заполните поле «Отделы представителей» или «Представитель».',
    deal: 'Отделы представителей не указаны, а у ответственного за сделку нет отдела. Заполните поле «Отделы представителей» или «Представитель».',
  },
  gone: 'Указанный представитель уволен или его нет на портале. Исправьте поле «Представитель».',
  peopleUnread: 'Портал не назвал сотрудников, поэтому визит не назначен. Проверьте право user_brief и запустите робота снова.',
}

const en: typeof ru = {
  taskTitle: (client) => `Visit the client: ${client}`,
  taskText: 'Visit the client, tick what they need and send the report. The link is personal: it opens the report on a phone without logging in.',
  reportLink: 'Open the visit report',
  notice: (client) => `You have a visit to “${client}”. Your task:`,
  assigned: (name) => `Visit assigned. Representative: ${name}.`,
  waits: (name) => `Waits for the visit report. Representative: ${name}.`,
  reported: (directions) => `Visit report received: ${directions.join(', ')}.`,
  timeOver: 'No report came in the time that the workflow waited, and it went on. The task and the personal link stay valid.',
  nobody: (departments) => `Nobody to send on the visit: ${departments.join(', ')}. Check “Departments of representatives” and who is at work today.`,
  unknownDepartment: (text) => `There is no department “${text}” in the company structure. Correct “Departments of representatives”.`,
  noDepartment: {
    lead: 'No departments of representatives are named and the person responsible for the lead has none. Fill in “Departments of representatives” or “Representative”.',
    deal: 'No departments of representatives are named and the person responsible for the deal has none. Fill in “Departments of representatives” or “Representative”.',
  },
  gone: 'The named representative is dismissed or not on the portal. Correct “Representative”.',
  peopleUnread: 'The portal did not name its people, so no visit was assigned. Check the scope user_brief and start the robot again.',
}

export const visitTexts = { ru, en }
