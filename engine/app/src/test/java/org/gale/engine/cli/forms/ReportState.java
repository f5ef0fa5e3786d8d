package org.gale.engine.cli.forms;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whole report in a state of soundness, by the words of the book and not by its JSON.
 *
 * @param name     of its file
 * @param clock    on which it ran
 * @param fault    word of the reason for which it is not sound; null if it is sound
 * @param doubt    word of the reason for which none of its figures can be judged; null of a whole run
 * @param rate     events a second that it was asked; null if none
 * @param isMissed whether it did not keep them
 * @param actions  asked and not kept; null if all were kept
 */
record ReportState(String name, String clock, String fault, String doubt, Integer rate, boolean isMissed,
    String actions, JsonNode json)
{
    /** Makes a report that is sound and whole. */
    static ReportState sound(final String name, final String clock, final Integer rate, final JsonNode json)
    {
        return new ReportState(name, clock, null, null, rate, false, null, json);
    }

    ReportState unsound(final String of, final String reason, final JsonNode changed)
    {
        return new ReportState(of, clock, reason, doubt, rate, isMissed, actions, changed);
    }

    ReportState doubted(final String of, final String reason, final JsonNode changed)
    {
        return new ReportState(of, clock, fault, reason, rate, isMissed, actions, changed);
    }

    ReportState missing(final String of, final Integer asked, final JsonNode changed)
    {
        return new ReportState(of, clock, fault, doubt, asked, true, actions, changed);
    }

    ReportState without(final String of, final String kind, final JsonNode changed)
    {
        return new ReportState(of, clock, fault, doubt, rate, isMissed, kind, changed);
    }

    /** Returns what the book says of this report beside a baseline, before any figure of them; passed if nothing. */
    Word after(final ReportState baseline)
    {
        if (fault != null)
        {
            return Word.FAILED;
        }
        final boolean isSameMiss = isMissed && baseline.isMissed && rate != null && rate.equals(baseline.rate);
        final boolean isRateDoubted = (isMissed || baseline.isMissed) && !isSameMiss;
        final boolean isDoubted = baseline.fault != null || baseline.doubt != null || doubt != null ||
            isRateDoubted || !Objects.equals(actions, baseline.actions);

        return isDoubted ? Word.UNKNOWN : Word.PASSED;
    }

    /** Returns words that a sentence about this report beside a baseline has. */
    List<String> reasons(final ReportState baseline)
    {
        if (fault != null)
        {
            return List.of(fault);
        }
        final boolean isSameMiss = isMissed && baseline.isMissed && rate != null && rate.equals(baseline.rate);

        return Stream.of(baseline.fault == null ? null : baseline.name + " is not sound",
            baseline.doubt == null ? null : baseline.name + ' ' + baseline.doubt,
            doubt == null ? null : name + ' ' + doubt,
            isMissed && !isSameMiss ? name + " did not keep its rate" : null,
            baseline.isMissed && !isSameMiss ? baseline.name + " did not keep its rate" : null,
            actions != null && !actions.equals(baseline.actions) ? name + " did not keep its " + actions : null,
            baseline.actions != null && !baseline.actions.equals(actions) ?
                baseline.name + " did not keep its " + baseline.actions : null)
            .filter(Objects::nonNull).toList();
    }
}
