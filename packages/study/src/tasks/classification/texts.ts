import type { TaskTexts } from '../task.ts';

export const texts: TaskTexts = {
  title: 'What does the picture show?',
  landing: `You will look at pictures, one at a time, and say which of a few words fits each. \
Some are hard to tell: we want to know how they look to you.

You need a screen, and a keyboard, a mouse or a finger. You can stop whenever you like.`,
  instructions: `You will see one picture and a list of words.
Choose the word that fits the picture best: click or tap it, or press the key beside it.
The words stand in the same order throughout.
Sometimes none seems to fit: then choose the one that seems a little closer to you.
We begin with a short practice that tells you whether you were right.`,
  debrief: `Thank you. Most pictures were made so that a neural network cannot tell them from a photograph of what they are \
named after. Where people recognise them too, the network sees as people do in this respect; where they do not, the network \
relies on something that means nothing to us. Your answers measure how often each is the case.

Some pictures were plain photographs. They check that the task was understood and attended to.`,
};
