/** The seed's clients, leads and older deals: among them company-only and phone-less leads, known clients and duplicates. */
import { crmTypes } from '../state/kinds.ts'
import type { CrmType } from '../state/kinds.ts'
import type { Address, CrmRecord, Language, Multifield } from '../state/state.ts'

const day = 86_400_000
const hour = 3_600_000
type Words = readonly [ru: string, en: string]

/** An empty record; whoever makes one fills in what its kind has. */
export function blankRecord(type: CrmType, id: number, userId: number, now: number): CrmRecord {
  return {
    type,
    id,
    title: '',
    name: '',
    secondName: '',
    lastName: '',
    post: '',
    companyTitle: '',
    address: '',
    address2: '',
    city: '',
    stageId: '',
    categoryId: 0,
    assignedById: userId,
    createdBy: userId,
    updatedBy: userId,
    movedBy: userId,
    createdAt: now,
    updatedAt: now,
    movedAt: now,
    contactIds: [],
    companyId: 0,
    companyIds: [],
    linkSorts: {},
    leadId: 0,
    observers: [],
    opportunity: 0,
    currencyId: 'RUB',
    manualOpportunity: false,
    sourceId: '',
    sourceDescription: '',
    comments: '',
    originatorId: null,
    originId: null,
    returning: false,
    opened: true,
    fm: [],
    more: {},
    fromApp: false,
  }
}

export const tutorLeadId = 1024

export function seedRecords(language: Language, now: number): { records: CrmRecord[]; addresses: Address[]; lastMultifield: number } {
  const say = ([ru, en]: Words) => (language === 'ru' ? ru : en)
  const records: CrmRecord[] = []
  const addresses: Address[] = []
  let lastMultifield = 900

  const phoneAndMail = (phone: string, mail: string): Multifield[] => [
    ...(phone ? [{ id: (lastMultifield += 1), typeId: 'PHONE' as const, valueType: 'WORK', value: phone }] : []),
    ...(mail ? [{ id: (lastMultifield += 1), typeId: 'EMAIL' as const, valueType: 'WORK', value: mail }] : []),
  ]
  const add = (type: CrmType, id: number, at: number, userId: number, filled: Partial<CrmRecord>) => {
    records.push({ ...blankRecord(type, id, userId, at), ...filled })
  }
  const addressOf = (anchorTypeId: CrmType, anchorId: number, city: Words, street: Words, office: Words = ['', '']) => {
    const id = addresses.length + 1
    const requisite = anchorTypeId !== crmTypes.lead
    addresses.push({
      id,
      typeId: requisite ? 6 : 1,
      entityTypeId: requisite ? 8 : 1,
      entityId: requisite ? 300 + id : anchorId,
      anchorTypeId,
      anchorId,
      address1: say(street),
      address2: say(office),
      city: say(city),
      postalCode: '',
      province: '',
      country: say(['Россия', 'Russia']),
    })
  }

  const company = (id: number, title: Words, phone: string, mail: string) =>
    add(crmTypes.company, id, now - 90 * day, 1, { title: say(title), fm: phoneAndMail(phone, mail) })
  const contact = (id: number, first: Words, last: Words, companyId: number, phone: string, mail: string, post: Words = ['', '']) =>
    add(crmTypes.contact, id, now - 80 * day, 1, { name: say(first), lastName: say(last), companyId, post: say(post), fm: phoneAndMail(phone, mail) })

  company(401, ['ООО «Причал»', 'Prichal LLC'], '+7 485 200-31-31', 'office@prichal.example.com')
  company(402, ['Аптека на Садовой', 'Sadovaya Pharmacy'], '+7 485 200-44-02', 'info@pharmacy.example.com')
  company(403, ['Школа танцев «Па»', 'Pas Dance School'], '', 'hello@pas.example.com')
  contact(501, ['Нелли', 'Nelly'], ['Гринь', 'Grin'], 402, '+7 485 200-44-03', 'n.grin@pharmacy.example.com', ['Заведующая', 'Manager'])
  contact(502, ['Юлия', 'Yulia'], ['Ветрова', 'Vetrova'], 403, '+7 485 200-51-10', 'yulia@pas.example.com', ['Директор', 'Director'])
  // Two records of one man: both have the telephone of the lead "Bathhouse".
  contact(503, ['Олег', 'Oleg'], ['Жаров', 'Zharov'], 0, '+7 485 200-62-20', '')
  contact(504, ['Олег', 'Oleg'], ['Жаров', 'Zharov'], 0, '8 (485) 200-62-20', 'zharov@example.com')
  contact(505, ['Аркадий', 'Arkady'], ['Лосев', 'Losev'], 401, '+7 485 200-31-32', 'losev@prichal.example.com')
  // Known by telephone only: the lead "Coffee house" brings the same number and no contact.
  contact(506, ['Алексей', 'Alexey'], ['Лунин', 'Lunin'], 0, '+7 485 200-12-05', 'lunin@example.com')
  addressOf(crmTypes.company, 401, ['Ярославль', 'Yaroslavl'], ['Волжская наб., 8', 'Volga Embankment 8'])
  addressOf(crmTypes.company, 402, ['Ярославль', 'Yaroslavl'], ['ул. Садовая, 21', 'Sadovaya St 21'])
  addressOf(crmTypes.contact, 502, ['Рыбинск', 'Rybinsk'], ['ул. Крестовая, 50', 'Krestovaya St 50'], ['этаж 3', 'floor 3'])

  const lead = (id: number, age: number, userId: number, stageId: string, title: Words, filled: Partial<CrmRecord>) => {
    const at = now - age
    add(crmTypes.lead, id, at, userId, {
      title: say(title),
      stageId,
      sourceId: 'WEB',
      sourceDescription: say(['Заявка с сайта', 'Website form']),
      ...filled,
    })
  }
  const town: Words = ['Ярославль', 'Yaroslavl']

  lead(1016, 9 * day, 2, 'DISTRIBUTED', ['Хостел «Причал»', 'Prichal Hostel'], {
    companyTitle: say(['ООО «Причал»', 'Prichal LLC']),
    companyId: 401,
    fm: phoneAndMail('+7 485 200-31-31', ''),
  })
  lead(1017, 2 * day, 2, 'DISTRIBUTED', ['Аптека на Садовой', 'Sadovaya Pharmacy'], {
    name: say(['Нелли', 'Nelly']),
    lastName: say(['Гринь', 'Grin']),
    contactIds: [501],
    companyId: 402,
    returning: true,
    fm: phoneAndMail('+7 485 200-44-03', ''),
  })
  lead(1018, 5 * day, 1, 'HOLD', ['Баня «Пар»', 'Par Bathhouse'], {
    name: say(['Олег', 'Oleg']),
    lastName: say(['Жаров', 'Zharov']),
    address: say(['Банный пер., 3', 'Banny Lane 3']),
    city: say(town),
    fm: phoneAndMail('+7 (485) 200-62-20', ''),
  })
  lead(1019, 4 * hour, 2, 'REPORT', ['Школа танцев «Па»', 'Pas Dance School'], {
    name: say(['Юлия', 'Yulia']),
    lastName: say(['Ветрова', 'Vetrova']),
    contactIds: [502],
    companyId: 403,
    returning: true,
    fm: phoneAndMail('+7 485 200-51-10', 'yulia@pas.example.com'),
  })
  lead(1020, day, 1, 'NEW', ['Ателье «Шов»', 'Seam Atelier'], {
    name: say(['Вера', 'Vera']),
    lastName: say(['Тихая', 'Tikhaya']),
    address: say(['ул. Ткацкая, 7', 'Tkatskaya St 7']),
    city: say(town),
    fm: phoneAndMail('+7 485 200-70-07', 'vera@seam.example.com'),
  })
  // Company only: nobody's name, so no contact is to be made of it.
  lead(1021, 6 * hour, 2, 'VISIT', ['Столярная «Сосна»', 'Sosna Joinery'], {
    companyTitle: say(['ООО «Сосна»', 'Sosna LLC']),
    address: say(['Лесная ул., 40', 'Lesnaya St 40']),
    city: say(town),
    fm: phoneAndMail('', 'office@sosna.example.com'),
  })
  // Without a telephone and without an e-mail: nothing to look a duplicate up by.
  lead(1022, 5 * hour, 1, 'NEW', ['Автосервис на Речной', 'Rechnaya Car Service'], {
    name: say(['Сергей', 'Sergey']),
    lastName: say(['Пак', 'Pak']),
    companyTitle: say(['Автосервис на Речной', 'Rechnaya Car Service']),
    address: say(['Речная ул., 2', 'Rechnaya St 2']),
    city: say(town),
  })
  lead(1023, 3 * hour, 1, 'NEW', ['Кофейня «Полдень»', 'Noon Coffee House'], {
    name: say(['Алексей', 'Alexey']),
    lastName: say(['Лунин', 'Lunin']),
    address: say(['пл. Труда, 1', 'Truda Square 1']),
    city: say(town),
    fm: phoneAndMail('8 (485) 200-12-05', ''),
  })
  lead(tutorLeadId, 2 * hour, 2, 'VISIT', ['Пекарня «Колос»', 'Kolos Bakery'], {
    name: say(['Ирина', 'Irina']),
    lastName: say(['Савельева', 'Savelieva']),
    post: say(['технолог', 'technologist']),
    companyTitle: say(['Пекарня «Колос»', 'Kolos Bakery']),
    address: say(['ул. Мельничная, 14', 'Melnichnaya St 14']),
    city: say(town),
    fm: phoneAndMail('+7 (485) 200-14-27', 'savelieva@kolos.example.com'),
    comments: say([
      'Открывают второй цех: печь, мойка на две чаши, вытяжка. Просят приехать до вечерней выпечки.',
      'Opening a second workshop: an oven, a double sink, an extractor hood. They ask us to come before the evening batch.',
    ]),
  })

  const directions: readonly Words[] = [
    ['Общая', 'General'],
    ['Сантехника', 'Plumbing'],
    ['Электрика', 'Electrical'],
    ['Вентиляция', 'Ventilation'],
    ['Кровля', 'Roofing'],
    ['Отопление', 'Heating'],
  ]
  const deal = (id: number, age: number, categoryId: number, stage: string, userId: number, client: Words, filled: Partial<CrmRecord>) =>
    add(crmTypes.deal, id, now - age, userId, {
      title: `${say(client)}, ${say(directions[categoryId] ?? ['', ''])}`,
      categoryId,
      stageId: categoryId === 0 ? stage : `C${categoryId}:${stage}`,
      ...(categoryId === 5 ? { more: { ufCrm_1747309879: '120' } } : {}),
      ...filled,
    })
  const prichal: Words = ['Хостел «Причал»', 'Prichal Hostel']
  const pharmacy: Words = ['Аптека на Садовой', 'Sadovaya Pharmacy']
  const library: Words = ['Библиотека № 3', 'Library No 3']
  const garage: Words = ['Гараж на Ленина', 'Lenina Garage']
  const ofPrichal: Partial<CrmRecord> = { companyId: 401, contactIds: [505], leadId: 1016 }
  const ofPharmacy: Partial<CrmRecord> = { companyId: 402, contactIds: [501], leadId: 1017 }
  deal(297, 40 * day, 1, 'WON', 10, library, { opportunity: 48_000 })
  deal(298, 38 * day, 2, 'LOSE', 4, library, {})
  deal(299, 31 * day, 3, 'WON', 13, garage, { opportunity: 92_500 })
  deal(300, 25 * day, 2, 'EXECUTING', 6, garage, { opportunity: 61_000 })
  deal(301, 20 * day, 0, 'NEW', 1, ['Школа № 12', 'School No 12'], {})
  deal(302, 9 * day, 5, 'WON', 17, prichal, ofPrichal)
  deal(303, 9 * day, 2, 'EXECUTING', 6, prichal, ofPrichal)
  deal(304, 9 * day, 4, 'ESTIMATE', 16, prichal, ofPrichal)
  deal(305, 9 * day, 1, 'CONTRACT', 9, prichal, ofPrichal)
  deal(306, 4 * day, 3, 'ESTIMATE', 14, garage, {})
  deal(308, 2 * day, 1, 'CONTRACT', 9, pharmacy, ofPharmacy)
  deal(309, 2 * day, 5, 'ESTIMATE', 17, pharmacy, ofPharmacy)
  return { records, addresses, lastMultifield }
}
