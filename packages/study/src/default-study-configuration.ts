import { defaultPresentation } from './presentation.ts';
import { defaultQuality } from './quality/default-quality.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import { tasks, type TaskName } from './tasks/index.ts';

const consent = `What this is. A study of how people see pictures that were made with computer vision networks. \
The pictures are photographs, changed photographs and patterns; none of them is meant to upset.

What you do. You look at pictures and answer a question about each. You may take breaks between blocks, and may stop whenever you like.

What we store. Your answers, the time each one took, and technical facts that may influence what you see: the size of \
your browser window, the sharpness, size and refresh rate of your screen, the language of your browser, whether you used \
a mouse, a finger or a keyboard, and whether the window lost the focus. If you come from a recruiting platform we also keep the identifier it gave you, apart from your \
answers, so that you can be paid and are not asked twice.

What we do not store. Your name, your e-mail address, or anything else that says who you are.

Who will see it. Your answers may be published as open data, under a random number that says nothing about you. \
Identifiers of recruiting platforms are never published.

Your rights. Taking part is voluntary. You can withdraw at any time with the button on every page, without giving a \
reason: your answers are then deleted, and only a note stays that somebody withdrew.`;

/**
 * A study that could be launched as it is: about forty trials for two conditions, six minutes, texts that say what is stored. A new object each time.
 * @param name the task, which brings its own settings, question and instructions
 */
export function defaultStudyConfiguration(name: TaskName = '2afc'): StudyConfiguration {
  const task = tasks[name];
  return {
    title: task.texts.title,
    task: structuredClone(task.defaults),
    question: task.question,
    design: { targets: 'shared', perCondition: task.usualPerCondition, answersPerStimulus: null },
    trials: { catchCount: 4, practiceCount: 4, practicePassCount: 3, blockSize: 20 },
    presentation: defaultPresentation(),
    quality: defaultQuality(task),
    texts: {
      landing: task.texts.landing,
      consent,
      consentItems: [
        'I am at least 18 years old.',
        'I have read what is stored and agree to take part.',
        'I know that I can withdraw at any time and that my answers are then deleted.',
      ],
      instructions: task.texts.instructions,
      debrief: task.texts.debrief,
    },
    estimatedMinutes: 6,
    randomSeed: 'study-1',
  };
}
