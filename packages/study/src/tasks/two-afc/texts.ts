import type { TaskTexts } from '../task.ts';

export const texts: TaskTexts = {
  title: 'Which picture looks closer?',
  landing: `You will look at small pictures, three at a time, and say which of two is closer to the one above them. \
There are no right or wrong answers: we want to know how things look to you.

You need a screen, and a keyboard, a mouse or a finger. You can stop whenever you like.`,
  instructions: `You will see one picture at the top and two below it.
Choose the lower picture that looks closer to the upper one.
Press the left or the right arrow key, or click or tap the picture.
Sometimes neither is close: then choose the one that seems a little closer to you.
Take the time you need, but trust your first impression.
We begin with a short practice that tells you whether you were right.`,
  debrief: `Thank you. The upper picture of most trials was made so that a neural network cannot tell it from \
one of the lower two. Where it looks like that picture to people too, the network sees as people do in this respect; \
where it does not, the network ignores something that matters to us. Your answers measure how often each is the case.

Some trials contained the same picture twice. They check that the task was understood and attended to.`,
};
