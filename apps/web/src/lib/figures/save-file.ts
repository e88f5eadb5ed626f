/** Has the browser save a file. An address that is downloaded needs nothing of the content security policy. */
export function saveFile(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // Browsers begin the download before they come back here; the rest is for those that do not.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
