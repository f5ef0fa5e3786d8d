package org.gale.engine.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import org.gale.engine.config.NumberText;
import org.gale.engine.report.compare.Metric;

/** Forms of figures on the page of a sweep. Pure functions. */
final class SweepStyle
{
    private static final MathContext DIGITS = new MathContext(4);
    private static final double WHOLE_FROM = 1_000;

    private SweepStyle()
    {
    }

    /** Returns a figure as a label with its unit. */
    static String text(final Metric metric, final double value)
    {
        return switch (metric.unit())
        {
            case NANOSECONDS -> Scale.time(value);
            case PER_SECOND -> NumberText.rate(value);
            case NUMBER -> value >= WHOLE_FROM || value == Math.rint(value) ? NumberText.count(Math.round(value)) :
                new BigDecimal(value, DIGITS).toPlainString();
        };
    }
}
