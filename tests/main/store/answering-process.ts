import { openStudy } from '../../../src/main/store/open-study'

// Answers the trials of a running session one by one, and tells of each answer only when it is stored.
const [folder, sessionId] = process.argv.slice(2)
const study = openStudy(folder!)
const session = study.sessions.move(sessionId!, 'running')
const answered = study.ratings.answeredTrials(session.id)
for (const { id, type, stimulusId, leftModelId } of study.plans.trials(session.planSlotId!)) {
  if (answered.has(id)) continue
  const answer = { trialType: type, stimulusId, leftModelId, answer: 'equal', onsetMs: 1, responseMs: 2 }
  const rating = study.ratings.append({ sessionId: session.id, planTrialId: id, ...answer })
  process.stdout.write(`${rating.id}\n`)
}
process.stdout.write('all answered\n')
