package org.gale.engine.storm.law;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.StormVerdict;

/**
 * Law of the conditions on responses that end a run: the first response that meets one ends it, at that time. The law
 * reads the names of groups and phases for itself. Other conditions have no law. Owned by the thread of the run.
 */
final class StopLaw
{
    private static final String RESPONSE = "response";
    private static final int ALL = -1;

    private final List<Condition> conditions = new ArrayList<>();
    private final List<int[]> parts = new ArrayList<>();            // group and phase of each, or ALL
    private Condition met;
    private long metNs;
    private long responseNs;

    /**
     * Makes the law of a run.
     *
     * @param groups names of its groups
     * @param phases names of its phases
     */
    StopLaw(final Conditions all, final List<String> groups, final List<String> phases)
    {
        for (final Condition condition : all.all())
        {
            final String[] words = condition.metric().split("[.]", -1);
            if (words[words.length - 1].equals(RESPONSE))
            {
                final int group = words.length > 1 ? groups.indexOf(words[0]) : ALL;
                final boolean hasPhase = words.length > (group == ALL ? 1 : 2);
                conditions.add(condition);
                parts.add(new int[]{group, hasPhase ? phases.indexOf(words[words.length - 2]) : ALL});
            }
        }
    }

    /** Notes a response of the measured part. */
    void responded(final int group, final int phase, final long ns, final long nowNs)
    {
        for (int i = 0; i < conditions.size() && met == null; i++)
        {
            final boolean isOf = (parts.get(i)[0] == ALL || parts.get(i)[0] == group) &&
                (parts.get(i)[1] == ALL || parts.get(i)[1] == phase);
            if (isOf && conditions.get(i).holds((double)ns))
            {
                met = conditions.get(i);
                metNs = nowNs;
                responseNs = ns;
            }
        }
    }

    /** Forgets all responses. */
    void clear()
    {
        met = null;
    }

    /**
     * {@return how the end of a run breaks the law, or null}
     *
     * @param stop that ended it; null if no condition did
     */
    String fault(final StormVerdict.Stop stop)
    {
        final boolean isOfResponse = stop != null && conditions.contains(stop.condition());
        if (met == null)
        {
            return isOfResponse ? "the run ends at " + NumberText.count(stop.atNs()) + " ns by " +
                stop.condition().text() + ", which no response has met" : null;
        }
        final boolean isKept = isOfResponse ? stop.atNs() == metNs && stop.condition().equals(met) :
            stop != null && stop.atNs() <= metNs;

        return isKept ? null : "a response of " + NumberText.count(responseNs) + " ns has met " + met.text() + " at " +
            NumberText.count(metNs) + " ns, and the run " + (stop == null ? "goes on" : "ends at " +
            NumberText.count(stop.atNs()) + " ns by " + stop.condition().text());
    }
}
