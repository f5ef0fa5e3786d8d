package org.gale.engine.cli.journal;

import java.io.IOException;
import java.util.List;
import org.gale.engine.json.JsonText;
import org.gale.engine.inspect.Explain;
import org.gale.engine.record.RecentCommands;
import org.gale.engine.replay.ReplayCursor;

/**
 * Explanation of an interrupt of the machine where a cursor stands. The log of the last commands is made first, with a
 * machine that has it.
 *
 * @param cursor   stands at the same place afterwards
 * @param words    what to explain
 * @param commands last commands up to that place
 */
record ExplainedPlace(ReplayCursor cursor, List<String> words, RecentCommands commands)
{
    /**
     * Checks the words before the log of the last commands is made, which takes long.
     *
     * @throws IllegalArgumentException with a sentence for the user, if a word is wrong or names nothing
     */
    static ExplainedPlace of(final ReplayCursor cursor, final List<String> words) throws IOException
    {
        Explain.lines(cursor.machine(), null, words);

        return new ExplainedPlace(cursor, words, cursor.recentCommands());
    }

    /** Returns the lines for people. */
    List<String> lines()
    {
        return Explain.lines(cursor.machine(), commands, words);
    }

    /** Returns the explanation for programs. */
    JsonText.Fields fields()
    {
        return Explain.of(cursor.machine(), commands, words);
    }
}
