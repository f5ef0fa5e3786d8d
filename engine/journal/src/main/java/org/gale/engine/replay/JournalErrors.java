package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalException;

/** Messages and exit codes of failures to use a journal, shared by all commands. Pure functions. */
public final class JournalErrors
{
    private static final String DAMAGE_ENDS = ".  Sound before it: ";

    private JournalErrors()
    {
    }

    /** Checks that a path can be a journal; another path is a mistake of the user. */
    public static void checkDirectory(final Path directory)
    {
        if (!Files.exists(directory))
        {
            throw new OutcomeException(Outcome.USAGE, directory + ": " + FileFailure.missing(directory, "directory"));
        }
        if (!Files.isDirectory(directory))
        {
            throw new OutcomeException(
                Outcome.USAGE, directory + ": not a directory (a journal is one that holds gale.journal)");
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory))
        {
            throw new OutcomeException(Outcome.RESOURCES, directory + ": no permission to read it");
        }
    }

    /**
     * Checks that a journal is sound to its end.
     *
     * @throws OutcomeException if it is damaged or needs a repair
     */
    public static void checkSound(final Path directory, final JournalEnd end)
    {
        if (end.damage() != null)
        {
            throw new OutcomeException(Outcome.JOURNAL_DAMAGED, lines(end.damage().message()));
        }
        if (end.status() == JournalEnd.Status.POWER_LOSS)
        {
            throw new OutcomeException(Outcome.JOURNAL_DAMAGED, String.format(Locale.ROOT,
                "%s: not closed when the machine went down. Sound: %s, all that were forced among them.%n" +
                "  Cut what follows them: gale journal repair %s", directory,
                NumberText.counted(end.commands(), "command"), directory));
        }
    }

    /** Splits the message of a damage into two lines: first place and fault, then the sound part. */
    public static String lines(final String message)
    {
        return message.replace(DAMAGE_ENDS, "." + System.lineSeparator() + "  Sound before it: ");
    }

    /** Returns the failure that ends a command. */
    public static OutcomeException of(final IOException ex)
    {
        if (ex instanceof JournalException journal)
        {
            return new OutcomeException(outcome(journal.reason()), lines(ex.getMessage()), ex);
        }
        if (ex instanceof ReplayException replay)
        {
            return new OutcomeException(outcome(replay.reason()), lines(ex.getMessage()), ex);
        }

        return new OutcomeException(Outcome.RESOURCES,
            (ex instanceof AccessDeniedException ? "" : "the host failed: ") + FileFailure.text(ex), ex);
    }

    private static Outcome outcome(final JournalException.Reason reason)
    {
        return switch (reason)
        {
            case NOT_EMPTY, NOT_A_JOURNAL, IN_USE, OTHER_VERSION -> Outcome.USAGE;
            case NO_SPACE, FAILED -> Outcome.RESOURCES;
            case DAMAGED, NEEDS_REPAIR -> Outcome.JOURNAL_DAMAGED;
        };
    }

    private static Outcome outcome(final ReplayException.Reason reason)
    {
        return switch (reason)
        {
            case DAMAGED -> Outcome.JOURNAL_DAMAGED;
            case OTHER_CONTENT, TOO_SHORT -> Outcome.USAGE;
            case RESOURCES -> Outcome.RESOURCES;
        };
    }
}
