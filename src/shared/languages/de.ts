import type { RaterTexts } from './languages'

/** What a rater reads, in German. */
export const german: RaterTexts = {
  'screen.continue': 'Weiter',
  'screen.undo': 'Letzte Antwort zurücknehmen',
  'screen.progress': '{done} von {total}',
  'screen.saved': 'Gespeichert',
  'screen.saving': 'Wird gespeichert',
  'screen.waiting': 'Bitte warten Sie auf die Versuchsleitung.',
  'screen.paused':
    '## Pause\n\nDie Versuchsleitung hat die Sitzung unterbrochen. Ihre Antworten sind gespeichert.',

  'screen.supervisor': 'Versuchsleitung',
  'screen.page': 'Seite {page} von {pageCount}',
  'screen.example': 'Beispiel: {name}',
  'screen.practice': 'Übung',
  'screen.answers': 'Antworten',
  'screen.offline':
    'Die Verbindung ist unterbrochen. Ihre Antwort ist auf diesem Computer gespeichert und wird von selbst gesendet. Bitte warten Sie einen Moment.',
  'screen.undoOffline':
    'Die Verbindung ist unterbrochen. Ihre letzte Antwort wird zurückgenommen, sobald sie wieder besteht. Bitte warten Sie einen Moment.',
  'screen.noPicture':
    'Das nächste Bild kann noch nicht geladen werden. Wenn es nicht gleich kommt, sagen Sie bitte der Versuchsleitung Bescheid.',
  'screen.refused':
    'Ihre Antwort ist auf diesem Computer gespeichert, konnte aber noch nicht abgelegt werden. Bitte sagen Sie der Versuchsleitung Bescheid.',
  'screen.unkept': 'Bitte schließen Sie diese Seite nicht und sagen Sie der Versuchsleitung Bescheid.',
  'screen.full-screen': 'Zurück zum Vollbild',
  'screen.secondsLeft': 'Verbleibende Sekunden: {seconds}',
  'screen.breakOver': 'Die Pause ist zu Ende.',
  'screen.noAnswer': 'Keine Angabe',

  'picture.rated': 'Bild, das Sie ansehen',
  'picture.original': 'Foto',
  'picture.example': 'Bild eines Algorithmus',
  'picture.left': 'Bild von Algorithmus 1, links',
  'picture.right': 'Bild von Algorithmus 2, rechts',

  'start.body':
    '## Willkommen\n\nDer Bildschirm wird ausgefüllt und zwei Sekunden lang geprüft. Warten Sie danach bitte auf die Versuchsleitung.',
  'start.begin': 'Bildschirm ausfüllen und beginnen',
  'start.measure': 'Erst den Bildschirm ausmessen',
  'start.testing': 'Der Bildschirm wird geprüft …',

  'calibration.body':
    '## Größe des Bildschirms\n\nHalten Sie eine Bankkarte an den Bildschirm und machen Sie den Rahmen so groß wie die Karte.',
  'calibration.size': 'Breite des Rahmens',
  'calibration.distance': 'Abstand Ihrer Augen vom Bildschirm in Zentimetern (kann offen bleiben)',
  'calibration.done': 'Der Rahmen passt zur Karte',
  'calibration.skip': 'Überspringen',

  'unlock.title': 'Für die Versuchsleitung',
  'unlock.pin': 'PIN der Versuchsleitung',
  'unlock.reason': 'Grund oder Notiz',
  'unlock.pause': 'Anhalten',
  'unlock.continue': 'Fortsetzen',
  'unlock.resume': 'Wieder aufnehmen',
  'unlock.abort': 'Sitzung abbrechen',
  'unlock.close': 'Diesen Bildschirm schließen',
  'unlock.cancel': 'Zurück zur Sitzung',
  'unlock.mustWait': 'Zu viele falsche PINs: Jetzt muss auch die richtige warten.',
  'unlock.secondsLeft': 'Sekunden bis zum nächsten Versuch: {seconds}',
  'unlock.mayTry': 'Die PIN kann jetzt wieder eingegeben werden.',
  'unlock.reasonNeeded': 'Um eine Sitzung abzubrechen, schreiben Sie bitte einen Grund.',

  'refusal.wrongPin': 'Das ist nicht die PIN.',
  'refusal.noPin': 'Es ist keine PIN gesetzt. Sie wird im Studio unter „Sessions“, „Desks and PIN“ gesetzt.',
  'refusal.tooOften':
    'Zu viele Versuche auf einmal. Warten Sie einen Moment und versuchen Sie es noch einmal.',
  'refusal.noSession': 'An diesem Platz ist keine Sitzung. Sie wird im Studio unter „Sessions“ begonnen.',
  'refusal.notAllowed':
    'Die Sitzung ist inzwischen in einem anderen Zustand, in dem das nicht geht. Gehen Sie zurück und sehen Sie noch einmal nach.',
  'refusal.placeTaken':
    'Jemand anderes hat den Rest dieser Sitzung übernommen, sie kann nicht wieder aufgenommen werden. Beginnen Sie eine neue.',
  'refusal.noStudy':
    'Es ist keine Studie geöffnet. Öffnen Sie sie am Hauptrechner; dieser Platz folgt von selbst.',
  'refusal.unreachable':
    'Der Hauptrechner ist nicht zu erreichen. Prüfen Sie das Netz und versuchen Sie es noch einmal.',
  'refusal.unreadable':
    'Die Sitzung an diesem Platz kann nicht gezeigt werden, weil ihr Plan nicht benutzt werden kann. Ihre Antworten sind gespeichert. Geben Sie den Platz mit dem Schlüssel und der PIN frei; am Hauptrechner steht unter „Sessions“, was nicht stimmt.',
  'refusal.other': 'Das ist nicht gelungen. Der Grund steht am Hauptrechner, im Studio unter „Sessions“.',

  'desk.closed': 'Dieser Platz ist geschlossen',
  'desk.closedReason': 'Ein anderer Browser hat ihn übernommen, oder die Versuchsleitung hat ihn entfernt.',
  'desk.enter': 'Mit einem neuen Code eintreten',
  'desk.notReady': 'Dieser Platz ist nicht bereit',

  'consent.body': `## Teilnahme

Sie sehen Bilder und beantworten zu jedem eine Frage. Wir speichern Ihre Antworten, wie lange sie dauern und was Sie uns über sich mitteilen, unter einem Code. **Ihr Name wird nicht erfasst.**

Die Teilnahme ist freiwillig. Sie können jederzeit ohne Angabe von Gründen aufhören.`,
  'consent.agree': 'Ich möchte teilnehmen',
  'consent.decline': 'Ich möchte nicht teilnehmen',
  'consent.declined':
    '## Vielen Dank\n\nEs wird nichts weiter gespeichert. Bitte sagen Sie der Versuchsleitung Bescheid.',

  'questionnaire.body': '## Zu Ihrer Person\n\nSie können jede Frage offen lassen.',
  'questionnaire.ageBand': 'Alter',
  'questionnaire.ageBand.18-24': '18 bis 24 Jahre',
  'questionnaire.ageBand.25-34': '25 bis 34 Jahre',
  'questionnaire.ageBand.35-44': '35 bis 44 Jahre',
  'questionnaire.ageBand.45-54': '45 bis 54 Jahre',
  'questionnaire.ageBand.55-64': '55 bis 64 Jahre',
  'questionnaire.ageBand.65+': '65 Jahre oder älter',
  'questionnaire.gender': 'Geschlecht',
  'questionnaire.gender.female': 'Weiblich',
  'questionnaire.gender.male': 'Männlich',
  'questionnaire.gender.non-binary': 'Nichtbinär',
  'questionnaire.gender.other': 'Ein anderes',
  'questionnaire.vision': 'Sehvermögen',
  'questionnaire.vision.normal': 'Normal ohne Brille oder Linsen',
  'questionnaire.vision.corrected': 'Normal mit Brille oder Linsen',
  'questionnaire.vision.reduced': 'Eingeschränkt',
  'questionnaire.vision.colour-deficient': 'Ich kann manche Farben schlecht unterscheiden',
  'questionnaire.expertise': 'Erfahrung mit maschinellem Lernen',
  'questionnaire.expertise.none': 'Keine',
  'questionnaire.expertise.some': 'Ich habe davon gelesen oder gehört',
  'questionnaire.expertise.student': 'Ich befasse mich im Studium damit',
  'questionnaire.expertise.professional': 'Ich arbeite damit',
  'questionnaire.country': 'Land, in dem Sie leben',

  'instructions.welcome': `## Willkommen

Algorithmen haben gelernt zu benennen, was auf einem Foto zu sehen ist. Wir möchten wissen, ob Menschen verstehen, wie sie das tun. Es gibt keine richtige oder falsche Meinung; es zählt, was **Sie** sehen.`,
  'instructions.heat-map': `## Wärmebilder

Farben über einem Foto zeigen, wohin ein Algorithmus gesehen hat. **Rot** sind die Stellen, auf die es für seine Antwort am meisten ankam, **blau** die, auf die es kaum ankam.`,
  'instructions.occlusion-map': `## Teilweise verdeckte Bilder

Nur die Stellen eines Fotos, auf die es für die Antwort eines Algorithmus am meisten ankam, bleiben sichtbar. Alles andere ist **schwarz**.`,
  'instructions.pair': `## Ihre Aufgabe

Sie sehen in der Mitte das Foto mit dem, was beide Algorithmen darauf erkannt haben, und auf jeder Seite das Bild eines Algorithmus. **Welcher Algorithmus entscheidet vernünftiger?** Wenn Sie keinen Unterschied sehen, sagen Sie es.`,
  'instructions.likert': `## Ihre Aufgabe

Sie sehen ein Foto, was ein Algorithmus darauf erkannt hat, und das Bild des Algorithmus. **Wie vernünftig ist seine Entscheidung?** Wählen Sie einen Punkt auf der Skala.`,
  'instructions.classify': `## Ihre Aufgabe

Sie sehen, was von einem Foto übrig ist. **Was ist darauf?** Wählen Sie einen der Namen. Wenn Sie es nicht erkennen oder wenn keiner passt, sagen Sie es.`,
  'instructions.keys': `## Antworten

Die Taste steht auf jeder Antwort und bleibt immer gleich. Sie können auch die Maus benutzen oder den Bildschirm berühren. Nehmen Sie sich die Zeit, die Sie brauchen, aber grübeln Sie nicht lange.`,
  'instructions.practice':
    '## Übung\n\nZuerst einige Aufgaben zur Übung. Nach jeder lesen Sie, wie es gelaufen ist.',
  'instructions.start':
    '## Bereit\n\nJetzt geht es los. Von nun an erfahren Sie nicht mehr, ob eine Antwort richtig ist.',

  'comprehension.map.question': 'Was zeigt das Bild eines Algorithmus?',
  'comprehension.map.right': 'Die Stellen des Fotos, auf die es für die Antwort des Algorithmus ankam',
  'comprehension.map.wrong-1': 'Die Stellen des Fotos, die andere Menschen angesehen haben',
  'comprehension.map.wrong-2': 'Fehler im Foto',
  'comprehension.pair.question': 'Was tun Sie, wenn Sie keinen Unterschied zwischen zwei Algorithmen sehen?',
  'comprehension.pair.right': 'Ich sage, dass beide gleich vernünftig erscheinen',
  'comprehension.pair.wrong-1': 'Ich wähle irgendeinen von beiden',
  'comprehension.pair.wrong-2': 'Ich warte, bis das nächste Bild kommt',
  'comprehension.classify.question': 'Was tun Sie, wenn Sie nicht erkennen, was auf einem Bild ist?',
  'comprehension.classify.right': 'Ich wähle „Weiß ich nicht / nichts davon“',
  'comprehension.classify.wrong-1': 'Ich wähle irgendeinen Namen',
  'comprehension.classify.wrong-2': 'Ich warte, bis das nächste Bild kommt',

  'pair.question': 'Sie sehen zwei Bilder. Entscheiden Sie, welcher Algorithmus vernünftiger ist.',
  'pair.left': 'Algorithmus 1',
  'pair.equal': 'Beide Algorithmen erscheinen gleich vernünftig',
  'pair.right': 'Algorithmus 2',

  'likert.question': 'Wie vernünftig ist die Entscheidung des Algorithmus?',
  'likert.3.1': 'Nicht vernünftig',
  'likert.3.2': 'Teilweise vernünftig',
  'likert.3.3': 'Vernünftig',
  'likert.5.1': 'Überhaupt nicht vernünftig',
  'likert.5.2': 'Eher nicht vernünftig',
  'likert.5.3': 'Teilweise vernünftig',
  'likert.5.4': 'Eher vernünftig',
  'likert.5.5': 'Sehr vernünftig',

  'classify.question': 'Was sehen Sie auf dem Bild?',
  'classify.unknown': 'Weiß ich nicht / nichts davon',

  'check.instructed': 'Um zu zeigen, dass Sie mitlesen, wählen Sie bitte: **{answer}**',

  'practice.right': 'Das ist richtig.',
  'practice.wrong': 'Erwartet war **{answer}**.',
  'practice.open': 'Vielen Dank. Hier ist jede Antwort recht.',

  'break.body': '## Kleine Pause\n\nRuhen Sie kurz die Augen aus. Ihre Antworten sind gespeichert.',
  'break.skip': 'Jetzt weitermachen',

  'end.body':
    '## Vielen Dank\n\nDas war alles. Sie müssen nichts weiter tun; bitte sagen Sie der Versuchsleitung Bescheid.',
}
