package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers in the file of a sweep and in its runs, with a unit or without one: those of laws, which have units of their
 * own. Pure functions.
 */
final class SweptNumber
{
    private static final Pattern FORM = Pattern.compile("([0-9]{0,30}(?:[.][0-9]{1,30})?)([A-Za-z\u00b5]{0,3})");
    private static final Map<String, String> FACTORS = Map.ofEntries(
        Map.entry("", "1"), Map.entry("B", "1"), Map.entry("ns", "1"),
        Map.entry("k", "1E3"), Map.entry("kB", "1E3"), Map.entry("us", "1E3"), Map.entry("\u00b5s", "1E3"),
        Map.entry("M", "1E6"), Map.entry("MB", "1E6"), Map.entry("ms", "1E6"),
        Map.entry("G", "1E9"), Map.entry("GB", "1E9"), Map.entry("s", "1E9"),
        Map.entry("m", "60E9"), Map.entry("h", "3600E9"), Map.entry("T", "1E12"), Map.entry("TB", "1E12"),
        Map.entry("KiB", "1024"), Map.entry("MiB", "1048576"), Map.entry("GiB", "1073741824"),
        Map.entry("TiB", "1099511627776"));

    private SweptNumber()
    {
    }

    /** {@return a number in its smallest unit: bytes, ns, or 1; null of a text that is none} */
    static BigDecimal of(final String text)
    {
        final Matcher form = FORM.matcher(text);
        final String factor = form.matches() && !form.group(1).isEmpty() ? FACTORS.get(form.group(2)) : null;

        return factor == null ? null : new BigDecimal(form.group(1)).multiply(new BigDecimal(factor));
    }

    /** {@return whether a number has no fraction} */
    static boolean isWhole(final BigDecimal number)
    {
        return number.stripTrailingZeros().scale() <= 0;
    }
}
