package org.gale.engine.storm;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Quantity;

/**
 * Type of a {@link Setting}: reads the values that users write, and shows them as users would write them.
 *
 * @param javaType class of the values
 * @param label    placeholder of a value in help texts, such as {@code N}
 * @param reader   throws {@link IllegalArgumentException} with a message for the user
 * @param shown    text that the reader would accept
 */
public record SettingType<T>(Class<T> javaType, String label, Function<String, T> reader, Function<T, String> shown)
{
    /** Rate of a closed loop: as many interrupts as are delivered. */
    public static final double RATE_MAX = 0;

    static final SettingType<String> NAME = new SettingType<>(String.class, "P", text -> text, text -> text);
    /** Type of counts, with a suffix or without. */
    public static final SettingType<Long> COUNT =
        new SettingType<>(Long.class, "N", Quantity::count, SettingType::scaled);
    static final SettingType<Long> SIZE = new SettingType<>(
        Long.class, "SIZE", Quantity::sizeBytes, size -> Long.toString(size));
    /** Type of durations, ns. */
    public static final SettingType<Long> DURATION = new SettingType<>(
        Long.class, "T", Quantity::durationNs, ns -> ns / 1_000_000_000 + "s");
    static final SettingType<Long> SEED = new SettingType<>(
        Long.class, "S", SettingType::seed, seed -> Long.toString(seed));
    static final SettingType<Double> RATE = new SettingType<>(
        Double.class, "R|max", SettingType::rate, rate -> rate == RATE_MAX ? SettingType.MAX : rate.toString());
    static final SettingType<Long> SAMPLING = new SettingType<>(
        Long.class, "all|1:N|off", SettingType::sampling, SettingType::sampling);
    static final SettingType<Boolean> SWITCH = new SettingType<>(
        Boolean.class, "on|off", text -> oneOf(text, List.of("on", "off")).equals("on"), on -> on ? "on" : "off");

    private static final String MAX = "max";
    private static final Pattern ONE_OF = Pattern.compile("1:(\\d{1,7})");
    private static final int SCALED_FROM = 10_000;

    /** Returns the same type with another placeholder. */
    SettingType<T> labelled(final String other)
    {
        return new SettingType<>(javaType, other, reader, shown);
    }

    /**
     * Returns the type of a setting whose values are words.
     *
     * @param label placeholder of a value
     * @param words all values
     */
    public static SettingType<String> words(final String label, final List<String> words)
    {
        return new SettingType<>(String.class, label, text -> oneOf(text, words), text -> text);
    }

    /**
     * Returns the type of a setting that names a file or a directory.
     *
     * @param label placeholder of a value
     */
    static SettingType<Path> path(final String label)
    {
        return new SettingType<>(Path.class, label, Path::of, Path::toString);
    }

    private static String oneOf(final String text, final List<String> words)
    {
        if (!words.contains(text))
        {
            throw new IllegalArgumentException("'" + text + "' is not " +
                (words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words)) +
                NearestName.hint(text, words));
        }

        return text;
    }

    private static String scaled(final long count)
    {
        final boolean isMillions = count >= SCALED_FROM && count % 1_000_000 == 0;
        final boolean isThousands = count >= SCALED_FROM && count % 1_000 == 0;

        return isMillions ? count / 1_000_000 + "M" : isThousands ? count / 1_000 + "k" : Long.toString(count);
    }

    private static long seed(final String text)
    {
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("'" + text + "' is not a seed (try 1 or 42)", ex);
        }
    }

    private static double rate(final String text)
    {
        if (text.equals(MAX))
        {
            return RATE_MAX;
        }
        final long rate;
        try
        {
            rate = Quantity.count(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("'" + text + "' is not a rate (try 500k or max)", ex);
        }
        if (rate == 0)
        {
            throw new IllegalArgumentException("'" + text + "' is no interrupts at all (try 500k or max)");
        }

        return rate;
    }

    private static long sampling(final String text)
    {
        final Matcher matcher = ONE_OF.matcher(text);
        if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0)
        {
            return Long.parseLong(matcher.group(1));
        }

        return switch (text)
        {
            case "all" -> 1;
            case "off" -> 0;
            default -> throw new IllegalArgumentException(
                "'" + text + "' is not a sampling (try all, 1:16 or off)");
        };
    }

    private static String sampling(final long every)
    {
        return every == 0 ? "off" : every == 1 ? "all" : "1:" + every;
    }
}
