package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Thirds;
import org.gale.engine.storm.result.answer.EstimateText;

/** Words on a storm whose figures change over its judged part. Pure functions. */
public final class StationaryText
{
    private StationaryText()
    {
    }

    /** Returns a line about each figure by which a storm is not stationary. */
    public static List<String> lines(final Thirds thirds)
    {
        final List<String> lines = new ArrayList<>();
        for (final String figure : thirds.differing())
        {
            final boolean isTime = figure.equals("response");
            lines.add("not stationary, in the three thirds after the warm-up: " + figure + ' ' +
                String.join(", ", (isTime ? thirds.responseNs() : thirds.ratePerS()).stream()
                .map(value -> isTime ? EstimateText.time(Math.rint(value)) : NumberText.rate(Math.rint(value)))
                .toList()));
        }

        return lines;
    }
}
