package org.gale.engine.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.InternalErrorText;
import org.gale.engine.script.ByteLines;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.script.SessionTranscript;
import org.gale.engine.script.TargetFactory;

/** State of one transcript while it is played, line by line. Owned by the thread that plays it. */
final class TranscriptRun implements AutoCloseable
{
    private static final int LAST_COMMAND_LIMIT = 10;
    private static final int SHOWN_LIMIT = 400;
    private static final int COMMAND_PREFIX = '>';
    private static final int REPLY_PREFIX = '<';
    private static final int NOTICE_PREFIX = '!';
    private static final String SEED = "ops.seed=";
    private static final Pattern SKIP = Pattern.compile("(?s)[ \\t]*#[ \\t]*SKIP(?:[ \\t]+(.*))?");
    /** Limit of the length of a line: that of a session, behind the sign of a command. */
    static final int LINE_LIMIT = ByteLines.LENGTH_LIMIT + SessionTranscript.COMMAND_PREFIX.length();

    private final String name;
    private final MachineKeySet set;
    private final KeyedFactory machines;
    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session;
    private final byte[][] lastCommands = new byte[LAST_COMMAND_LIMIT][];
    private final int[] lastLengths = new int[LAST_COMMAND_LIMIT];
    private final long[] lastLineNumbers = new long[LAST_COMMAND_LIMIT];
    private long lineNumber;
    private long commandCount;
    private boolean isReplyOwed;
    private boolean isOfStatus;
    private final boolean isSeeded;
    private PlayResult.Failure failure;
    private String skipReason;
    private final ExpectedNotices notices = new ExpectedNotices();

    TranscriptRun(final String name, final TargetFactory factory, final MachineKeySet set)
    {
        this.name = name;
        this.set = set;
        this.isSeeded = set.words().stream().anyMatch(word -> word.startsWith(SEED));
        machines = new KeyedFactory(factory, set);
        session = new ProtocolSession(machines, reply);
    }

    static PlayResult.Failure unreadable(final String message)
    {
        return new PlayResult.Failure(PlayResult.PlayKind.UNREADABLE, 0, message, null, null, List.of());
    }

    long commandCount()
    {
        return commandCount;
    }

    /**
     * Plays the next line.
     *
     * @return false if the transcript ends here
     */
    boolean onLine(final ByteLines.Found found, final ByteLines lines)
    {
        lineNumber++;
        if (found == ByteLines.Found.TOO_LONG)
        {
            return malformed("is longer than " + LINE_LIMIT + " bytes");
        }

        final byte[] bytes = lines.bytes();
        final int offset = lines.offset();
        final int length = lines.length();
        if (isBlankOrComment(bytes, offset, length))
        {
            return onComment(bytes, offset, length);
        }
        if (failure != null)
        {
            return true;                                                        // only comments may change the verdict
        }
        if (length >= 2 && bytes[offset + 1] == ' ')
        {
            if (bytes[offset] == COMMAND_PREFIX)
            {
                return onCommand(bytes, offset + 2, length - 2);
            }
            if (bytes[offset] == REPLY_PREFIX)
            {
                return onReply(bytes, offset + 2, length - 2);
            }
        }

        return malformed("is neither '> command', '< reply' nor '# comment': '" + shown(bytes, offset, length) + "'");
    }

    /** Returns whether the rest of the file may say that its notices are no failure, once a line has failed. */
    boolean isUndecided()
    {
        return failure != null && notices.isUndecided();
    }

    void onEnd()
    {
        if (skipReason != null || (failure != null && failure.kind() == PlayResult.PlayKind.INTERNAL))
        {
            return;
        }
        if (failure == null && !isReplyOwed && commandCount > 0)
        {
            session.scanAtEnd();
            notices.came(session.notices(), lineNumber);
        }
        if (failure == null && isReplyOwed)
        {
            malformed("is the end, and the reply to the last command is missing");
        }
        else if (failure == null && commandCount == 0 && skipReason == null)
        {
            failure = new PlayResult.Failure(
                PlayResult.PlayKind.MALFORMED, 0, "holds no command", null, null, lastCommands());
        }
        final PlayResult.Failure ofNotices = notices.failure(this::lastCommands);
        if (ofNotices != null && (failure == null || ofNotices.kind() == PlayResult.PlayKind.PROMISE))
        {
            failure = ofNotices;
        }
    }

    PlayResult result()
    {
        return new PlayResult(name, set.text(), commandCount, failure, skipReason);
    }

    void unreadableAt(final String message)
    {
        failure = new PlayResult.Failure(
            PlayResult.PlayKind.UNREADABLE, lineNumber, message, null, null, lastCommands());
    }

    void internal(final Throwable cause)
    {
        failure = new PlayResult.Failure(
            PlayResult.PlayKind.INTERNAL, lineNumber, "internal error: " + InternalErrorText.of(cause), null, null,
            lastCommands(), cause, List.of());
    }

    @Override
    public void close()
    {
        session.close();
    }

    /** Returns whether a comment before the first command asks not to play the transcript, and keeps its reason. */
    private boolean isSkip(final String comment)
    {
        final Matcher skip = SKIP.matcher(comment);
        if (skip.matches())
        {
            final String reason = skip.group(1) == null ? "" : skip.group(1).strip();
            skipReason = reason.substring(0, Math.min(reason.length(), SHOWN_LIMIT));
        }

        return skipReason != null;
    }

    private boolean onCommand(final byte[] bytes, final int offset, final int length)
    {
        if (isReplyOwed)
        {
            return malformed("is a command, but the reply to the one before it is missing");
        }
        if (session.isEnded())
        {
            return malformed("is a command after 'quit'");
        }

        remember(bytes, offset, length);
        reply.clear();
        final StatusWait wait = StatusWait.isWait(bytes, offset, length) ?
            StatusWait.of(new String(bytes, offset, Math.min(length, SHOWN_LIMIT), StandardCharsets.ISO_8859_1)) : null;
        if (wait != null && wait.isMalformed())
        {
            return malformed("is no wait: write 'wait ADDR MASK [LIMIT]'");
        }
        if (wait != null && !wait.execute(session, reply))
        {
            return malformed("loads the register " + wait.limit() + " times, and the bits of the mask are not 1");
        }
        isOfStatus = isSeeded && StatusWait.isLoadOfStatus(
            new String(bytes, offset, Math.min(length, SHOWN_LIMIT), StandardCharsets.ISO_8859_1), session);
        if (wait == null)
        {
            session.execute(bytes, offset, length);
        }
        if (reply.length() == 0)
        {
            return malformed("is a command without a verb");
        }
        if (!session.isUsed())
        {
            skipReason = machines.refusal(
                new String(bytes, offset, length, StandardCharsets.ISO_8859_1), reply.text(session.replyOffset()));
            if (skipReason != null)
            {
                return false;
            }
        }

        isReplyOwed = true;
        return true;
    }

    private boolean onComment(final byte[] bytes, final int offset, final int length)
    {
        final String comment = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (!notices.takes(comment) && failure == null)
        {
            return malformed("asks for notices that are neither 'allowed' nor 'expected'");
        }

        return commandCount > 0 || !isSkip(comment);
    }

    private boolean onReply(final byte[] bytes, final int offset, final int length)
    {
        if (length > 0 && bytes[offset] == NOTICE_PREFIX)
        {
            notices.expect(new String(bytes, offset, length, StandardCharsets.ISO_8859_1), lineNumber);
            return true;
        }
        if (!isReplyOwed)
        {
            return malformed("is a reply without a command before it");
        }

        isReplyOwed = false;
        notices.came(session.notices(), lineNumber);
        if (isEqual(bytes, offset, length))
        {
            return true;
        }

        final String expected = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        waitAsRecorded(expected);
        final String actual = reply.text(session.replyOffset());
        try
        {
            if (ReplyMatcher.matches(expected, actual) || isOfOtherKeys(expected, actual))
            {
                return true;
            }
        }
        catch (final IllegalArgumentException ex)
        {
            return malformed("is not a reply to expect: " + ex.getMessage());
        }

        failure = new PlayResult.Failure(PlayResult.PlayKind.MISMATCH, lineNumber,
            "line " + lineNumber + ": the reply differs", shown(expected), shown(actual), lastCommands(), null,
            session.explainReply(lastCommand(), expected, actual));
        return false;
    }

    /** Loads a register with an IDLE bit again, under a seed, until the bits are 1 that ended the driver's loop. */
    private void waitAsRecorded(final String expected)
    {
        final StatusWait wait = isOfStatus ? StatusWait.recorded(lastCommand(), expected) : null;
        if (wait != null)
        {
            wait.execute(session, reply);
        }
    }

    /** Returns whether a reply differs because it shows the keys that were put over those of the machine. */
    private boolean isOfOtherKeys(final String expected, final String actual)
    {
        final boolean isInside = session.showsInside() || (isSeeded && isOfStatus);

        return !set.words().isEmpty() && isInside && !actual.startsWith(ReplyMatcher.FAIL) &&
            !ReplyMatcher.expectsFail(expected);
    }

    private boolean malformed(final String what)
    {
        failure = new PlayResult.Failure(
            PlayResult.PlayKind.MALFORMED, lineNumber, "line " + lineNumber + " " + what, null, null, lastCommands());

        return false;
    }

    private boolean isEqual(final byte[] bytes, final int offset, final int length)
    {
        final int begin = session.replyOffset();
        if (reply.length() - begin != length + 1)
        {
            return false;
        }

        final byte[] actual = reply.bytes();
        for (int i = 0; i < length; i++)
        {
            if (actual[begin + i] != bytes[offset + i])
            {
                return false;
            }
        }

        return true;
    }

    private void remember(final byte[] bytes, final int offset, final int length)
    {
        final int index = (int)(commandCount++ % LAST_COMMAND_LIMIT);
        final int kept = Math.min(length, SHOWN_LIMIT + 1);
        if (lastCommands[index] == null || lastCommands[index].length < kept)
        {
            lastCommands[index] = new byte[Math.max(kept, 64)];
        }
        System.arraycopy(bytes, offset, lastCommands[index], 0, kept);
        lastLengths[index] = kept;
        lastLineNumbers[index] = lineNumber;
    }

    private List<String> lastCommands()
    {
        final List<String> commands = new ArrayList<>();
        for (long i = Math.max(0, commandCount - LAST_COMMAND_LIMIT); i < commandCount; i++)
        {
            final int index = (int)(i % LAST_COMMAND_LIMIT);
            commands.add(lastLineNumbers[index] + ": " + shown(lastCommands[index], 0, lastLengths[index]));
        }

        return commands;
    }

    private String lastCommand()
    {
        final int index = (int)((commandCount - 1) % LAST_COMMAND_LIMIT);

        return new String(lastCommands[index], 0, lastLengths[index], StandardCharsets.ISO_8859_1);
    }

    private static boolean isBlankOrComment(final byte[] bytes, final int offset, final int length)
    {
        int i = 0;
        while (i < length && (bytes[offset + i] == ' ' || bytes[offset + i] == '\t'))
        {
            i++;
        }

        return i == length || bytes[offset + i] == '#';
    }

    private static String shown(final byte[] bytes, final int offset, final int length)
    {
        return shown(new String(bytes, offset, Math.min(length, SHOWN_LIMIT + 1), StandardCharsets.ISO_8859_1));
    }

    /** Returns a text as printable characters, shortened for a report. */
    private static String shown(final String text)
    {
        final StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), SHOWN_LIMIT); i++)
        {
            final char c = text.charAt(i);
            if (c >= ' ' && c <= '~')
            {
                shown.append(c);
            }
            else
            {
                shown.append(String.format("\\x%02x", (int)c));
            }
        }

        return shown.append(text.length() > SHOWN_LIMIT ? "..." : "").toString();
    }
}
