/** Whether a portal puts numbers into texts of a batch by reference: older ones put in texts only, and say nothing. */
import type { Answers } from '../../manifest/ask.ts'
import { question } from '../../manifest/ask.ts'
import { ref } from '../../manifest/methods.ts'

/** Stages of a pipeline, asked for by a name that only comes to be where the pipeline's number is put in. */
const stagesOf = (index: number) => question('crm.status.list', { filter: { ENTITY_ID: ref('pipelines', ['categories', index, 'id'], 'DEAL_STAGE_') } })

/** One of the first two pipelines may be the general one, whose stages have no number in their name. */
export const embeddingQuestions = { pipelines: question('crm.category.list', { entityTypeId: 2 }), firstStages: stagesOf(0), secondStages: stagesOf(1) }

/** Where it cannot be seen (one pipeline only) the answer is no: that costs a request more and is never wrong. */
export const embedsNumbers = ({ firstStages, secondStages }: Answers<typeof embeddingQuestions>): boolean =>
  [firstStages, secondStages].some((answer) => answer.ok && answer.value.length > 0)
