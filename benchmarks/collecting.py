"""Pages per second from the fetch to the archive, beside Scrapy; and how fast a meeting page is read.

Both collectors ask the same stand-in for the same pages, one request at a time and without delay, obey its
robots.txt, and write each body to the disk; each in a process of its own, in turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from statistics import median

from benchmarks._stand_in import COMMITTEE, make_corpus, run_stand_in

PAGES = 800
ROUNDS = 3
PAGE_BYTES = 60_000

OURS = """
import json, sys, time
from pathlib import Path
from minuteminer.collect.archive import open_archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.settings import FetchSettings
urls, folder = json.loads(sys.stdin.read()), Path(sys.argv[1])
fetcher = Fetcher(FetchSettings(allow_loopback=True, delay_s=0))
began = time.perf_counter()
with open_archive(folder) as archive:
    for url in urls:
        archive.record(fetcher.fetch(url, kind="item"), kind="item", site="http://127.0.0.1/")
print(len(urls) / (time.perf_counter() - began))
"""

# Scrapy's own way to keep what came: a file a page, named by its digest, synced as ours are if argv[2] says so.
SCRAPY = """
import gzip, hashlib, json, os, sys, time
from pathlib import Path
import scrapy
from scrapy.crawler import CrawlerProcess
urls, folder, synced = json.loads(sys.stdin.read()), Path(sys.argv[1]), sys.argv[2] == "synced"

class Pages(scrapy.Spider):
    name = "pages"
    start_urls = urls
    custom_settings = {
        "CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True,
        "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    }
    count, began = 0, 0.0

    def parse(self, response):
        type(self).count += 1
        with open(folder / (hashlib.sha256(response.body).hexdigest() + ".gz"), "wb") as file:
            file.write(gzip.compress(response.body, 4, mtime=0))
            if synced:
                file.flush()
                os.fsync(file.fileno())

process = CrawlerProcess()
process.crawl(Pages)
began = time.perf_counter()
process.start()
assert Pages.count == len(urls), Pages.count
print(Pages.count / (time.perf_counter() - began))
"""


def run(script: str, urls: list[str], *arguments: str) -> float:
    """Pages per second of one collector in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", script, folder, *arguments]
        done = subprocess.run(command, input=json.dumps(urls), capture_output=True, text=True, check=True)
    return float(done.stdout)


def collecting() -> None:
    """Ours and Scrapy in turns over the same pages."""
    corpus = make_corpus(PAGES)
    with run_stand_in(PAGES) as site:
        urls = [f"{site}mgAi.aspx?ID={item.item_id}" for meeting in corpus.meetings for item in meeting.items]
        urls += [f"{site}ieListDocuments.aspx?CId={COMMITTEE}&MId={meeting.meeting_id}" for meeting in corpus.meetings]
        ours, plain, synced = [], [], []
        for _ in range(ROUNDS):
            ours.append(run(OURS, urls))
            plain.append(run(SCRAPY, urls, "plain"))
            synced.append(run(SCRAPY, urls, "synced"))
    print(f"{len(urls)} pages, median of {ROUNDS} rounds, pages per second, synced to the disk page by page:")
    print(f"  MinuteMiner                 {median(ours):7.0f}")
    print(f"  Scrapy, synced as well      {median(synced):7.0f}   ratio {median(ours) / median(synced):.2f}")
    print(f"  Scrapy, without any sync    {median(plain):7.0f}   ratio {median(ours) / median(plain):.2f}")


def reading() -> None:
    """A meeting page of 60 kB: ours to a meeting with its items, Beautiful Soup to the words of its whole tree."""
    from bs4 import BeautifulSoup

    from minuteminer.collect.fetch import Fetcher
    from minuteminer.collect.settings import FetchSettings
    from minuteminer.parse.reader import ModernGovReader

    with run_stand_in(8) as site:
        url = f"{site}ieListDocuments.aspx?CId={COMMITTEE}&MId=10000"
        page = Fetcher(FetchSettings(allow_loopback=True, delay_s=0)).fetch(url, kind="meeting")
    filler = b"<p class='pageText'>Find out about <a href='/services'>our services</a> and how to reach us.</p>\n"
    missing = max(0, PAGE_BYTES - len(page.body)) // len(filler)
    body = page.body.replace(b"</body>", filler * missing + b"</body>")
    page = type(page)(**{name: getattr(page, name) for name in page.__slots__} | {"body": body})
    ours, theirs = [], []
    for _ in range(15):
        began = time.perf_counter()
        ModernGovReader().meeting(page)
        middle = time.perf_counter()
        BeautifulSoup(body, "html.parser").get_text()
        ours.append(middle - began)
        theirs.append(time.perf_counter() - middle)
    ratio = median(theirs) / median(ours)
    print(f"a meeting page of {len(body) / 1000:.0f} kB: {median(ours) * 1000:.1f} ms; Beautiful Soup with html.parser")
    print(f"over the whole page {median(theirs) * 1000:.1f} ms; ratio {ratio:.1f}")


def main() -> None:
    """Print both."""
    collecting()
    print()
    reading()


if __name__ == "__main__":
    main()
