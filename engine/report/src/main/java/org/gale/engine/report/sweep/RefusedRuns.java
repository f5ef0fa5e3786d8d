package org.gale.engine.report.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;

/** Results that a join does not believe, of which the first ones are named. Used by one thread. */
final class RefusedRuns
{
    /** Advice for results. */
    static final String RUN_AGAIN = "remove what is named, and run it again: gale sweep run";
    /** Advice for the files of a plan. */
    static final String RESTORE = "put the files back that gale sweep run wrote";

    private static final int NAMED_LIMIT = 20;
    private static final int LENGTH_LIMIT = 180;

    private final String advice;
    private final List<String> named = new ArrayList<>();
    private int count;

    RefusedRuns(final String advice)
    {
        this.advice = advice;
    }

    /** Adds a result of a run. */
    void add(final int run, final Path directory, final String reason)
    {
        add("run " + run + ": " + reason + " (" + directory + ')');
    }

    /** Adds a reason that names its run or file. */
    void add(final String reason)
    {
        count++;
        if (named.size() < NAMED_LIMIT)
        {
            final String line = TerminalText.line(reason);
            named.add(line.length() <= LENGTH_LIMIT ? line : line.substring(0, LENGTH_LIMIT) + "...");
        }
    }

    /** Returns whether no result was refused. */
    boolean isNone()
    {
        return count == 0;
    }

    /**
     * Ends the join if a result was refused.
     *
     * @throws OutcomeException that names the first ones
     */
    void check()
    {
        if (count > 0)
        {
            throw new OutcomeException(Outcome.CHECK_FAILED, NumberText.counted(count, "result") +
                (count == 1 ? " is" : " are") + " refused, and nothing is joined (" + advice + ")\n  " +
                String.join("\n  ", named) + (count > named.size() ?
                "\n  and " + NumberText.count(count - named.size()) + " more" : ""));
        }
    }
}
