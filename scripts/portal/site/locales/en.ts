/** English words of the site. */
import type { Words } from './ru.ts'

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

export const en: Words = {
  name: 'English',
  common: {
    cancel: 'Cancel', close: 'Close', save: 'Save', remove: 'Remove', you: 'you', retry: 'Try again', copy: 'Copy', copied: 'Copied',
    board: 'Board', list: 'List', view: 'View', number: (id) => `No. ${id}`, more: 'More', none: 'none', skip: 'Skip to content', showMore: 'Show more',
    shown: (shown, all) => `Showing ${shown} of ${all}`, optional: 'may be left empty', required: 'required', yes: 'Yes', no: 'No',
  },
  when: { today: 'today', yesterday: 'yesterday', tomorrow: 'tomorrow', until: (day, clock) => `${day} until ${clock}` },
  errors: {
    unreachable: 'The portal does not answer. Check that it is running in the terminal; the page goes on by itself.',
    forbidden: 'This person may not do that. Choose somebody else in the menu “You act as”.',
    notFound: 'There is no such record, or this person may not see it. Go back to the list or choose somebody else.',
    other: (code) => `The portal refused: ${code}.`,
    page: 'The local portal has no such page.',
    toStart: 'To the start',
  },
  strip: {
    label: 'Local portal', sentence: 'A practice CRM on this computer. All data are made up.', youActAs: 'You act as', short: 'Eng',
    switchLanguage: 'Переключить на русский', findPerson: 'Find a person', nobody: 'Nobody found.', menu: 'Menu', faults: (n) => `${count(n, 'fault', 'faults')} on`,
  },
  roles: { administrator: 'administrator', representative: 'representative', manager: 'manager', head: 'head', employee: 'employee' },
  person: {
    dismissed: 'dismissed', notJoined: 'never joined', extranet: 'external', absent: (day) => `absent until ${day}`, noDepartment: 'No department',
    workday: { open: 'at work', paused: 'on a break', closed: 'day closed', not_opened: 'day not started', off: 'work time not kept' },
  },
  nav: {
    label: 'Sections', start: 'Start', leads: 'Leads', deals: 'Deals', tasks: 'Tasks', notifications: 'Notifications', company: 'Company', market: 'Market',
    inside: 'Under the hood', inspector: 'Inspector', reset: 'Start over',
  },
  tutor: {
    step: (n) => `Step ${n} of 4`, close: 'Close the hint', openMarket: 'Open the Market', install: 'Press “Install”',
    setUp: (app) => `Wait until ${app} has finished installing`, openLead: (title) => `Open the lead ${title}`, openTab: 'Open the tab “Visit report”',
    send: (app) => `Send the report: ${app} does the rest by itself`, openDeal: 'Open any of the new deals: the tab “Why this manager”',
    done: 'That is why these people were picked. The story is complete',
  },
  start: {
    title: 'Welcome to the local portal',
    intro: (app) => `This is a small CRM on your own computer. In five minutes you install ${app}, fill in a visit report and watch it become deals. Nothing leaves this machine.`,
    install: (app) => `Install ${app}`, installText: 'It waits in the Market. Installing takes a minute.', openMarket: 'Open the Market', finish: 'Finish installing',
    lead: (title) => `Open the lead: ${title}`, leadText: (name) => `A visit is due today, and ${name} is already there.`, openLead: 'Open the lead',
    report: 'Fill in the visit report', reportText: 'Tick three directions and send.', openReport: 'Open the report',
    deals: 'See the deals', dealsText: 'One per direction, each saying why this manager.', openDeals: 'Open the deals',
    picked: 'The manager who was picked', version: (n) => `Installed, version ${n}`, reported: 'Report sent', made: (n) => count(n, 'deal', 'deals'), read: 'The story is complete',
    leadDone: 'Lead opened', actAs: 'Act as', actAsText: 'The portal shows what this person sees. There are no passwords here.',
    all: (n) => `All ${count(n, 'person', 'people')}`, portal: 'Portal', done: 'done',
  },
  leads: {
    title: 'Leads', find: 'Find a lead', create: 'New lead', noPhone: 'no phone', working: 'robot working', waiting: 'robot waits for an answer', deals: (n) => count(n, 'deal', 'deals'),
    robots: (stage, n) => `Robots of stage “${stage}”: ${n}`, move: 'Move to stage', menu: (title) => `Actions: ${title}`, open: 'Open',
    emptyStage: 'Empty', empty: 'No leads yet. Make the first one with “New lead”.', notFound: 'No leads match this search.', moved: (title, stage) => `${title}: stage “${stage}”`,
    columns: { lead: 'Lead', stage: 'Stage', assigned: 'Responsible', created: 'Created' },
    form: { title: 'Name', titleHint: 'For example: Noon Café', contact: 'Client’s name', company: 'Company', phone: 'Phone', email: 'E-mail', address: 'Address', add: 'Create lead', titleEmpty: 'Name the lead: that is how people find it on the board.' },
    expand: (stage) => `Unfold “${stage}”`, collapse: (stage) => `Fold “${stage}”`,
  },
  card: {
    general: 'General', timeline: 'Timeline', tabs: 'Tabs of the card', stages: 'Stage', aboutLead: 'About the lead', aboutDeal: 'About the deal', client: 'Client', company: 'Company', phone: 'Phone', email: 'E-mail', address: 'Address',
    source: 'Source', assigned: 'Responsible', observers: 'Observers', created: 'Created', dealCreated: 'Created', comment: 'Comment', pipeline: 'Pipeline', lead: 'Lead', now: 'Now', task: 'Task', tasks: 'Tasks', deals: 'Deals of the lead',
    madeBy: (app) => `This deal was made by ${app}`, actions: 'Actions', finalStage: 'Close', stageRobots: 'Robots of this stage',
    nothingNow: 'No robot is doing anything now.', noDeals: 'No deals yet. They appear when a visit report arrives.', noTasks: 'No tasks yet.', noTimeline: 'Everything that happens to this record will appear here.',
    robotState: {
      working: (robot) => `Robot “${robot}” is working`, waiting: (robot) => `Robot “${robot}” waits for an answer`, done: (robot) => `Robot “${robot}” has finished`,
      timed_out: (robot) => `Robot “${robot}” waited in vain`, stopped: (robot) => `Robot “${robot}” was ended by a stage change`,
    },
    since: (when) => `Since ${when}`, returned: 'Returned',
    timelineKinds: { comment: 'Comment', created: 'Created', stage: 'Stage', robot: 'Robot', task: 'Task' },
  },
  deals: {
    title: 'Deals', find: 'Find a deal', all: 'All pipelines', pipelines: 'Pipelines', isNew: 'new', columns: { deal: 'Deal', pipeline: 'Pipeline', stage: 'Stage', assigned: 'Responsible', created: 'Created' },
    empty: 'No deals yet. They appear when a visit report arrives.', notFound: 'No deals match this search.', fromApp: (app) => `made by ${app}`,
  },
  tasks: {
    title: 'Tasks', mine: 'Mine', everybody: 'Everybody’s', whose: 'Whose tasks', empty: 'No tasks yet. The main manager gets one when a visit report arrives.', deadline: 'Deadline', responsible: 'Responsible', creator: 'Created by',
    created: 'Created', checklist: 'Checklist', bindings: 'Belongs to', complete: 'Complete', reopen: 'Reopen', done: 'completed', running: 'in progress', waiting: 'pending', overdue: 'overdue',
    ticked: (done, all) => `${done} of ${all}`, noDescription: 'No description.', kinds: { lead: 'Lead', deal: 'Deal', contact: 'Contact', company: 'Company' },
    markDone: (title) => `Complete: ${title}`, noDeadline: 'no deadline', about: 'About the task', description: 'Description', open: 'Open', closed: 'Completed',
  },
  notifications: { title: 'Notifications', empty: 'No notifications yet. This is where the app and robots tell this person what is new.', unread: 'new', fromPortal: 'Portal' },
  company: {
    title: 'Company', intro: 'Who works where, and who is here now.', head: 'head', people: (n) => count(n, 'person', 'people'), actions: (name) => `Change: ${name}`,
    absent: (days) => `Absent for ${count(days, 'day', 'days')}`, present: 'Back again', open: 'Start the work day', pause: 'Take a break', close: 'End the work day', dismiss: 'Dismiss', rehire: 'Take back',
    hint: 'Mark an absence, end a work day or dismiss somebody: the next distribution takes it into account.', notAdministrator: 'An administrator can change people’s state.', outside: 'Outside departments', actAs: 'Act as this person', changed: (name) => `${name}: changed`,
  },
  robots: {
    crumbs: 'Robots', title: (stage) => `Robots of stage “${stage}”`, add: 'Add a robot', entered: 'A lead entered the stage', atOnce: 'robots start at the same time', parallel: 'In parallel', after: 'After previous', order: 'When it starts',
    empty: 'This stage has no robots. Add the first one: it starts as soon as a lead enters the stage.', choose: 'Which robot?', fromApp: (app) => `App ${app}`, fromPortal: 'Portal', noApp: 'Robots of the app appear here once it is installed.',
    blocked: 'Its app is gone: the robot does not run and can only be removed.', wait: 'Wait for the answer', noWait: 'do not wait', forever: 'without end', atMost: (time) => `at most ${time}`,
    minutes: (n) => count(n, 'minute', 'minutes'), hours: (n) => count(n, 'hour', 'hours'), days: (n) => count(n, 'day', 'days'), seconds: (n) => count(n, 'second', 'seconds'),
    foreverWarning: 'Without a limit the workflow waits even if the answer is lost. A limit is better.', onBehalf: 'On behalf of', registrant: 'who installed the app', returns: 'Returns to the next robots', insert: 'Insert a value', insertInto: (field) => `Insert a value into “${field}”`,
    nothingToInsert: 'No robot above returns anything.', needsAfter: 'The value arrives only if this robot is set “After previous”.', moveStageHint: 'Moving the stage ends all robots of the old one. Put it last.',
    notSet: 'not set', addValue: 'Add a value', removeValue: 'Remove the value', up: 'Up', down: 'Down', drag: 'Drag', menu: (name) => `Actions: ${name}`, saved: 'Robots of the stage are saved', unsaved: 'There are unsaved changes', pick: 'Choose a robot on the left to see its settings.',
    fieldEmpty: 'Fill in this field: the robot cannot be saved without it.', notAdministrator: 'An administrator can change robots. Choose somebody else in the menu “You act as”.', value: (field, robot) => `${field} (${robot})`, unknownRobot: 'a robot without a description', gone: 'the value is no more',
    waits: (text) => `Waits for the answer ${text}`, stage: 'Stage', chosen: 'Chosen',
  },
  market: {
    crumbs: 'Market', install: 'Install', continueInstall: 'Continue installing', open: 'Open', update: 'Update', uninstall: 'Uninstall', installs: (who) => `Installed by ${who}`, installed: (n) => `Version ${n} is installed`, newer: (n) => `Version ${n} is out`,
    scopes: 'Rights it needs', onlyThese: (app) => `Only what a distribution needs. ${app} asks for nothing more.`, appears: 'What will appear on the portal', robots: 'Robots', robotsText: 'Distribute a visit: deals, main manager, task', tabs: 'Tabs in lead and deal',
    tabsText: 'Visit report, Why this manager', panel: (app) => `${app} panel`, panelText: 'Directions, journal, state', trace: 'Leaves no trace', traceText: 'Robots go, data can be erased', picture1: 'Visit report right in the lead’s card', picture2: 'One manager in every direction', picture3: 'A deal for every direction',
    version: (n) => `Version ${n}`, languages: 'English, Русский', publisher: (name) => `By ${name}`, notAdministrator: 'An administrator can install and uninstall apps.', actAs: (name) => `Act as ${name}`,
    uninstallTitle: (app) => `Uninstall ${app}?`, uninstallText: 'Its robots and tabs disappear at once, its robots on stages stop working. Deals, tasks and comments stay.', clean: 'Erase the app’s data too', cleanText: 'Settings, visit reports and the journal. They cannot be brought back.',
    uninstalled: (app) => `${app} was uninstalled`, unfinished: 'The installation was started but not finished.',
    reasons: { crm: 'read leads, make deals and clients', bizproc: 'add its robots and answer workflows', task: 'a task for the main manager', user_brief: 'who is in which department, no personal data', department: 'departments and their heads', calendar: 'who is absent now', timeman: 'whose day is already closed', im: 'tell those who were picked', placement: 'tabs in the cards', disk: 'photos of the visit' },
  },
  frame: {
    caption: (app) => `Page of the app ${app}`, opening: (app) => `Opening a page of the app ${app}…`, away: (app) => `${app} has not answered for a while. Check that the app is running and open the page again.`, notInstalled: 'The app is not installed yet. Install it in the Market.', toMarket: 'Open the Market',
    finished: (app) => `${app} is installed`, installing: (app) => `Installing ${app}`, failedInstall: 'The app reported that the installation failed.', noMessenger: 'The local portal has no chat and no calls.', choosePerson: 'Choose a person', choosePeople: 'Choose people', choose: 'Choose', optionRefused: 'Only an administrator changes the app’s options.',
    authRefused: 'The portal did not renew this page’s access. Open it again.', again: 'Open it again',
  },
  inspector: {
    title: 'Inspector', intro: 'What the app asked of the portal, and what the portal delivered to it.', find: 'Method or text', pause: 'Pause', resume: 'Go on', calls: 'REST calls', lastMinutes: (n) => `in 5 minutes: ${n}`, noCalls: 'No calls yet. They appear as soon as the app talks to the portal.', deliveries: 'Deliveries to the app', deliveriesOf: 'robots and events',
    noDeliveries: 'No deliveries yet. The portal calls the app when a lead enters a stage with its robot, or an event happens.', limits: 'Limits', bucket: 'Request bucket', of: (_level, limit) => `of ${limit}`, drains: (n) => `Drains by ${n} a second`, operating: 'Operating time', seconds: 's', operatingOf: (method) => `${method}, in 10 minutes`, ofSeconds: (limit) => `of ${limit} s`, noOperating: 'none spent yet',
    faults: 'Faults', faultsText: 'See for yourself that nothing gets lost.', on: (n) => `${n} on`, ms: (n) => `${n} ms`, newer: (n) => `Show new ones: ${n}`, noConnection: 'no connection', request: 'Request', answer: 'Answer', commands: (n) => count(n, 'command', 'commands'), unknown: (fields) => `Fields unknown to the portal: ${fields}`, cut: 'beginning only',
    robot: 'robot', event: 'event', states: { accepted: 'accepted', lost: 'lost', waiting_reply: 'waits for reply', replied: 'replied', timed_out: 'timed out' }, notRepeated: 'will not be repeated', open: 'Unfold', onlyAdministrator: 'An administrator switches faults.',
    faultNames: { answer_503: 'The portal answers 503', answer_lost: 'The answer is lost', delivered_twice: 'Robot delivered twice', limit_exhausted: 'Request limit exhausted', app_unreachable: 'App unreachable', slow: 'Slow' },
    faultTexts: { answer_503: 'every third call', answer_lost: 'the portal did the work, the answer was lost', delivered_twice: 'the same event token', limit_exhausted: 'QUERY_LIMIT_EXCEEDED', app_unreachable: 'deliveries vanish, no repeats', slow: 'every answer 5 s later' },
  },
  reset: { title: 'Start over?', text: 'The portal returns to its first data: deals, tasks and changes disappear, and the app has to be installed again.', confirm: 'Start over', done: 'The portal has started over' },
}
