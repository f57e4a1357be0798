"""Open every page of the site in Chromium: links must lead somewhere, pictures must show.

usage: check_site.py FOLDER [PICTURES]     FOLDER: what Sphinx wrote; PICTURES: where screenshots of some pages go
"""

import functools
import http.server
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

# Runs in the browser: loads page after page in a frame and writes what is wrong into the document.
CHECK = """<!DOCTYPE html><meta charset="utf-8"><pre id="found"></pre><iframe id="page" width="1200" height="900"></iframe>
<script>
const found = document.getElementById("found"), frame = document.getElementById("page");
const answers = new Map();
async function answers_well(url) {
  if (!answers.has(url)) answers.set(url, fetch(url, {method: "HEAD"}).then(r => r.ok, () => false));
  return answers.get(url);
}
function load(url) { return new Promise(done => { frame.onload = done; frame.src = url; }); }
async function check(page) {
  await load(page);
  const inside = frame.contentDocument;
  for (const image of inside.images) {
    image.loading = "eager";
    await image.decode().catch(() => 0);
    if (!image.naturalWidth) found.textContent += `${page}: no picture at ${image.getAttribute("src")}\\n`;
  }
  for (const link of inside.links) {
    const url = new URL(link.href);
    if (url.origin !== location.origin) continue;
    if (!await answers_well(url.pathname)) found.textContent += `${page}: nothing at ${link.getAttribute("href")}\\n`;
    else if (url.hash && url.pathname === new URL(frame.src).pathname &&
             !inside.getElementById(decodeURIComponent(url.hash.slice(1))) && url.hash !== "#")
      found.textContent += `${page}: no place ${url.hash}\\n`;
  }
}
(async () => {
  const pages = PAGES;
  for (const page of pages) await check(page);
  found.textContent += `checked ${pages.length} pages`;
})();
</script>"""

PATIENCE = 120  # s, for one call of Chromium; it takes a tenth of that
SHOWN = ("tutorial-python", "tutorial-sli", "reference/commands")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def chromium(*arguments):
    program = shutil.which("chromium")
    if not program:
        sys.exit("chromium is not installed")
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", f"--user-data-dir={profile}", *arguments],
            capture_output=True, text=True, timeout=PATIENCE)


def report_on(address):
    """What the browser has found; a browser that does not come up or hangs is started once more."""
    for _ in range(2):
        try:
            result = chromium("--virtual-time-budget=240000", "--dump-dom", address)
        except subprocess.TimeoutExpired:
            print(f"Chromium did not end within {PATIENCE} s")
            continue
        report = re.search(r'<pre id="found">(.+?)</pre>', result.stdout, re.DOTALL)
        if report:
            return report.group(1)
        print(f"Chromium ended with {result.returncode} and without a report:\n{result.stderr[-2000:]}")
    return ""


def main(folder, pictures=None):
    site = pathlib.Path(folder).resolve()
    pages = sorted("/" + str(page.relative_to(site)) for page in site.rglob("*.html"))
    (site / "check.html").write_text(CHECK.replace("PAGES", repr(pages)))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    report = report_on(f"{at}/check.html")
    (site / "check.html").unlink()
    print(report)
    if pictures:
        pathlib.Path(pictures).mkdir(parents=True, exist_ok=True)
        for page in SHOWN:
            target = pathlib.Path(pictures).resolve() / (page.replace("/", "-") + ".png")
            chromium("--window-size=1200,1000", f"--screenshot={target}", f"{at}/{page}.html")
    server.shutdown()
    return 0 if report == f"checked {len(pages)} pages" else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
