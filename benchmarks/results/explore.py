#!/usr/bin/env python3
"""Times the questions of a page of gale explore, over HTTP.

    explore.py GALE DIR [ROUNDS]        GALE: the launcher, DIR: a journal
"""
import http.cookiejar
import json
import os
import random
import statistics
import subprocess
import sys
import time
import urllib.request

PLACES = 20
VIEWS = '&view=vmt&view=vist%20--vm%203&view=pending&view=regs%20--pe%200'


def shown(times):
    return '%.1f (most %.1f)' % (statistics.median(times), max(times))


def processor_seconds(process):
    """Time of all threads of a process on processors, which other work of the host changes little."""
    with open('/proc/%d/stat' % process, encoding='ascii') as stat:
        return sum(int(ticks) for ticks in stat.read().rsplit(')', 1)[1].split()[11:13]) / os.sysconf('SC_CLK_TCK')


def main(gale, journal, rounds):
    started = time.time()
    server = subprocess.Popen([gale, 'explore', journal, '--idle', '10m'], stdout=subprocess.PIPE, text=True)
    url = server.stdout.readline().strip()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    opener.open(url).read()

    def ask(question):
        before = time.time()
        answer = opener.open('/'.join(url.split('/')[:3]) + '/api/' + question).read()
        return (time.time() - before) * 1000, json.loads(answer)

    print('first answer after %.2f s' % (time.time() - started))
    about = ask('journal')[1]
    while not about['done']:
        time.sleep(1)
        about = ask('journal')[1]
    print('indexed after %.1f s, %.1f s on processors:' % (time.time() - started, processor_seconds(server.pid)), ', '.join('%s %d' % (name, about[name]) for name in (
        'end', 'block_commands', 'index_bytes', 'snapshots', 'snapshot_bytes', 'snapshot_space')))
    draws = random.Random(78)
    end = about['end']
    for number in range(rounds):
        seeks, on, back, far, near = [], [], [], [], []
        before = processor_seconds(server.pid)
        for _ in range(PLACES):
            at = draws.randrange(1, end)
            for times, place in ((seeks, at), (on, at + 1), (back, at)):
                times.append(ask('state?at=%d%s' % (place, VIEWS))[0])
            begin = draws.randrange(0, end // 2)
            far.append(ask('lanes?from=%d&to=%d' % (begin + 1, begin + end // 3))[0])
            near.append(ask('lanes?from=%d&to=%d' % (begin + 1, begin + 8000))[0])
        print('round %d, ms: seek %s, step on %s, step back %s, time line of a third %s, of 8,000 commands %s; '
              '%.1f s on processors' % (number + 1, *(shown(times) for times in (seeks, on, back, far, near)),
                                        processor_seconds(server.pid) - before), flush=True)
    with open('/proc/%d/status' % server.pid, encoding='ascii') as status:
        print('; '.join(' '.join(line.split()) for line in status if line.startswith(('VmHWM', 'VmRSS'))))
    server.terminate()
    return server.wait()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 7))
