package org.gale.engine.cli.journal;

import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.PurgedSegments;
import org.gale.engine.journal.ClosingPayload;

/** How journals are put into words. Pure functions. */
final class JournalWords
{
    private JournalWords()
    {
    }

    /** Returns how a journal ends, for a line. */
    static String end(final JournalEnd.Status status)
    {
        return switch (status)
        {
            case CLOSED -> "closed";
            case LEFT -> "not closed: its writer died";
            case DAMAGED -> "damaged";
            case POWER_LOSS -> "not closed: the machine went down";
        };
    }

    /** Returns how a run ended by its own verdict, for a line. */
    static String exit(final ClosingPayload verdict)
    {
        return "exit code " + verdict.exitCode() +
            (verdict.isStoppedShort() ? " \u00b7 the journal accepted nothing more before" : "");
    }

    /** Returns the purged part of a journal, for a line. */
    static String purged(final PurgedSegments purged)
    {
        return String.format(Locale.ROOT, "segments 0 to %,d, commands 1 to %,d (--journal-limit)",
            purged.segments() - 1, purged.commands());
    }

    /** Returns where the retained commands begin, for a line. */
    static String begins(final long firstSnapshot)
    {
        return firstSnapshot < 0 ? "without a snapshot: there is nothing to replay from" :
            String.format(Locale.ROOT, "with the snapshot after command %,d", firstSnapshot);
    }

    /** Returns how a journal ends, for a program. */
    static String name(final JournalEnd.Status status)
    {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the version that made a journal and its machine, for a line. */
    static String origin(final RunConfiguration configuration)
    {
        return "gale " + configuration.version() + " \u00b7 " +
            NumberText.counted(configuration.machine().pes(), "PE") +
            " \u00b7 seed " + configuration.seed() +
            (configuration.isStorm() ? " \u00b7 a storm" : "");
    }
}
