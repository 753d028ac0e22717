/** Words in English of a robot's own page of settings; they come with it. */
export const robot = {
  robot: {
    empty: 'Nothing ticked: those of the latest visit report',
    only: 'Only these, whatever the visit report names',
    now: 'Now {some} of {all}: {names}',
    nobodyNow: 'Nobody of {all} could be picked now',
    nobodyToSend: 'Nobody of {all} could be sent now',
    unknownNow: 'There is no department “{name}”',
    unreadNow: 'The portal did not say who could be sent now',
    namedNow: 'A representative is named, so nobody is picked',
    ownNow: 'Who could be sent is known with the record',
    laterNow: 'Who could be sent is known when an earlier rule has named the departments',
    departmentOwn: 'That of the person responsible for the record',
    departmentMore: 'One more department',
    anybody: 'Nobody: one of them is picked',
    typed: 'A value of the record or of an earlier rule',
    personGone: 'Not among the employees: {id}',
    noDirections: 'There are no directions yet. An administrator can add them in the application, section “Directions”.',
    archived: 'in the archive',
    gone: 'There is no such direction: {id}',
    earlier: 'Value from an earlier rule',
    remove: 'Remove: {name}',
    stay: 'Do not move',
    moveText: 'Moving ends all rules of the old stage',
    stageGone: 'There is no such stage: {id}',
    kept: 'Kept when you save the automation rule',
    unknownTitle: 'Nothing to set here',
    unknownText: 'The portal did not say which automation rule of Fairlead this is. Close the rule and open it again.',
  },
}

export type RobotMessages = { [K in keyof typeof robot]: { [W in keyof (typeof robot)[K]]: string } }
