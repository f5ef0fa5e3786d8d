package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.StormMeasurement;
import org.gale.engine.storm.Warmup;

/** Lines about the measured part of a storm. Pure functions. */
final class MeasurementText
{
    private static final String DOT = " \u00b7 ";

    private MeasurementText()
    {
    }

    /** Returns the line of the warm-up. */
    static String warmup(final StormMeasurement measurement)
    {
        final Warmup.Past warmup = measurement.warmup();
        if (warmup.ending() == Warmup.Ending.NONE)
        {
            return "warm-up  none: rates and latencies hold the start";
        }
        final List<String> parts = new ArrayList<>();
        parts.add(NumberText.seconds(warmup.ns()));
        parts.add(NumberText.count(warmup.delivered()) + " delivered");
        parts.add(warmup.ending().label());
        if (warmup.ending() == Warmup.Ending.UNFINISHED)
        {
            parts.add("rates and latencies are those of a cold start");
        }

        return "warm-up  " + String.join(DOT, parts);
    }
}
