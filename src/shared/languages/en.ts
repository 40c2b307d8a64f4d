/**
 * What a rater reads, in English, as Markdown. Words in braces are filled in. This file defines which texts there are;
 * every other language has the same.
 */
export const english = {
  'screen.continue': 'Continue',
  'screen.undo': 'Take back the last answer',
  'screen.progress': '{done} of {total}',
  'screen.saved': 'Saved',
  'screen.saving': 'Saving',
  'screen.waiting': 'Please wait for the supervisor.',
  'screen.paused': '## Pause\n\nThe supervisor has paused the session. Your answers are saved.',

  'screen.supervisor': 'Supervisor',
  'screen.page': 'Page {page} of {pageCount}',
  'screen.example': 'Example: {name}',
  'screen.practice': 'Practice',
  'screen.answers': 'Answers',
  'screen.offline':
    'The connection is interrupted. Your answer is kept on this computer and is sent by itself. Please wait a moment.',
  'screen.undoOffline':
    'The connection is interrupted. Your last answer is taken back as soon as it is there again. Please wait a moment.',
  'screen.noPicture':
    'The next picture cannot be loaded yet. If it does not come in a moment, please tell the supervisor.',
  'screen.refused':
    'Your answer is kept on this computer but could not be saved yet. Please tell the supervisor.',
  'screen.unkept': 'Please do not close this page, and tell the supervisor.',
  'screen.full-screen': 'Back to full screen',
  'screen.secondsLeft': 'Seconds left: {seconds}',
  'screen.breakOver': 'The break is over.',
  'screen.noAnswer': 'No answer',

  'picture.rated': 'Picture to look at',
  'picture.original': 'Photograph',
  'picture.example': 'Picture of an algorithm',
  'picture.left': 'Picture of algorithm 1, on the left',
  'picture.right': 'Picture of algorithm 2, on the right',

  'start.body':
    '## Welcome\n\nThe screen will be filled, and the display is checked for two seconds. Then please wait for the supervisor.',
  'start.begin': 'Fill the screen and begin',
  'start.measure': 'Measure the display first',
  'start.testing': 'Checking the display …',

  'calibration.body':
    '## Size of the display\n\nHold a bank card against the screen and make the frame as large as the card.',
  'calibration.size': 'Width of the frame',
  'calibration.distance': 'Distance from your eyes to the screen, in centimetres (may be left open)',
  'calibration.done': 'The frame fits the card',
  'calibration.skip': 'Skip',

  'unlock.title': 'For the supervisor',
  'unlock.pin': 'PIN of the supervisor',
  'unlock.reason': 'Reason or note',
  'unlock.pause': 'Pause',
  'unlock.continue': 'Continue',
  'unlock.resume': 'Resume',
  'unlock.abort': 'Abort session',
  'unlock.close': 'Close this screen',
  'unlock.cancel': 'Back to the session',
  'unlock.mustWait': 'Too many wrong PINs: even the right one has to wait now.',
  'unlock.secondsLeft': 'Seconds until the next try: {seconds}',
  'unlock.mayTry': 'The PIN can be tried again now.',
  'unlock.reasonNeeded': 'To abort a session, please write a reason.',

  'refusal.wrongPin': 'This is not the PIN.',
  'refusal.noPin': 'No PIN is set. It is set in the studio, under Sessions, Desks and PIN.',
  'refusal.tooOften': 'Too many tries at once. Wait a moment, then try again.',
  'refusal.noSession': 'This desk has no session. Start one in the studio, under Sessions.',
  'refusal.notAllowed':
    'The session is in another state by now, and this cannot be done there. Go back and look again.',
  'refusal.placeTaken':
    'Somebody else has taken over the rest of this session, so that it cannot be resumed. Start another one.',
  'refusal.noStudy': 'No study is open. Open it on the main computer; this desk follows by itself.',
  'refusal.unreachable': 'The main computer cannot be reached. Look at the network, then try again.',
  'refusal.unreadable':
    'The session at this desk cannot be shown, because its plan cannot be used. Its answers are kept. Free the desk with the key and the PIN; the main computer says what is wrong, under Sessions.',
  'refusal.other':
    'This could not be done. The reason is shown on the main computer, in the studio under Sessions.',

  'desk.closed': 'This desk is closed',
  'desk.closedReason': 'Another browser has taken it, or the supervisor has removed it.',
  'desk.enter': 'Enter with a new code',
  'desk.notReady': 'This desk is not ready',

  'consent.body': `## Taking part

You will look at images and answer one question about each. We keep your answers, how long they take, and what you tell us about yourself, under a code. **Your name is not recorded.**

Taking part is voluntary. You may stop at any time without giving a reason.`,
  'consent.agree': 'I agree to take part',
  'consent.decline': 'I do not agree',
  'consent.declined': '## Thank you\n\nNothing more is recorded. Please tell the supervisor.',

  'questionnaire.body': '## About you\n\nYou may leave any question open.',
  'questionnaire.ageBand': 'Age',
  'questionnaire.ageBand.18-24': '18 to 24 years',
  'questionnaire.ageBand.25-34': '25 to 34 years',
  'questionnaire.ageBand.35-44': '35 to 44 years',
  'questionnaire.ageBand.45-54': '45 to 54 years',
  'questionnaire.ageBand.55-64': '55 to 64 years',
  'questionnaire.ageBand.65+': '65 years or older',
  'questionnaire.gender': 'Gender',
  'questionnaire.gender.female': 'Female',
  'questionnaire.gender.male': 'Male',
  'questionnaire.gender.non-binary': 'Non-binary',
  'questionnaire.gender.other': 'Another',
  'questionnaire.vision': 'Eyesight',
  'questionnaire.vision.normal': 'Normal without glasses or lenses',
  'questionnaire.vision.corrected': 'Normal with glasses or lenses',
  'questionnaire.vision.reduced': 'Reduced',
  'questionnaire.vision.colour-deficient': 'I have trouble telling some colours apart',
  'questionnaire.expertise': 'Experience with machine learning',
  'questionnaire.expertise.none': 'None',
  'questionnaire.expertise.some': 'I have read or heard about it',
  'questionnaire.expertise.student': 'I am studying it',
  'questionnaire.expertise.professional': 'I work with it',
  'questionnaire.country': 'Country where you live',

  'instructions.welcome': `## Welcome

Algorithms learned to name what is on a photograph. We want to know whether people understand how they do it. There is no right or wrong opinion; what counts is what **you** see.`,
  'instructions.heat-map': `## Heat-maps

Colours laid over a photograph show where an algorithm looked. **Red** marks the parts that mattered most for its answer, **blue** those that hardly mattered.`,
  'instructions.occlusion-map': `## Partly hidden images

Only the parts of a photograph that mattered most for an algorithm's answer stay visible. The rest is **black**.`,
  'instructions.pair': `## Your task

You see the photograph in the middle, with what both algorithms named, and the map of one algorithm on each side. **Which algorithm decides more reasonably?** If you see no difference, say so.`,
  'instructions.likert': `## Your task

You see a photograph, what an algorithm named, and the algorithm's map. **How reasonable is its decision?** Choose a point on the scale.`,
  'instructions.classify': `## Your task

You see what is left of one photograph. **What is on it?** Choose one of the names. If you cannot tell, or if none fits, say so.`,
  'instructions.keys': `## Answering

The key is printed on each answer and stays the same. You may also use the mouse or touch the screen. Take the time you need, but do not ponder for long.`,
  'instructions.practice': '## Practice\n\nFirst a few trials for practice. After each you read how it went.',
  'instructions.start':
    '## Ready\n\nNow it begins. From here on, you are not told whether an answer is right.',

  'comprehension.map.question': 'What does a map show?',
  'comprehension.map.right': "The parts of the image that mattered for an algorithm's answer",
  'comprehension.map.wrong-1': 'The parts of the image that other people looked at',
  'comprehension.map.wrong-2': 'Mistakes in the photograph',
  'comprehension.pair.question': 'What do you do if you see no difference between two algorithms?',
  'comprehension.pair.right': 'I say that both seem equally reasonable',
  'comprehension.pair.wrong-1': 'I choose either at random',
  'comprehension.pair.wrong-2': 'I wait until the next image comes',
  'comprehension.classify.question': 'What do you do if you cannot tell what is on an image?',
  'comprehension.classify.right': "I choose “I don't know / none of the above”",
  'comprehension.classify.wrong-1': 'I choose any name at random',
  'comprehension.classify.wrong-2': 'I wait until the next image comes',

  'pair.question': 'Given two pictures, decide which algorithm is more reasonable.',
  'pair.left': 'Algorithm 1',
  'pair.equal': 'Both algorithms seem equally reasonable',
  'pair.right': 'Algorithm 2',

  'likert.question': "How reasonable is the algorithm's decision?",
  'likert.3.1': 'Not reasonable',
  'likert.3.2': 'Partly reasonable',
  'likert.3.3': 'Reasonable',
  'likert.5.1': 'Not reasonable at all',
  'likert.5.2': 'Rather not reasonable',
  'likert.5.3': 'Partly reasonable',
  'likert.5.4': 'Rather reasonable',
  'likert.5.5': 'Very reasonable',

  'classify.question': 'What do you see on the image?',
  'classify.unknown': "I don't know / none of the above",

  'check.instructed': 'To show that you are reading, please choose: **{answer}**',

  'practice.right': 'That is right.',
  'practice.wrong': 'The expected answer was **{answer}**.',
  'practice.open': 'Thank you. Every answer is fine here.',

  'break.body': '## Break\n\nRest your eyes for a moment. Your answers are saved.',
  'break.skip': 'Go on now',

  'end.body': '## Thank you\n\nThat was all. There is nothing else to do; please tell the supervisor.',
} as const satisfies Readonly<Record<string, string>>
