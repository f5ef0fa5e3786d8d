package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;

/** Words on the path that stands behind the worth of a choice. Pure functions. */
final class PathWords
{
    /** Least change of a share that is named: a tenth of a percentage point. */
    private static final double LEAST = 0.001;

    private PathWords()
    {
    }

    /** Returns the lines about a choice beside its baseline; none where nothing changes, or has no figure. */
    static List<String> lines(final Answer.AnswerRow before, final Answer.AnswerRow after)
    {
        final List<String> lines = new ArrayList<>();
        String path = null;
        double most = LEAST;
        for (final String name : Ran.PATHS)
        {
            if (isThere(before, after, name) && Math.abs(value(after, name) - value(before, name)) >= most)
            {
                path = name;
                most = Math.abs(value(after, name) - value(before, name));
            }
        }
        if (path != null)
        {
            lines.add("  The path whose share changes most: " + path.substring(0, path.indexOf('_')) + ", from " +
                EstimateText.percent(shown(before, path)) + " to " +
                EstimateText.percent(shown(after, path)) + '.');
        }
        return lines;
    }

    private static boolean isThere(final Answer.AnswerRow before, final Answer.AnswerRow after, final String name)
    {
        return before.figure(name) != null && after.figure(name) != null && before.figure(name).value() != null &&
            after.figure(name).value() != null;
    }

    private static double value(final Answer.AnswerRow row, final String name)
    {
        return row.figure(name).value().value();
    }

    /** Returns a value without its interval. */
    private static Estimate shown(final Answer.AnswerRow row, final String name)
    {
        return Estimate.of(value(row, name));
    }
}
