/** ONNX Runtime keeps images in blocks of 8 or 16 channels; with a multiple of both, convolutions and their groups stay in that layout. */
export const blockedChannels = 16;
