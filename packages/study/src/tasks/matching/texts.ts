import type { TaskTexts } from '../task.ts';

export const texts: TaskTexts = {
  title: 'Which pictures belong together?',
  landing: `You will look at small pictures in two rows, and say which of the lower row each of the upper row looks like. \
There are no right or wrong answers: we want to know how things look to you.

You need a screen, and a keyboard, a mouse or a finger. You can stop whenever you like.`,
  instructions: `You will see a row of pictures above and as many below.
Give each upper picture the lower picture that it looks most like; each lower picture belongs to one upper picture.
Click or tap an upper picture and then a lower one, or use the arrow keys and the digits.
You can change it until you press "Done".
Sometimes nothing looks alike: then choose what seems a little closer to you.
We begin with a short practice that tells you whether you were right.`,
  debrief: `Thank you. The upper pictures of most trials were made so that a neural network cannot tell each of them from \
one of the lower ones. Where people match them as the network does, the network sees as people do in this respect; where \
they do not, the network ignores something that matters to us. Your answers measure how often each is the case.

Some trials contained the same pictures twice. They check that the task was understood and attended to.`,
};
