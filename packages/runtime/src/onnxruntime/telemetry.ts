/**
 * Turns ONNX Runtime's telemetry off, before its library starts in this process or in one that it starts. Its builds for Linux and macOS
 * send what a session does, with names and hashes of the network, to their maker, and keep an identifier of the machine in the home folder.
 * Whoever wants that sets ORT_DISABLE_TELEMETRY=0.
 * @see https://github.com/microsoft/onnxruntime/pull/27379
 */
export function turnTelemetryOff(): void {
  process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
}
