/** Russian words of the site; their shape is what every other language must have. */
const rules = new Intl.PluralRules('ru')
/** `1 сделка, 2 сделки, 5 сделок`. */
const count = (n: number, one: string, few: string, many: string) => `${n} ${{ one, few, many, zero: many, two: few, other: few }[rules.select(n)]}`

export const ru = {
  name: 'Русский',
  common: {
    cancel: 'Отменить', close: 'Закрыть', save: 'Сохранить', remove: 'Удалить', you: 'вы', retry: 'Повторить', copy: 'Скопировать', copied: 'Скопировано',
    board: 'Доска', list: 'Список', view: 'Вид', number: (id: number) => `№ ${id}`, more: 'Ещё', none: 'нет', skip: 'К содержанию', showMore: 'Показать ещё',
    shown: (shown: number, all: number) => `Показаны ${shown} из ${all}`, optional: 'можно оставить пустым', required: 'обязательно', yes: 'Да', no: 'Нет',
  },
  when: { today: 'сегодня', yesterday: 'вчера', tomorrow: 'завтра', until: (day: string, clock: string) => `${day} до ${clock}` },
  errors: {
    unreachable: 'Портал не отвечает. Проверьте, что он запущен в терминале; страница продолжит сама.',
    forbidden: 'Этому человеку это не разрешено. Смените человека в меню «Вы действуете как».',
    notFound: 'Такой записи нет, или она не видна этому человеку. Вернитесь к списку или смените человека.',
    other: (code: string) => `Портал отказал: ${code}.`,
    page: 'Такой страницы на локальном портале нет.',
    toStart: 'К началу',
  },
  strip: {
    label: 'Локальный портал', sentence: 'Учебный CRM на этом компьютере. Данные вымышлены.', youActAs: 'Вы действуете как', short: 'Рус',
    switchLanguage: 'Switch to English', findPerson: 'Найти сотрудника', nobody: 'Никого не нашлось.', menu: 'Меню', faults: (n: number) => `Включено: ${count(n, 'сбой', 'сбоя', 'сбоев')}`,
  },
  roles: { administrator: 'администратор', representative: 'представитель', manager: 'менеджер', head: 'руководитель', employee: 'сотрудник' },
  person: {
    dismissed: 'уволен', notJoined: 'ещё не входил', extranet: 'внешний', absent: (day: string) => `отсутствует по ${day}`, noDepartment: 'Без отдела',
    workday: { open: 'на работе', paused: 'перерыв', closed: 'день завершён', not_opened: 'день не начат', off: 'учёт времени не ведётся' },
  },
  nav: {
    label: 'Разделы', start: 'Начало', leads: 'Лиды', deals: 'Сделки', tasks: 'Задачи', notifications: 'Уведомления', company: 'Компания', market: 'Маркет',
    inside: 'Что внутри', inspector: 'Инспектор', reset: 'Начать сначала',
  },
  tutor: {
    step: (n: number) => `Шаг ${n} из 4`, close: 'Закрыть подсказку', openMarket: 'Откройте Маркет', install: 'Нажмите «Установить»',
    setUp: (app: string) => `Дождитесь, пока ${app} закончит установку`, openLead: (title: string) => `Откройте лид ${title}`, openTab: 'Откройте вкладку «Отчёт о визите»',
    send: (app: string) => `Отправьте отчёт: дальше ${app} всё сделает сам`, openDeal: 'Откройте любую из новых сделок: вкладка «Почему этот менеджер»',
    done: 'Вот почему выбраны именно они. История пройдена',
  },
  start: {
    title: 'Добро пожаловать на локальный портал',
    intro: (app: string) => `Это маленький CRM на вашем компьютере. За пять минут вы поставите ${app}, заполните отчёт о визите и увидите сделки. В интернет ничего не уходит.`,
    install: (app: string) => `Установите ${app}`, installText: 'Он ждёт в Маркете. Установка займёт минуту.', openMarket: 'Открыть Маркет', finish: 'Закончить установку',
    lead: (title: string) => `Откройте лид: ${title}`, leadText: (name: string) => `Визит назначен на сегодня, ${name} уже на месте.`, openLead: 'Открыть лид',
    report: 'Заполните отчёт о визите', reportText: 'Отметьте три направления и отправьте.', openReport: 'Открыть отчёт',
    deals: 'Посмотрите сделки', dealsText: 'По одной на направление, и видно, почему выбран каждый.', openDeals: 'Открыть сделки',
    picked: 'Менеджер, которого выбрали', version: (n: number) => `Установлено, версия ${n}`, reported: 'Отчёт отправлен', made: (n: number) => count(n, 'сделка', 'сделки', 'сделок'), read: 'История пройдена',
    leadDone: 'Лид открыт', actAs: 'Действовать как', actAsText: 'Портал покажет то, что видит этот человек. Паролей здесь нет.',
    all: (n: number) => `Все ${count(n, 'сотрудник', 'сотрудника', 'сотрудников')}`, portal: 'Портал', done: 'готово',
  },
  leads: {
    title: 'Лиды', find: 'Найти лид', create: 'Новый лид', noPhone: 'без телефона', working: 'робот работает', waiting: 'робот ждёт ответа', deals: (n: number) => count(n, 'сделка', 'сделки', 'сделок'),
    robots: (stage: string, n: number) => `Роботы стадии «${stage}»: ${n}`, move: 'Перевести на стадию', menu: (title: string) => `Действия: ${title}`, open: 'Открыть',
    emptyStage: 'Пусто', empty: 'Лидов пока нет. Создайте первый кнопкой «Новый лид».', notFound: 'По этому запросу лидов нет.', moved: (title: string, stage: string) => `${title}: стадия «${stage}»`,
    columns: { lead: 'Лид', stage: 'Стадия', assigned: 'Ответственный', created: 'Создан' },
    form: { title: 'Название', titleHint: 'Например: Кафе «Полдень»', contact: 'Имя клиента', company: 'Компания', phone: 'Телефон', email: 'Почта', address: 'Адрес', add: 'Создать лид', titleEmpty: 'Назовите лид: по названию его узнают на доске.' },
    expand: (stage: string) => `Развернуть «${stage}»`, collapse: (stage: string) => `Свернуть «${stage}»`,
  },
  card: {
    general: 'Общее', timeline: 'Хронология', tabs: 'Вкладки карточки', stages: 'Стадия', aboutLead: 'О лиде', aboutDeal: 'О сделке', client: 'Клиент', company: 'Компания', phone: 'Телефон', email: 'Почта', address: 'Адрес',
    source: 'Источник', assigned: 'Ответственный', observers: 'Наблюдатели', created: 'Создан', dealCreated: 'Создана', comment: 'Комментарий', pipeline: 'Воронка', lead: 'Лид', now: 'Сейчас', task: 'Задача', tasks: 'Задачи', deals: 'Сделки по лиду',
    madeBy: (app: string) => `Сделку создало приложение ${app}`, actions: 'Действия', finalStage: 'Завершить', stageRobots: 'Роботы этой стадии',
    nothingNow: 'Роботы сейчас ничего не делают.', noDeals: 'Сделок по лиду пока нет. Они появятся, когда придёт отчёт о визите.', noTasks: 'Задач пока нет.', noTimeline: 'Здесь появится всё, что произойдёт с этой записью.',
    robotState: {
      working: (robot: string) => `Робот «${robot}» работает`, waiting: (robot: string) => `Робот «${robot}» ждёт ответа`, done: (robot: string) => `Робот «${robot}» закончил`,
      timed_out: (robot: string) => `Робот «${robot}» не дождался ответа`, stopped: (robot: string) => `Робот «${robot}» остановлен сменой стадии`,
    },
    since: (when: string) => `С ${when}`, returned: 'Вернул',
    timelineKinds: { comment: 'Комментарий', created: 'Создание', stage: 'Стадия', robot: 'Робот', task: 'Задача' },
  },
  deals: {
    title: 'Сделки', find: 'Найти сделку', all: 'Все воронки', pipelines: 'Воронки', isNew: 'новая', columns: { deal: 'Сделка', pipeline: 'Воронка', stage: 'Стадия', assigned: 'Ответственный', created: 'Создана' },
    empty: 'Сделок пока нет. Они появятся, когда придёт отчёт о визите.', notFound: 'По этому запросу сделок нет.', fromApp: (app: string) => `создало приложение ${app}`,
  },
  tasks: {
    title: 'Задачи', mine: 'Мои', everybody: 'Все', whose: 'Чьи задачи', empty: 'Задач пока нет. Главный менеджер получит задачу, когда придёт отчёт о визите.', deadline: 'Крайний срок', responsible: 'Ответственный', creator: 'Постановщик',
    created: 'Создана', checklist: 'Чек-лист', bindings: 'Связано с', complete: 'Завершить', reopen: 'Вернуть в работу', done: 'завершена', running: 'выполняется', waiting: 'ждёт выполнения', overdue: 'просрочена',
    ticked: (done: number, all: number) => `${done} из ${all}`, noDescription: 'Описания нет.', kinds: { lead: 'Лид', deal: 'Сделка', contact: 'Контакт', company: 'Компания' },
    markDone: (title: string) => `Завершить: ${title}`, noDeadline: 'без срока', about: 'О задаче', description: 'Описание', open: 'Открытые', closed: 'Завершённые',
  },
  notifications: { title: 'Уведомления', empty: 'Уведомлений пока нет. Здесь приложение и роботы сообщают этому человеку о новом.', unread: 'новое', fromPortal: 'Портал' },
  company: {
    title: 'Компания', intro: 'Кто где работает и кто сейчас на месте.', head: 'руководитель', people: (n: number) => count(n, 'сотрудник', 'сотрудника', 'сотрудников'), actions: (name: string) => `Изменить: ${name}`,
    absent: (days: number) => `Отсутствует ${count(days, 'день', 'дня', 'дней')}`, present: 'Снова на месте', open: 'Начать рабочий день', pause: 'Сделать перерыв', close: 'Завершить рабочий день', dismiss: 'Уволить', rehire: 'Принять обратно',
    hint: 'Отметьте отсутствие, завершите день или увольте: следующее распределение это учтёт.', notAdministrator: 'Менять состояние людей может администратор.', outside: 'Вне отделов', actAs: 'Действовать как этот человек', changed: (name: string) => `${name}: изменено`,
  },
  robots: {
    crumbs: 'Роботы', title: (stage: string) => `Роботы стадии «${stage}»`, add: 'Добавить робота', entered: 'Лид вошёл в стадию', atOnce: 'роботы начинают одновременно', parallel: 'Параллельно', after: 'После предыдущего', order: 'Когда начинает',
    empty: 'На этой стадии роботов нет. Добавьте первого: он начнёт, как только лид войдёт в стадию.', choose: 'Какой робот?', fromApp: (app: string) => `Приложение ${app}`, fromPortal: 'Портал', noApp: 'Роботы приложения появятся здесь, когда оно будет установлено.',
    blocked: 'Приложение удалено: робот не работает, его можно только убрать.', wait: 'Ждать ответа', noWait: 'не ждать', forever: 'без срока', atMost: (time: string) => `не дольше ${time}`,
    minutes: (n: number) => count(n, 'минуты', 'минут', 'минут'), hours: (n: number) => count(n, 'часа', 'часов', 'часов'), days: (n: number) => count(n, 'дня', 'дней', 'дней'), seconds: (n: number) => count(n, 'секунды', 'секунд', 'секунд'),
    foreverWarning: 'Без срока процесс будет ждать, даже если ответ потерян. Лучше поставить срок.', onBehalf: 'От имени', registrant: 'кто установил приложение', returns: 'Вернёт следующим роботам', insert: 'Вставить значение', insertInto: (field: string) => `Вставить значение в поле «${field}»`,
    nothingToInsert: 'Выше нет робота, который что-то возвращает.', needsAfter: 'Значение придёт, только если этот робот стоит «После предыдущего».', moveStageHint: 'Смена стадии заканчивает всех роботов прежней. Поставьте её последней.',
    notSet: 'не задано', addValue: 'Добавить значение', removeValue: 'Убрать значение', up: 'Выше', down: 'Ниже', drag: 'Перетащить', menu: (name: string) => `Действия: ${name}`, saved: 'Роботы стадии сохранены', unsaved: 'Есть несохранённые изменения', pick: 'Выберите робота слева, чтобы увидеть его настройки.',
    fieldEmpty: 'Заполните это поле: без него робот не сохранить.', notAdministrator: 'Менять роботов может администратор. Смените человека в меню «Вы действуете как».', value: (field: string, robot: string) => `${field} (${robot})`, unknownRobot: 'робот без описания', gone: 'значения больше нет',
    waits: (text: string) => `Ждать ответа ${text}`, stage: 'Стадия', chosen: 'Выбрано',
  },
  market: {
    crumbs: 'Маркет', install: 'Установить', continueInstall: 'Продолжить установку', open: 'Открыть', update: 'Обновить', uninstall: 'Удалить', installs: (who: string) => `Поставит ${who}`, installed: (n: number) => `Установлена версия ${n}`, newer: (n: number) => `Есть версия ${n}`,
    scopes: 'Какие права нужны', onlyThese: (app: string) => `Только то, что нужно распределению. Лишних прав ${app} не просит.`, appears: 'Что появится на портале', robots: 'Роботы', robotsText: 'Распределить визит: сделки, главный менеджер, задача', tabs: 'Вкладки в лиде и сделке',
    tabsText: 'Отчёт о визите, Почему этот менеджер', panel: (app: string) => `Панель ${app}`, panelText: 'Направления, журнал, состояние', trace: 'Удаление без следа', traceText: 'Роботы уходят, данные можно стереть', picture1: 'Отчёт о визите прямо в карточке лида', picture2: 'Один менеджер в каждом направлении', picture3: 'Сделка на каждое направление',
    version: (n: number) => `Версия ${n}`, languages: 'Русский, English', publisher: (name: string) => `Разработчик: ${name}`, notAdministrator: 'Ставить и удалять приложения может администратор.', actAs: (name: string) => `Действовать как ${name}`,
    uninstallTitle: (app: string) => `Удалить ${app}?`, uninstallText: 'Роботы и вкладки исчезнут сразу, роботы на стадиях перестанут работать. Сделки, задачи и комментарии останутся.', clean: 'Стереть и данные приложения', cleanText: 'Настройки, отчёты о визитах и журнал. Вернуть их будет нельзя.',
    uninstalled: (app: string) => `${app} удалён с портала`, unfinished: 'Установка начата, но не закончена.',
    reasons: { crm: 'читать лиды, создавать сделки и клиентов', bizproc: 'добавить свои роботы и отвечать процессам', task: 'задача главному менеджеру', user_brief: 'кто в каком отделе, без личных данных', department: 'отделы и их руководители', calendar: 'кто сейчас отсутствует', timeman: 'у кого день уже завершён', im: 'сообщить тем, кого выбрали', placement: 'вкладки в карточках', disk: 'фотографии с визита' },
  },
  frame: {
    caption: (app: string) => `Страница приложения ${app}`, opening: (app: string) => `Открывается страница приложения ${app}…`, away: (app: string) => `${app} долго не отвечает. Проверьте, что приложение запущено, и откройте страницу ещё раз.`, notInstalled: 'Приложение ещё не установлено. Поставьте его в Маркете.', toMarket: 'Открыть Маркет',
    finished: (app: string) => `${app} установлен`, installing: (app: string) => `Установка ${app}`, failedInstall: 'Приложение сообщило, что установка не удалась.', noMessenger: 'Чата и звонков на локальном портале нет.', choosePerson: 'Выберите сотрудника', choosePeople: 'Выберите сотрудников', choose: 'Выбрать', optionRefused: 'Настройку приложения меняет администратор.',
    authRefused: 'Портал не продлил доступ этой страницы. Откройте её снова.', again: 'Открыть ещё раз',
  },
  inspector: {
    title: 'Инспектор', intro: 'Что приложение спросило у портала и что портал ему доставил.', find: 'Метод или текст', pause: 'Пауза', resume: 'Продолжить', calls: 'Вызовы REST', lastMinutes: (n: number) => `за 5 минут: ${n}`, noCalls: 'Вызовов пока нет. Они появятся, как только приложение обратится к порталу.', deliveries: 'Доставки приложению', deliveriesOf: 'роботы и события',
    noDeliveries: 'Доставок пока нет. Портал зовёт приложение, когда лид входит в стадию с его роботом или случается событие.', limits: 'Лимиты', bucket: 'Ведро запросов', of: (level: number, limit: number) => `из ${limit}`, drains: (n: number) => `Убывает на ${n} в секунду`, operating: 'Время методов', seconds: 'с', operatingOf: (method: string) => `${method}, за 10 минут`, ofSeconds: (limit: number) => `из ${limit} с`, noOperating: 'пока не тратилось',
    faults: 'Сбои', faultsText: 'Проверьте, что ничего не теряется.', on: (n: number) => `включено ${n}`, ms: (n: number) => `${n} мс`, newer: (n: number) => `Показать новые: ${n}`, noConnection: 'нет связи', request: 'Запрос', answer: 'Ответ', commands: (n: number) => count(n, 'команда', 'команды', 'команд'), unknown: (fields: string) => `Портал не знает полей: ${fields}`, cut: 'показано начало',
    robot: 'робот', event: 'событие', states: { accepted: 'принято', lost: 'потеряно', waiting_reply: 'ждёт ответа', replied: 'ответ дан', timed_out: 'срок вышел' }, notRepeated: 'повтора не будет', open: 'Раскрыть', onlyAdministrator: 'Сбои включает администратор.',
    faultNames: { answer_503: 'Портал отвечает 503', answer_lost: 'Ответ теряется', delivered_twice: 'Робот доставлен дважды', limit_exhausted: 'Лимит запросов исчерпан', app_unreachable: 'Приложение недоступно', slow: 'Медленно' },
    faultTexts: { answer_503: 'каждый третий вызов', answer_lost: 'портал всё сделал, ответ не дошёл', delivered_twice: 'тот же токен события', limit_exhausted: 'QUERY_LIMIT_EXCEEDED', app_unreachable: 'доставка пропадает, повтора нет', slow: 'каждый ответ на 5 с позже' },
  },
  reset: { title: 'Начать сначала?', text: 'Портал вернётся к исходным данным: сделки, задачи и изменения исчезнут, приложение нужно будет поставить снова.', confirm: 'Начать сначала', done: 'Портал начат сначала' },
}
export type Words = typeof ru
