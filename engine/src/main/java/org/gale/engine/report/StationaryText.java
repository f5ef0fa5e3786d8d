package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.answer.EstimateText;
import org.gale.engine.storm.result.Thirds;

/** Words on a storm whose figures change over its judged part. Pure functions. */
public final class StationaryText
{
    private StationaryText()
    {
    }

    /** Returns a line about a storm that is not stationary; none about any other one. */
    public static List<String> lines(final Thirds thirds)
    {
        final List<String> parts = new ArrayList<>();
        for (final String figure : thirds.differing())
        {
            final boolean isTime = figure.equals("response");
            parts.add(figure + ' ' + String.join(", ", (isTime ? thirds.responseNs() : thirds.ratePerS()).stream()
                .map(value -> isTime ? EstimateText.time(Math.round(value)) : NumberText.rate(Math.round(value)))
                .toList()));
        }

        return parts.isEmpty() ? List.of() :
            List.of("not stationary, by thirds of the judged part: " + String.join("; ", parts));
    }
}
