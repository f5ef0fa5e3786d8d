package org.gale.engine.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.replay.ChangeSearch;
import org.gale.engine.replay.JournalTail;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.ReplayException;

/**
 * Place at which a page opens.
 *
 * @param at   number of a command
 * @param show name of a subject, or an empty text
 * @param tail end of the journal
 */
public record Opening(long at, String show, JournalTail tail)
{
    private static final int BROKE = 7;
    private static final Pattern INTERRUPT = Pattern.compile("VM ([0-9]+) (LPI|SPI) ([0-9]+)");
    private static final Pattern PHYSICAL = Pattern.compile("(?:^|physical )(LPI|SPI) ([0-9]+)");
    private static final Pattern VECTOR = Pattern.compile("vector ([0-9]+) of function ([0-9]+)");

    /**
     * Chooses the place: that of the user, else the command that lost the interrupt of a run that ended with 7, else
     * the last command.
     *
     * @param at   command that the user named, or null
     * @param show subject that the user named, or null
     */
    public static Opening of(
        final Path journal, final Long at, final String show, final MachineFactory machines) throws IOException
    {
        final JournalTail tail = JournalTail.read(journal);
        if (at != null && at > tail.commands())
        {
            throw new ReplayException(ReplayException.Reason.TOO_SHORT,
                "no command " + at + ": the journal ends after command " + tail.commands());
        }
        final ClosingPayload verdict = tail.verdict();
        final ClosingPayload.Broken broken = verdict == null || verdict.exitCode() != BROKE ||
            verdict.broken().isEmpty() ? null : verdict.broken().get(0);
        final String named = broken == null ? "" : subject(broken.sentence());
        final String chosen = show == null ? named : show;
        if (at != null || broken == null || named.isEmpty() || show != null)
        {
            return new Opening(at == null ? tail.commands() : at, chosen, tail);
        }

        return new Opening(losing(journal, named, broken.sequence(), machines), chosen, tail);
    }

    /** Returns the name of the subject of a sentence on a broken promise, or an empty text. */
    static String subject(final String sentence)
    {
        final Matcher interrupt = INTERRUPT.matcher(sentence);
        final Matcher physical = PHYSICAL.matcher(sentence);
        final Matcher vector = VECTOR.matcher(sentence);
        if (interrupt.find())
        {
            return "vm" + interrupt.group(1) + '.' + interrupt.group(2).toLowerCase(Locale.ROOT) + interrupt.group(3);
        }
        if (vector.find())
        {
            return "function" + vector.group(2) + ".vector" + vector.group(1);
        }

        return physical.find() ? physical.group(1).toLowerCase(Locale.ROOT) + physical.group(2) : "";
    }

    /** Returns the last command that changed whether a subject is pending or held; the end if none did. */
    private static long losing(
        final Path journal, final String show, final long end, final MachineFactory machines) throws IOException
    {
        final String field = show + (show.startsWith("function") ? ".held" : ".pending");
        try (ReplayCursor cursor = ReplayCursor.open(journal, end, machines))
        {
            final WatchExpression watched = WatchExpression.parse(field);
            watched.check(cursor.machine());
            final ChangeSearch.FieldChange change = ChangeSearch.last(cursor, watched.reader());

            return change == null ? end : change.sequence();
        }
        catch (final IllegalArgumentException ex)
        {
            return end;                                     // a machine of another kind has no such field
        }
    }
}
