import { closed } from '@lookalike/schema-issues';
import { Type, type Static } from 'typebox';

/** Pairs that L-BFGS remembers unless told otherwise. */
export const usualLbfgsMemory = 5;

/** How an image is changed step by step. */
export const OptimiserChoice = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('normalised-gradient', { description: 'x ← clamp(x − s · ∇ / ‖∇‖₂), the paper’s step' }),
      stepSize: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
      halvingInterval: Type.Optional(Type.Integer({ minimum: 1, description: 'Steps between two halvings of s; absent: never.' })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('adam'),
      learningRate: Type.Number({ exclusiveMinimum: 0, maximum: 10 }),
      finalLearningRate: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Reached at the last step by cosine decay; absent: constant.' })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('lbfgs', { description: 'Limited-memory BFGS with clamping to [0, 1] and shortened steps instead of a line search.' }),
      memory: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: `Pairs of steps and slope changes remembered per image; absent: ${usualLbfgsMemory}.` })),
    },
    closed,
  ),
]);
export type OptimiserChoice = Static<typeof OptimiserChoice>;
export type OptimiserKind = OptimiserChoice['kind'];

/** What people read for each optimiser, and its usual settings. @see Nanda et al. 2023 (step 1); packages/iri/README.md (Adam) */
export const optimisers = {
  'normalised-gradient': { label: 'Normalised gradient (the paper’s)', usual: { kind: 'normalised-gradient', stepSize: 1 } },
  adam: { label: 'Adam', usual: { kind: 'adam', learningRate: 0.1, finalLearningRate: 0.001 } },
  lbfgs: { label: 'L-BFGS', usual: { kind: 'lbfgs' } },
} as const satisfies { readonly [Kind in OptimiserKind]: { readonly label: string; readonly usual: Extract<OptimiserChoice, { readonly kind: Kind }> } };
