import type { Issue } from '@lookalike/errors';
import type { Graph, SurrogateGradient } from '@lookalike/graph';
import type { ComposedObjective, IriConfiguration } from '@lookalike/iri-configuration';
import type { PerceptualNetwork } from '@lookalike/perception';
import type { Device } from '@lookalike/runtime';
import type { AttemptRecord, StopReason } from './attempt.ts';
import type { IriAudit } from './audit.ts';
import type { Calibration } from './calibrate.ts';
import type { CurvePoint } from './distance-curve.ts';
import type { NullDistribution } from './null-distribution.ts';
import type { IriProgress } from './progress.ts';
import type { GivenSeed } from './seeds.ts';
import type { Target } from './targets.ts';

/** How images become files and come back. Both must keep every value: a lossless format such as PNG. */
export interface ImageCodec {
  /** @param bytes [C, H, W], one byte per value. */
  encode(bytes: Uint8Array, imageShape: readonly [channels: number, height: number, width: number]): Promise<Uint8Array>;
  /** @returns bytes [C, H, W]. */
  decode(file: Uint8Array, imageShape: readonly [channels: number, height: number, width: number]): Promise<Uint8Array>;
}

export interface GenerateIrisOptions {
  readonly device: Device;
  readonly network: Graph;
  /** Name of the value that is the representation. */
  readonly layer: string;
  readonly configuration: IriConfiguration;
  /** The whole image set: the null distribution is of all of them, also of those that are already done. */
  readonly targets: readonly Target[];
  /** The learned perceptual distances that the objective names; each must have the hash that it names. */
  readonly perceptualNetworks?: readonly PerceptualNetwork[];
  /** The seed of every target, where the configuration names an image. */
  readonly seed?: GivenSeed;
  /** Ids of targets whose result is kept from an earlier run. */
  readonly alreadyDone?: Iterable<string>;
  /** Milliseconds from any origin, such as `performance.now`. */
  readonly now: () => number;
  /**
   * Given one, every result carries its files, and the audit measures what was decoded from them. Without, it measures the
   * 8-bit pixels, which is the same for a lossless file.
   */
  readonly codec?: ImageCodec;
  readonly signal?: AbortSignal;
  /** Called after a step, at most every {@link progressIntervalMs}, and whenever an image is finished. */
  readonly onProgress?: (progress: IriProgress) => void;
}

/** An IRI with its audit, accepted or not. */
export interface GeneratedIri extends IriAudit {
  readonly kind: 'generated';
  readonly targetId: string;
  /** Bytes [C, H, W]: the 8-bit image of least d that the search has seen. */
  readonly image: Uint8Array;
  /** Bytes [C, H, W] that the search for `image` started from. */
  readonly seedImage: Uint8Array;
  /** The encoded images, when a codec was given. */
  readonly files?: { readonly image: Uint8Array; readonly seedImage: Uint8Array };
  /** Optimiser steps made in all attempts. */
  readonly stepCount: number;
  /** From each seed one, in the order in which they were made; more than one only where the configuration has restarts. */
  readonly attempts: readonly AttemptRecord[];
  /** Number, from 1, of the attempt that `image`, `seedImage` and what follows are of: that of least d. */
  readonly winningAttempt: number;
  /** After how many of its steps `image` was found. */
  readonly bestStep: number;
  readonly stoppedBy: StopReason;
  /** What the search made small, for `image`; d itself for the regularizer-free objective. */
  readonly objective: number;
  readonly curve: readonly CurvePoint[];
  readonly durationMs: number;
}

/**
 * What is known of an IRI besides its files and the numbers that decide: to be stored and shown as one piece. Earlier versions did
 * not record attempts and why they ended.
 */
export type IriDetail = Pick<GeneratedIri, 'bestStep' | 'curve' | 'topClass' | 'layerCorrelations' | 'perceptualDistances'> & Partial<Pick<GeneratedIri, 'stoppedBy' | 'attempts' | 'winningAttempt'>>;

/** Picks the detail out of an IRI. */
export function detailOf({ bestStep, stoppedBy, attempts, winningAttempt, curve, topClass, layerCorrelations, perceptualDistances }: IriDetail): IriDetail {
  return {
    bestStep,
    ...(stoppedBy !== undefined && { stoppedBy }),
    ...(attempts !== undefined && { attempts }),
    ...(winningAttempt !== undefined && { winningAttempt }),
    curve,
    ...(topClass !== undefined && { topClass }),
    layerCorrelations,
    perceptualDistances,
  };
}

/** A target that no IRI can be given for; the others go on. */
export interface FailedIri {
  readonly kind: 'failed';
  readonly targetId: string;
  readonly code: 'iri.zero_representation' | 'iri.not_finite';
  /** What was wrong and what to do. */
  readonly message: string;
  readonly stepCount: number;
  /** The last d that was a number, if there was one. */
  readonly lastFiniteDistance?: number;
  readonly durationMs: number;
}

export type FinishedIri = GeneratedIri | FailedIri;

/** A generation that is ready to run; iterating runs it, once. Results come in the order of finishing. */
export interface IriGeneration extends AsyncIterable<FinishedIri> {
  /** d between different images of the set, which the audit compares with. */
  readonly nullDistribution: NullDistribution;
  /** What produced the numbers, to be stored with them. */
  readonly environment: {
    readonly device: { readonly id: string; readonly label: string; readonly version: string; readonly threads: number };
    readonly layer: string;
    readonly representationShape: readonly number[];
    /** The node whose gradient passes straight through; absent when none does. */
    readonly straightThroughNode?: string;
    /** How the network's gradient is not the slope of what it computes; absent when it is. What the configuration asks for is not among it. */
    readonly surrogateGradients?: readonly Pick<SurrogateGradient, 'kind' | 'sentence'>[];
    /** The objective in full. */
    readonly objective: ComposedObjective;
    /** Weights that were measured before the first step; empty when the objective has none. */
    readonly calibrations: readonly Calibration[];
  };
  /** What the experimenter should know although nothing is wrong. */
  readonly warnings: readonly Issue[];
  /** Gives the device's memory back when the generation is not iterated to its end. */
  close(): Promise<void>;
}

/** Shortest time between two reports of progress. */
export const progressIntervalMs = 200;
