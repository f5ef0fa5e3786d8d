package org.gale.engine.cli.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.SessionProof;
import org.gale.engine.replay.ClosingVerdict;
import org.gale.engine.replay.JournalErrors;

/**
 * Verdict on a replay: what the run said of itself in its closing frame, and what the replay found.
 *
 * @param said     verdict of the run; null if its journal has none
 * @param sequence number of the last command that the replay has applied
 * @param found    first promise that the replay found broken, or null
 */
record ReplayVerdict(ClosingPayload said, long sequence, InvariantBrokenException found)
{
    /** Reads what the run said. */
    static ReplayVerdict of(final Path journal, final long sequence, final InvariantBrokenException found)
    {
        try
        {
            return new ReplayVerdict(ClosingVerdict.read(journal), sequence, found);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    /** Reads what the run said, and checks a machine once. */
    static ReplayVerdict of(final Path journal, final long sequence, final Machine machine)
    {
        final SessionProof proof = new SessionProof(machine, false);
        proof.scan(sequence);

        return of(journal, sequence, proof.first());
    }

    /** Returns whether a promise was broken up to the last command, whoever found it. */
    boolean isBroken()
    {
        return found != null || !said(true).isEmpty();
    }

    /**
     * Returns the message about the promises that were broken up to the last command.
     *
     * @param explained lines on what the replay found
     */
    String message(final List<String> explained)
    {
        final StringBuilder text = new StringBuilder();
        if (found != null)
        {
            text.append(found.getMessage());
            explained.forEach(line -> text.append("\n  ").append(line));
        }
        said(true).forEach(broken -> text.append(text.isEmpty() ? "" : "\n  ").append(line(broken)));
        if (found == null)
        {
            text.append("\n  The replay itself finds no broken promise.");
        }
        else if (said != null && !said.isBroken())
        {
            text.append("\n  The run said nothing of it: it ended with exit code ").append(said.exitCode()).append('.');
        }

        return text.toString();
    }

    /** Returns lines on the promises that the run broke after the last command. */
    List<String> later()
    {
        return said(false).stream().map(broken -> "after command " + NumberText.count(sequence) + ' ' + line(broken))
            .toList();
    }

    /** Returns a line for each broken promise: those of the run, wherever, and then what the replay found. */
    List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        if (said != null)
        {
            said.broken().forEach(broken -> lines.add(line(broken)));
        }
        if (found != null)
        {
            lines.add("the replay finds after command " + NumberText.count(sequence) + ": " + found.summary());
        }

        return lines;
    }

    private static String line(final ClosingPayload.Broken broken)
    {
        return "the run broke " + broken.text();
    }

    /** Returns the promises that the run broke up to the last command, or after it. */
    private List<ClosingPayload.Broken> said(final boolean isUpTo)
    {
        return said == null ? List.of() :
            said.broken().stream().filter(broken -> broken.sequence() <= sequence == isUpTo).toList();
    }
}
