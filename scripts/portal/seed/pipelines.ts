/** The seed's pipelines ("воронки") and stages: one pipeline a direction, and the host's general one. */
import type { Language, Pipeline, Stage } from '../state/state.ts'

type Words = readonly [ru: string, en: string]
type StageSketch = readonly [statusId: string, name: Words, color: string, semantics: Stage['semantics'], system: boolean]

const leadStages: readonly StageSketch[] = [
  ['NEW', ['Новый', 'New'], '#7A8594', null, true],
  ['VISIT', ['Визит назначен', 'Visit planned'], '#B8873B', null, false],
  ['REPORT', ['Отчёт получен', 'Report received'], '#4A6FB5', null, false],
  ['DISTRIBUTED', ['Распределён', 'Distributed'], '#6A55A8', null, false],
  ['HOLD', ['Отложен', 'On hold'], '#8A8F98', null, false],
  ['CONVERTED', ['Качественный лид', 'Good lead'], '#3F8F64', 'S', true],
  ['JUNK', ['Некачественный лид', 'Junk lead'], '#B5483B', 'F', true],
]

const dealStages: readonly StageSketch[] = [
  ['NEW', ['Новая', 'New'], '#7A8594', null, true],
  ['ESTIMATE', ['Смета', 'Estimate'], '#B8873B', null, false],
  ['CONTRACT', ['Договор', 'Contract'], '#4A6FB5', null, false],
  ['EXECUTING', ['В работе', 'In progress'], '#4A6FB5', null, false],
  ['WON', ['Успешна', 'Won'], '#3F8F64', 'S', true],
  ['LOSE', ['Провалена', 'Lost'], '#B5483B', 'F', true],
]

/** Without leads the visit's stages are those of the general pipeline. */
const generalSketches: readonly StageSketch[] = [
  ['NEW', ['Новая', 'New'], '#7A8594', null, true],
  ['VISIT', ['Визит назначен', 'Visit planned'], '#B8873B', null, false],
  ['REPORT', ['Отчёт получен', 'Report received'], '#4A6FB5', null, false],
  ['DISTRIBUTED', ['Распределена', 'Distributed'], '#6A55A8', null, false],
  ['HOLD', ['Отложена', 'On hold'], '#8A8F98', null, false],
  ['WON', ['Успешна', 'Won'], '#3F8F64', 'S', true],
  ['LOSE', ['Провалена', 'Lost'], '#B5483B', 'F', true],
]

const pipelineNames: readonly (readonly [id: number, name: Words])[] = [
  [1, ['Сантехника', 'Plumbing']],
  [2, ['Электрика', 'Electrical']],
  [3, ['Вентиляция', 'Ventilation']],
  [4, ['Кровля', 'Roofing']],
  [5, ['Отопление', 'Heating']],
  [0, ['Общая', 'General']],
]

/** Required on the first stage of Heating: a deal without it is refused. */
export const requiredField = 'ufCrm_1747309879'

const drawn = (language: Language, firstId: number, entityId: string, prefix: string, sketches: readonly StageSketch[]): Stage[] =>
  sketches.map(([statusId, [ru, en], color, semantics, system], index) => ({
    id: firstId + index * 2,
    entityId,
    statusId: prefix + statusId,
    name: language === 'ru' ? ru : en,
    sort: (index + 1) * 10,
    color,
    semantics,
    system,
  }))

export const generalStages = (language: Language): Stage[] => drawn(language, 300, 'DEAL_STAGE', '', generalSketches)

/** Stages that a new pipeline of deals begins with. */
export const dealStagesOf = (language: Language, pipelineId: number): Stage[] =>
  drawn(language, 0, `DEAL_STAGE_${pipelineId}`, `C${pipelineId}:`, dealStages)

export function seedPipelines(language: Language): { pipelines: Pipeline[]; stages: Stage[] } {
  const say = ([ru, en]: Words) => (language === 'ru' ? ru : en)
  let id = 102
  const stagesOf = (entityId: string, prefix: string, sketches: readonly StageSketch[]): Stage[] => {
    const stages = drawn(language, id, entityId, prefix, sketches)
    id += sketches.length * 2
    return stages
  }
  const pipelines = pipelineNames.map(([pipelineId, name], index) => ({
    id: pipelineId,
    name: say(name),
    sort: pipelineId === 0 ? 600 : (index + 1) * 100,
    originId: '',
    originatorId: '',
    required: pipelineId === 5 ? [{ field: requiredField, title: say(['Площадь помещения', 'Floor area']), stageId: 'C5:NEW' }] : [],
  }))
  return {
    pipelines,
    stages: [
      ...stagesOf('STATUS', '', leadStages),
      ...pipelines.flatMap((pipeline) =>
        pipeline.id === 0 ? stagesOf('DEAL_STAGE', '', dealStages) : stagesOf(`DEAL_STAGE_${pipeline.id}`, `C${pipeline.id}:`, dealStages),
      ),
    ],
  }
}
