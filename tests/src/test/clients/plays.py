"""Plays the lines of a file, and prints the promises that break. Arguments: file, socket, what becomes of notices."""
import sys

import gale

with open(sys.argv[1]) as lines, gale.Machine(sys.argv[2], timeout=60, notices=sys.argv[3]) as machine:
    for line in lines:
        try:
            machine.command(*line.split())
        except gale.Broken as broken:
            print("%s: %s %s: %s" % (broken.notices[0].line, broken.promise, broken.sentence, broken.reply))
    for notice in machine.notices:
        print("%s: %s %s: kept" % (notice.line, notice.promise, notice.sentence))
    print("%d notices" % machine.notice_count)
