package org.gale.engine.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.figure.Figure;

/** Forms of figures on the page of a sweep. Pure functions. */
final class SweepStyle
{
    private static final MathContext DIGITS = new MathContext(4);
    /** Digits with which two ticks differ. */
    private static final MathContext EXACT = new MathContext(12);
    private static final double WHOLE_FROM = 1_000;

    private SweepStyle()
    {
    }

    /** Returns figures as labels of an axis: with all digits where shorter ones are alike. */
    static List<String> labels(final Figure metric, final List<Double> values)
    {
        final List<String> labels = values.stream().map(value -> text(metric, value)).toList();

        return labels.stream().distinct().count() == labels.size() ? labels : values.stream().map(
            value -> new BigDecimal(value, EXACT).stripTrailingZeros().toPlainString()).toList();
    }

    /** Returns a figure as a label with its unit. */
    static String text(final Figure metric, final double value)
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
