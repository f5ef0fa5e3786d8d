package org.gale.engine.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.record.SessionProof;
import org.gale.engine.script.ProtocolSession;

/**
 * Notices of one transcript: those that it writes down before replies, and those that came. A comment {@code #! notices
 * allowed} anywhere makes notices no failure of the file; {@code #! notices expected} asks for at least one. Without
 * such a comment a notice that is not written down fails the file, and so does one that is and does not come. Owned by
 * the thread that plays the transcript.
 */
final class ExpectedNotices
{
    private static final Pattern COMMENT = Pattern.compile("[ \\t]*#![ \\t]*notices(?:[ \\t]+(.*?))?[ \\t]*");
    private static final String ANY = ProtocolSession.NOTICE_PREFIX + '*';

    private final List<String> written = new ArrayList<>();
    private long writtenLine;
    private Mode mode = Mode.WRITTEN;
    private long cameCount;
    private PlayResult.PlayKind kind;
    private long failedLine;
    private String message;
    private String expected;
    private String actual;

    /** Rule of a file for all of its notices. */
    private enum Mode
    {
        WRITTEN, ALLOWED, EXPECTED
    }

    /** Takes a comment; returns false if it says of notices what nobody understands. */
    boolean takes(final String comment)
    {
        final Matcher matcher = COMMENT.matcher(comment);
        final boolean isOfNotices = matcher.matches();
        final String word = isOfNotices ? String.valueOf(matcher.group(1)) : "";
        if (word.equals("allowed") || word.equals("expected"))
        {
            mode = word.equals("allowed") ? Mode.ALLOWED : Mode.EXPECTED;
        }

        return !isOfNotices || word.equals("allowed") || word.equals("expected");
    }

    /** Adds a notice that is written down. */
    void expect(final String notice, final long line)
    {
        written.add(notice);
        writtenLine = line;
    }

    /** Compares the notices of a command, or of the end, with those written down before. */
    void came(final List<SessionProof.Notice> notices, final long line)
    {
        for (final SessionProof.Notice notice : notices)
        {
            cameCount++;
            final String text = ProtocolSession.NOTICE_PREFIX + notice.line();
            if (!written.removeIf(one -> matches(one, text)))
            {
                fail(PlayResult.PlayKind.PROMISE, line, "a promise broke, and no notice is expected: " + notice.line(),
                    null, null);
            }
        }
        if (!written.isEmpty())
        {
            fail(PlayResult.PlayKind.MISMATCH, writtenLine, "the notice did not come", written.get(0),
                "no such notice");
        }
        written.clear();
    }

    /** Returns whether there is a failure that a later comment may take back. */
    boolean isUndecided()
    {
        return kind == PlayResult.PlayKind.PROMISE && mode == Mode.WRITTEN;
    }

    /** Returns the failure by notices at the end of the file, or null. */
    PlayResult.Failure failure(final Supplier<List<String>> lastCommands)
    {
        if (mode == Mode.EXPECTED && cameCount == 0)
        {
            return new PlayResult.Failure(PlayResult.PlayKind.MISMATCH, 0,
                "no notice came, and '#! notices expected' asks for one", null, null, lastCommands.get());
        }

        return mode != Mode.WRITTEN || kind == null ? null :
            new PlayResult.Failure(
                kind, failedLine, "line " + failedLine + ": " + message, expected, actual, lastCommands.get());
    }

    private void fail(final PlayResult.PlayKind of, final long line, final String what, final String wanted,
        final String found)
    {
        if (kind == null)
        {
            kind = of;
            failedLine = line;
            message = what;
            expected = wanted;
            actual = found;
        }
    }

    /** Returns whether the words of a notice that is written down begin one that came. */
    private static boolean matches(final String wanted, final String text)
    {
        final String words = wanted.strip().replaceAll("[ \\t]+", " ");

        return words.equals(ANY) || text.equals(words) || text.startsWith(words + ' ') ||
            text.startsWith(words + ';') || text.startsWith(words + ',');
    }
}
