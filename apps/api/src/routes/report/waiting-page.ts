/** A page for who followed a link to a report that is not there yet: it asks again by itself, without a script. @param progress in [0, 1] */
export function waitingPage(progress: number, retryAfterS: number): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${retryAfterS}">
<title>The report is being computed</title>
<style>body { margin: 4rem auto; max-width: 32rem; padding: 0 1.25rem; font: 1rem/1.55 system-ui, sans-serif; color: #171717; background: #fff; } progress { width: 100%; }</style>
</head>
<body>
<h1>The report is being computed</h1>
<p><progress max="100" value="${Math.round(100 * progress)}">${Math.round(100 * progress)} %</progress></p>
<p>This page asks again by itself; then the report is downloaded, and this page can be closed.</p>
</body>
</html>
`;
}
