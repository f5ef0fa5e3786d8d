package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.BreakEvenText;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;

/**
 * Words on what a choice changes in completions and requests of devices. Latencies of requests are those of a group:
 * over all, a choice that lets one group complete less would look better by that alone. Pure functions.
 */
final class IoWords
{
    private static final Map<String, String> NAMES = Map.of(
        Ran.REQUEST_P50, "p50 of requests", Ran.REQUEST_P99, "p99 of requests",
        Ran.COMPLETIONS, "completions a second");

    private IoWords()
    {
    }

    /**
     * Returns the lines on direct injection of all vCPUs next to none; none where no device has a model.
     *
     * @param where  begin of the first sentence
     * @param groups of VMs, if there are several
     * @param range  of completions over costs; null without one
     */
    static List<String> lines(final String where, final Answer.AnswerRow before, final Answer.AnswerRow after,
        final List<String> groups, final Answer.Range range)
    {
        if (!isChanged(after, Ran.COMPLETIONS))
        {
            return List.of();
        }
        final List<String> lines = new ArrayList<>();
        lines.add(where + ", direct injection of all vCPUs " + effect(after.figure(Ran.COMPLETIONS).change()) +
            ", from " + EstimateText.number(before.figure(Ran.COMPLETIONS).value().value()) +
            BreakEvenText.over(range, false) + '.');
        lines.addAll(changes(after, groups));

        return lines;
    }

    /** Returns the words on a change of completions. */
    static String effect(final Estimate change)
    {
        return (change.isShown() ? "changes completions a second by " :
            "shows no difference of completions a second: ") + EstimateText.percent(change);
    }

    /** Returns the lines on what a request costs, and on its latency by group, next to the baseline of a choice. */
    static List<String> changes(final Answer.AnswerRow after, final List<String> groups)
    {
        final List<String> lines = new ArrayList<>();
        final List<String> costs = Ran.PER_REQUEST.stream().filter(name -> isChanged(after, name))
            .map(name -> change(name.substring(0, name.indexOf('_')), after.figure(name))).toList();
        lines.addAll(costs.isEmpty() ? List.of() : List.of("  Change per request: " + String.join("; ", costs) + '.'));
        for (final String figure : List.of(Ran.HOST_OF_REQUEST, Ran.GUEST_OF_REQUEST))
        {
            final List<String> names = groups.stream().map(group -> group + '.' + figure)
                .filter(name -> isChanged(after, name)).toList();
            if (differ(names.stream().map(name -> after.figure(name).change()).toList()))
            {
                lines.add("  Change of " + figure.substring(0, figure.indexOf('_')) + " per request, by group: " +
                    String.join("; ", names.stream().map(name -> change(Study.prefix(name).replace(".", ""),
                    after.figure(name))).toList()) + '.');
            }
        }
        for (final String figure : List.of(Ran.REQUEST_P50, Ran.REQUEST_P99, Ran.COMPLETIONS))
        {
            final List<String> ofGroups = groups.stream().map(group -> group + '.' + figure)
                .filter(name -> isChanged(after, name))
                .map(name -> change(Study.prefix(name).replace(".", ""), after.figure(name))).toList();
            if (!ofGroups.isEmpty())
            {
                lines.add("  Change of " + NAMES.get(figure) + ", by group: " + String.join("; ", ofGroups) + '.');
            }
            else if (groups.isEmpty() && !figure.equals(Ran.COMPLETIONS) && isChanged(after, figure))
            {
                lines.add("  Change of " + change(NAMES.get(figure), after.figure(figure)) + '.');
            }
        }

        return lines;
    }

    /** Returns whether the intervals of two changes have nothing in common. */
    private static boolean differ(final List<Estimate> changes)
    {
        return changes.stream().anyMatch(one -> changes.stream().anyMatch(
            other -> one.low() != null && other.low() != null && one.low() > other.high()));
    }

    private static boolean isChanged(final Answer.AnswerRow after, final String name)
    {
        return after.figure(name) != null && after.figure(name).change() != null;
    }

    private static String change(final String name, final Answer.AnswerFigure figure)
    {
        return name + ' ' + (figure.change().isShown() ? "" : "no difference shown, ") +
            EstimateText.percent(figure.change());
    }
}
