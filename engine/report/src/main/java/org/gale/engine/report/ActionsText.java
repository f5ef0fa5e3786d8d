package org.gale.engine.report;

import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Spelling;

/** Lines about the actions between the events of a storm. Pure functions. */
public final class ActionsText
{
    private static final String DOT = " \u00b7 ";

    private ActionsText()
    {
    }

    /** Returns one line for each kind that was asked for: what was due, began and was completed. */
    static List<String> lines(final StormActions actions)
    {
        return actions.kinds().stream().filter(kind -> !kind.isNone()).map(kind -> asked(kind) + ": " +
            begun(kind) + ", " + NumberText.count(kind.completed()) + " completed" + DOT +
            MeasurementText.keptUp(kind.isKept())).toList();
    }

    /** Returns a sentence for each kind that was not kept. */
    public static List<String> missed(final StormActions actions)
    {
        return actions.kinds().stream().filter(kind -> !kind.isKept())
            .map(kind -> asked(kind) + " asked, " + begun(kind) + ": " + kind.obstacle()).toList();
    }

    /** Returns a sentence for each kind that a run shows nothing about; none if the run failed. */
    public static List<String> empty(final StormResult result, final Spelling spelling)
    {
        if (result.verdict().failure() != null)
        {
            return List.of();
        }

        return result.totals().actions().empty().stream().map(kind -> "no " + kind.done() +
            " was completed: this run shows " +
            "nothing about them (" + spelling.of(kind.setting()) + '=' + kind.shown() + ", " +
            why(kind) + ')').toList();
    }

    private static String why(final AskedActions kind)
    {
        return kind.due() == 0 ? "0 due: offer more events, or ask for more" : begun(kind) + ": " + kind.obstacle();
    }

    private static String asked(final AskedActions kind)
    {
        return kind.words();
    }

    private static String begun(final AskedActions kind)
    {
        return NumberText.count(kind.begun()) + " of " + NumberText.count(kind.due()) + " begun";
    }
}
