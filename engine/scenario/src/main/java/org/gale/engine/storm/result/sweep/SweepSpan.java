package org.gale.engine.storm.result.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Quantity;

/**
 * Span of values of one unit: counts, sizes, durations, or numbers with a fraction. Its values are computed by decimal
 * numbers and {@link StrictMath}, so that they are the same on every host. Immutable.
 *
 * @param from       lowest value, in the smallest unit
 * @param to         highest value
 * @param isDuration true for nanoseconds, whose texts have a unit
 */
public record SweepSpan(BigDecimal from, BigDecimal to, boolean isDuration)
{
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** Number that a user wrote. */
    private record Written(BigDecimal value, boolean isDuration)
    {
        static Written of(final String text)
        {
            if (text.matches("[0-9.]*[nu\u00b5m]?s|[0-9.]*[mh]"))
            {
                return new Written(BigDecimal.valueOf(Quantity.durationNs(text)), true);
            }
            if (text.matches("\\d{1,18}\\.\\d{1,9}"))
            {
                return new Written(new BigDecimal(text).stripTrailingZeros(), false);
            }
            try
            {
                return new Written(BigDecimal.valueOf(Quantity.sizeBytes(text)), false);
            }
            catch (final IllegalArgumentException ex)
            {
                throw new IllegalArgumentException("'" + text + "' is no number (try 16, 100k, 2GiB or 10us)", ex);
            }
        }
    }

    /**
     * Reads a span.
     *
     * @throws IllegalArgumentException if its ends are no numbers of one unit in ascending order, with a message
     */
    public static SweepSpan of(final String from, final String to)
    {
        final Written low = Written.of(from);
        final Written high = Written.of(to);
        if (low.isDuration() != high.isDuration())
        {
            throw new IllegalArgumentException(
                "'" + from + "' and '" + to + "' have no unit in common (write both with one)");
        }
        if (low.value().compareTo(high.value()) >= 0)
        {
            throw new IllegalArgumentException("'" + from + "' is not below '" + to + "' (write the lower one first)");
        }

        return new SweepSpan(low.value(), high.value(), low.isDuration());
    }

    /**
     * Returns values at equal distances.
     *
     * @param steps 2 or more
     * @param isLog true for equal ratios in place of equal differences
     * @throws IllegalArgumentException if two values are equal, with a message for the user
     */
    List<String> values(final int steps, final boolean isLog)
    {
        final double ratio = StrictMath.log(to.doubleValue()) - StrictMath.log(from.doubleValue());
        final List<String> values = new ArrayList<>();
        for (int step = 0; step < steps; step++)
        {
            final BigDecimal part =
                BigDecimal.valueOf(step).divide(BigDecimal.valueOf(steps - 1L), MathContext.DECIMAL64);
            final BigDecimal value = step == 0 ? from : step == steps - 1 ? to : isLog ?
                from.multiply(BigDecimal.valueOf(StrictMath.exp(ratio * part.doubleValue()))) :
                from.add(to.subtract(from).multiply(part));
            final String text = text(value);
            if (!values.isEmpty() && values.get(values.size() - 1).equals(text))
            {
                throw new IllegalArgumentException(steps + " steps are too many: value " + text + " comes twice");
            }
            values.add(text);
        }

        return values;
    }

    /** {@return the value in the middle of two, by ratio if both are above 0; null if none lies between} */
    public BigDecimal middle(final BigDecimal low, final BigDecimal high)
    {
        final BigDecimal middle = rounded(low.signum() > 0 ?
            low.multiply(high).sqrt(MathContext.DECIMAL64) : low.add(high).divide(TWO, MathContext.DECIMAL64));
        final BigDecimal unit = unit();
        final BigDecimal between =
            middle.compareTo(low) <= 0 ? low.add(unit) : middle.compareTo(high) >= 0 ? high.subtract(unit) : middle;

        return between.compareTo(low) > 0 && between.compareTo(high) < 0 ? between : null;
    }

    /** Returns a value as a key of a job has it. */
    public String text(final BigDecimal value)
    {
        final BigDecimal rounded = rounded(value);

        return isDuration ? Quantity.durationText(rounded.longValueExact()) : rounded.toPlainString();
    }

    private BigDecimal rounded(final BigDecimal value)
    {
        if (isWhole())
        {
            return value.setScale(0, RoundingMode.HALF_EVEN);
        }
        final BigDecimal rounded = value.round(DIGITS).stripTrailingZeros();

        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    private boolean isWhole()
    {
        return from.stripTrailingZeros().scale() <= 0 && to.stripTrailingZeros().scale() <= 0;
    }

    private BigDecimal unit()
    {
        return isWhole() ? BigDecimal.ONE : to.round(DIGITS).ulp();
    }
}
