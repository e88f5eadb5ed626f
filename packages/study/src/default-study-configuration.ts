import type { StudyConfiguration } from './study-configuration.ts';

const landing = `You will look at small pictures, three at a time, and say which of two is closer to the one above them. \
There are no right or wrong answers: we want to know how things look to you.

You need a screen, and a keyboard, a mouse or a finger. You can stop whenever you like.`;

const consent = `What this is. A study of how people see pictures that were made with computer vision networks. \
The pictures are photographs, changed photographs and patterns; none of them is meant to upset.

What you do. You compare pictures. You may take breaks between blocks, and there is no time limit.

What we store. Your answers, the time each one took, and technical facts that may influence what you see: the size of \
your browser window, the sharpness of your screen, whether you used a mouse, a finger or a keyboard, and whether the \
window lost the focus. If you come from a recruiting platform we also keep the identifier it gave you, apart from your \
answers, so that you can be paid and are not asked twice.

What we do not store. Your name, your e-mail address, or anything else that says who you are.

Who will see it. Your answers may be published as open data, under a random number that says nothing about you. \
Identifiers of recruiting platforms are never published.

Your rights. Taking part is voluntary. You can withdraw at any time with the button on every page, without giving a \
reason: your answers are then deleted, and all that stays is a note that somebody withdrew.`;

const instructions = `You will see one picture at the top and two below it.
Choose the lower picture that looks closer to the upper one.
Press the left or the right arrow key, or click or tap the picture.
Sometimes neither is close: then choose the one that seems a little closer to you.
Take the time you need, but trust your first impression.
We begin with a short practice that tells you whether you were right.`;

const debrief = `Thank you. The upper picture of most trials was made so that a neural network cannot tell it from \
one of the lower two. Where it looks like that picture to people too, the network sees as people do in this respect; \
where it does not, the network ignores something that matters to us. Your answers measure how often each is the case.

Some trials contained the same picture twice. They check that the task was understood and attended to.`;

/**
 * A study that could be launched as it is: about forty trials for two networks, six minutes, texts that say what is
 * stored. A new object each time.
 */
export function defaultStudyConfiguration(): StudyConfiguration {
  return {
    title: 'Which picture looks closer?',
    task: '2afc',
    question: 'Which of the two lower pictures looks closer to the upper one?',
    trials: { perNetwork: 16, catchCount: 4, practiceCount: 4, practicePassCount: 3, blockSize: 20 },
    display: { stimulusSizePx: 192 },
    exclusion: { catchPassShare: 0.75, minimumResponseTimeMs: 200 },
    texts: {
      landing,
      consent,
      consentItems: [
        'I am at least 18 years old.',
        'I have read what is stored and agree to take part.',
        'I know that I can withdraw at any time and that my answers are then deleted.',
      ],
      instructions,
      debrief,
    },
    estimatedMinutes: 6,
    compensation: '',
    maximumSessions: 40,
    randomSeed: 'study-1',
  };
}
