package org.gale.engine.report.shown;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Number as it is shown, in the base of its unit: ns, bytes, events a second, or parts of a whole. Immutable.
 *
 * @param value  that its digits say
 * @param error  by which it may be off: half a unit of its last digit, 0 of a count
 * @param isTime true of a time with a unit
 */
record ShownNumber(BigDecimal value, BigDecimal error, boolean isTime)
{
    /** Digits of a number, with separated thousands. */
    static final String DIGITS = "-?[0-9][0-9,]*(?:\\.[0-9]+)?";
    /** Units, of which none is part of a word. */
    static final String UNIT = "(?: (?:[kMG]?/s|[KM]iB|B|ns|us|ms|s|%)(?![a-zA-Z/]))";

    private static final Pattern NUMBER = Pattern.compile("(" + DIGITS + ")(?: (\\S+))?");
    private static final Map<String, BigDecimal> BASES = Map.ofEntries(
        Map.entry("", BigDecimal.ONE), Map.entry("ns", BigDecimal.ONE), Map.entry("B", BigDecimal.ONE),
        Map.entry("us", new BigDecimal("1e3")), Map.entry("ms", new BigDecimal("1e6")),
        Map.entry("s", new BigDecimal("1e9")), Map.entry("/s", BigDecimal.ONE),
        Map.entry("k/s", new BigDecimal("1e3")), Map.entry("M/s", new BigDecimal("1e6")),
        Map.entry("G/s", new BigDecimal("1e9")), Map.entry("KiB", new BigDecimal(1 << 10)),
        Map.entry("MiB", new BigDecimal(1 << 20)), Map.entry("%", new BigDecimal("0.01")));
    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** Returns the number of a text; null if it is none. */
    static ShownNumber of(final String text)
    {
        final Matcher matcher = NUMBER.matcher(text.strip());
        final String unit = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
        if (!matcher.matches() || !BASES.containsKey(unit))
        {
            return null;
        }
        final BigDecimal digits = new BigDecimal(matcher.group(1).replace(",", ""));
        final BigDecimal base = BASES.get(unit);
        final boolean isCount = digits.scale() == 0 && base.compareTo(BigDecimal.ONE) == 0 && !"/s".equals(unit);

        return new ShownNumber(digits.multiply(base),
            isCount ? BigDecimal.ZERO : BigDecimal.ONE.movePointLeft(digits.scale()).multiply(base).multiply(HALF),
            unit.endsWith("s") && !unit.endsWith("/s"));
    }

    /**
     * Returns whether a value is shown as this number.
     *
     * @param off by which the value may be off itself
     */
    boolean isOf(final BigDecimal other, final BigDecimal off)
    {
        return value.subtract(other).abs().compareTo(error.add(off)) <= 0;
    }
}
