/** Fields of people by their REST names, with the titles that people read. */
import type { Language } from '../../state/state.ts'

type Field = readonly [name: string, ru: string, en?: string]

/** What only the portal writes. */
const own: readonly Field[] = [
  ['ID', 'ID'],
  ['XML_ID', 'Внешний код', 'External code'],
  ['ACTIVE', 'Активность', 'Active'],
  ['NAME', 'Имя', 'First name'],
  ['LAST_NAME', 'Фамилия', 'Last name'],
  ['SECOND_NAME', 'Отчество', 'Second name'],
  ['TITLE', 'Обращение', 'Salutation'],
  ['EMAIL', 'E-Mail'],
  ['LAST_LOGIN', 'Последняя авторизация', 'Last login'],
  ['DATE_REGISTER', 'Дата регистрации', 'Registered'],
  ['TIME_ZONE', 'TIME_ZONE'],
  ['IS_ONLINE', 'IS_ONLINE'],
  ['TIMESTAMP_X', 'TIMESTAMP_X'],
  ['LAST_ACTIVITY_DATE', 'LAST_ACTIVITY_DATE'],
  ['UF_EMPLOYMENT_DATE', 'Дата принятия на работу', 'Employed since'],
  ['UF_TIMEMAN', 'Учет рабочего времени', 'Work time'],
  ['UF_DEPARTMENT', 'Подразделения', 'Departments'],
  ['WORK_POSITION', 'Должность', 'Position'],
  ['USER_TYPE', 'USER_TYPE'],
]

/** What is kept as it came. */
const kept: readonly Field[] = [
  ['PERSONAL_GENDER', 'Пол', 'Gender'],
  ['PERSONAL_PROFESSION', 'Профессия', 'Profession'],
  ['PERSONAL_WWW', 'Домашняя страничка', 'Home page'],
  ['PERSONAL_BIRTHDAY', 'Дата рождения', 'Birthday'],
  ['PERSONAL_PHOTO', 'Фотография', 'Photo'],
  ['PERSONAL_ICQ', 'ICQ'],
  ['PERSONAL_PHONE', 'Личный телефон', 'Phone'],
  ['PERSONAL_FAX', 'Факс', 'Fax'],
  ['PERSONAL_MOBILE', 'Личный мобильный', 'Mobile'],
  ['PERSONAL_PAGER', 'Пейджер', 'Pager'],
  ['PERSONAL_STREET', 'Улица проживания', 'Street'],
  ['PERSONAL_CITY', 'Город проживания', 'City'],
  ['PERSONAL_STATE', 'Область / край', 'State'],
  ['PERSONAL_ZIP', 'Почтовый индекс', 'ZIP'],
  ['PERSONAL_COUNTRY', 'Страна', 'Country'],
  ['PERSONAL_MAILBOX', 'Почтовый ящик', 'Mailbox'],
  ['PERSONAL_NOTES', 'Дополнительные заметки', 'Notes'],
  ['WORK_PHONE', 'Телефон компании', 'Company phone'],
  ['WORK_COMPANY', 'Компания', 'Company'],
  ['WORK_DEPARTMENT', 'Отдел', 'Department'],
  ['WORK_WWW', 'Сайт компании', 'Company site'],
  ...['FAX', 'PAGER', 'STREET', 'MAILBOX', 'STATE', 'ZIP', 'COUNTRY', 'PROFILE', 'LOGO', 'NOTES'].map((one): Field => [`WORK_${one}`, `WORK_${one}`]),
  ['WORK_CITY', 'Город работы', 'Work city'],
  ['UF_SKYPE_LINK', 'Ссылка на чат в Skype', 'Skype chat link'],
  ['UF_ZOOM', 'Zoom'],
  ['UF_INTERESTS', 'Интересы', 'Interests'],
  ['UF_SKILLS', 'Навыки', 'Skills'],
  ['UF_WEB_SITES', 'Другие сайты', 'Other sites'],
  ['UF_XING', 'Xing'],
  ['UF_LINKEDIN', 'LinkedIn'],
  ['UF_FACEBOOK', 'Facebook'],
  ['UF_TWITTER', 'Twitter'],
  ['UF_SKYPE', 'Skype'],
  ['UF_DISTRICT', 'Район', 'District'],
  ['UF_PHONE_INNER', 'Внутренний телефон', 'Extension'],
]

export const keptNames: readonly string[] = kept.map(([name]) => name)
export const titles = (language: Language): Record<string, string> =>
  Object.fromEntries([...own, ...kept].map(([name, ru, en = ru]) => [name, language === 'ru' ? ru : en]))
