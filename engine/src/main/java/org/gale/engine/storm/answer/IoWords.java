package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Words on what a choice is worth in requests and completions of devices, by group. Pure functions. */
final class IoWords
{
    private static final Map<String, String> REQUESTS = Map.of(
        Ran.REQUEST_P50, "p50 of requests", Ran.REQUEST_P99, "p99 of requests", Ran.COMPLETIONS, "completions a second");

    private IoWords()
    {
    }

    /**
     * Returns the lines on a choice next to its baseline; none where no device has a model.
     *
     * @param where  begin of the first sentence
     * @param groups of VMs
     * @param range  of the median over costs; null without one
     */
    static List<String> lines(final String where, final Answer.Row before, final Answer.Row after,
        final List<String> groups, final Answer.Range range)
    {
        final Answer.Figure median = after.figure(Ran.REQUEST_P50);
        if (median == null || median.change() == null)
        {
            return List.of();
        }
        final List<String> lines = new ArrayList<>();
        lines.add(where + ", direct injection of all vCPUs " + effect(median, before) +
            EstimateText.over(range, median.worth()) + '.');
        final List<String> more = new ArrayList<>();
        for (final String figure : List.of(Ran.REQUEST_P99, Ran.COMPLETIONS))
        {
            if (after.figure(figure) != null && after.figure(figure).change() != null)
            {
                more.add(change(REQUESTS.get(figure), after.figure(figure)));
            }
        }
        if (!more.isEmpty())
        {
            lines.add("  Change of " + String.join("; ", more) + '.');
        }
        final List<String> costs = Ran.PER_REQUEST.stream().filter(name -> after.figure(name) != null &&
            after.figure(name).change() != null).map(name -> change(name.substring(0, name.indexOf('_')), after.figure(name))).toList();
        lines.addAll(costs.isEmpty() ? List.of() : List.of("  Change per request: " + String.join("; ", costs) + '.'));
        for (final String figure : List.of(Ran.REQUEST_P50, Ran.REQUEST_P99, Ran.COMPLETIONS))
        {
            final List<String> ofGroups = groups.stream().map(group -> group + '.' + figure)
                .filter(name -> after.figure(name) != null && after.figure(name).change() != null)
                .map(name -> change(Study.prefix(name).replace(".", ""), after.figure(name))).toList();
            if (!ofGroups.isEmpty())
            {
                lines.add("  Change of " + REQUESTS.get(figure) + ", by group: " + String.join("; ", ofGroups) + '.');
            }
        }

        return lines;
    }

    private static String effect(final Answer.Figure median, final Answer.Row before)
    {
        final String of = " the p50 of requests of " +
            EstimateText.time(new Estimate(before.figure(Ran.REQUEST_P50).value().value(), null, null));
        final Estimate change = median.change();
        if (!change.isShown())
        {
            return "shows no difference of" + of + ": " + EstimateText.percent(change);
        }

        return change.value() < 0 ? "takes " + EstimateText.percent(change.negated()) + " off" + of :
            "adds " + EstimateText.percent(change) + " to" + of;
    }

    private static String change(final String name, final Answer.Figure figure)
    {
        return name + ' ' + (figure.change().isShown() ? "" : "no difference shown, ") +
            EstimateText.percent(figure.change());
    }
}
