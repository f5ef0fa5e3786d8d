package org.gale.engine.storm.scenario;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Quantity;

/**
 * Type of a {@link Setting}: reads the values that users write, and shows them as users would write them.
 *
 * @param javaType    class of the values
 * @param label       placeholder of a value in help texts, such as {@code N}
 * @param isMeasure   true if the unit of a value is a suffix of its key in JSON
 * @param reader      throws {@link IllegalArgumentException} with a message for the user
 * @param shown       text that the reader would accept
 * @param trees       reader of a value that may be a small map; null for a type whose values are texts alone
 * @param words       values that are words, or examples of values, for a front end that completes them
 */
public record SettingType<T>(
    Class<T> javaType,
    String label,
    boolean isMeasure,
    Function<String, T> reader,
    Function<T, String> shown,
    Function<JobNode, T> trees,
    List<String> words)
{
    /** Rate of a closed loop: as many interrupts as are delivered. */
    public static final double RATE_MAX = 0;

    /** Names. */
    public static final SettingType<String> NAME = text(String.class, "P", text -> text, text -> text);
    /** Counts, such as {@code 100k}. */
    public static final SettingType<Long> COUNT = number("N", Quantity::count, Quantity::countText);
    /** Sizes in bytes, such as {@code 64MiB}. */
    public static final SettingType<Long> SIZE =
        number("SIZE", Quantity::sizeBytes, size -> Long.toString(size)).measured();
    /** Durations in ns, such as {@code 10s}. */
    public static final SettingType<Long> DURATION =
        number("T", Quantity::durationNs, Quantity::durationText).measured();
    /** Seeds of random numbers. */
    public static final SettingType<Long> SEED = number("S", SettingType::seed, seed -> Long.toString(seed));
    /** Events a second, such as {@code 500k}, or {@link #RATE_MAX}. */
    public static final SettingType<Double> RATE = new SettingType<>(Double.class, "R|max", true, SettingType::rate,
        rate -> rate == RATE_MAX ? SettingType.MAX : decimal(rate), null, List.of("max"));
    /** Sampling of latencies: every N-th LPI, 1 for all, 0 for none. */
    public static final SettingType<Long> SAMPLING =
        number("all|1:N|off", SettingType::sampling, SettingType::sampling).suggesting(List.of("all", "1:16", "off"));
    /** Switches, such as {@code off}. */
    public static final SettingType<Boolean> SWITCH = text(
        Boolean.class, "on|off", text -> oneOf(text, List.of("on", "off")).equals("on"), on -> on ? "on" : "off")
        .suggesting(List.of("on", "off"));

    /** Rates of actions between events: {@code 1000} a second, or {@code 1/10k} by events. */
    public static final SettingType<ActionRate> ACTION_RATE =
        text(ActionRate.class, ActionRate.LABEL, ActionRate::parse, ActionRate::shown);

    /** Names of groups of VMs, such as {@code loud,quiet}. */
    public static final SettingType<GroupNames> GROUPS =
        text(GroupNames.class, "GROUP,...", GroupNames::parse, GroupNames::text);

    /** Conditions on figures, such as {@code response.p99 > 50us}. */
    public static final SettingType<Conditions> CONDITIONS =
        conditions("COND", Condition.FIGURES);

    /** Factors, such as {@code 0.5}. */
    public static final SettingType<Double> FACTOR = text(Double.class, "F", SettingType::factor, SettingType::decimal);

    private static final String MAX = "max";
    private static final Pattern FACTORS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Pattern ONE_OF = Pattern.compile("1:(\\d{1,7})");

    /** Returns true if a setting of this type may be given again: each value counts. */
    public boolean isRepeatable()
    {
        return javaType == Conditions.class || javaType == GroupNames.class;
    }

    /** Reads a value from a node of a file. */
    T read(final JobNode node)
    {
        return node instanceof JobNode.Text text ? reader.apply(text.text()) : trees.apply(node);
    }

    /** Returns this type with another placeholder. */
    public SettingType<T> labelled(final String other)
    {
        return new SettingType<>(javaType, other, isMeasure, reader, shown, trees, words);
    }

    /** Returns this type with another reader of what users write. */
    public SettingType<T> readBy(final Function<String, T> other)
    {
        return new SettingType<>(javaType, label, isMeasure, other, shown, trees, words);
    }

    /** Returns this type with another text that users would write. */
    public SettingType<T> shownBy(final Function<T, String> other)
    {
        return new SettingType<>(javaType, label, isMeasure, reader, other, trees, words);
    }

    /** Returns this type with words that a front end completes. */
    public SettingType<T> suggesting(final List<String> others)
    {
        return new SettingType<>(javaType, label, isMeasure, reader, shown, trees, List.copyOf(others));
    }

    /**
     * Returns the type of a setting whose values are words.
     *
     * @param label placeholder of a value
     * @param words all values
     */
    public static SettingType<String> words(final String label, final List<String> words)
    {
        return text(String.class, label, text -> oneOf(text, words), text -> text).suggesting(words);
    }

    /**
     * Returns the type of a setting with a few values, each of which has a word.
     *
     * @param word of a value
     */
    public static <T> SettingType<T> words(
        final Class<T> javaType, final List<T> values, final Function<T, String> word)
    {
        final List<String> words = values.stream().map(word).toList();

        return text(javaType, String.join("|", words), text -> values.get(words.indexOf(oneOf(text, words))), word)
            .suggesting(words);
    }

    /**
     * Returns the type of a setting that names a file or a directory.
     *
     * @param label placeholder of a value
     */
    public static SettingType<Path> pathType(final String label)
    {
        return text(Path.class, label, SettingType::path, Path::toString);
    }

    /**
     * Returns the type of a setting that names a file to write, which is no directory.
     *
     * @param label placeholder of a value
     */
    public static SettingType<Path> fileType(final String label)
    {
        return text(Path.class, label, SettingType::file, Path::toString);
    }

    /**
     * Reads the path of a file to write.
     *
     * @throws IllegalArgumentException if the text is empty or names a directory, with a message for the user
     */
    public static Path file(final String text)
    {
        if (text.endsWith("/") && text.length() > 1)            // the root is there, as . is: a later check says so
        {
            throw new IllegalArgumentException("'" + text + "' names a directory, not a file");
        }

        return path(text);
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException if the text is empty, with a message for the user
     */
    public static Path path(final String text)
    {
        if (text.isEmpty())
        {
            throw new IllegalArgumentException("'' names no file or directory");
        }

        return Path.of(text);
    }

    /** Returns a value in its plain form. */
    public String plain(final T value)
    {
        return value instanceof Number ? value.toString() : shown.apply(value);
    }

    /**
     * Returns the type of a setting whose values are conditions.
     *
     * @param label placeholder of a value
     * @param form  in which users write them
     */
    public static SettingType<Conditions> conditions(final String label, final Condition.Form form)
    {
        return text(Conditions.class, label, text -> Conditions.parse(text, form), Conditions::text);
    }

    private SettingType<T> measured()
    {
        return new SettingType<>(javaType, label, true, reader, shown, trees, words);
    }

    /** Returns a type of texts. */
    public static <T> SettingType<T> text(
        final Class<T> javaType, final String label, final Function<String, T> reader, final Function<T, String> shown)
    {
        return new SettingType<>(javaType, label, false, reader, shown, null, List.of());
    }

    /**
     * Returns the type of a setting whose values may be small maps.
     *
     * @param label placeholder of a value
     * @param trees reads a node, which may be a text; throws {@link IllegalArgumentException}
     */
    public static <T> SettingType<T> tree(
        final Class<T> javaType, final String label, final Function<JobNode, T> trees, final Function<T, String> shown)
    {
        final Function<String, T> reader = text -> trees.apply(FlowText.node(text));

        return new SettingType<>(javaType, label, false, reader, shown, trees, List.of());
    }

    private static SettingType<Long> number(
        final String label, final Function<String, Long> reader, final Function<Long, String> shown)
    {
        return new SettingType<>(Long.class, label, false, reader, shown, null, List.of());
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

    private static long seed(final String text)
    {
        try
        {
            return Quantity.whole(text);
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
        final double rate;
        try
        {
            rate = Quantity.rate(text);
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

    private static double factor(final String text)
    {
        if (!FACTORS.matcher(text).matches())
        {
            throw new IllegalArgumentException("'" + text + "' is not a factor (try 2 or 0.5)");
        }

        return Double.parseDouble(text);
    }

    /** Returns a number as its reader takes it: without an exponent. */
    private static String decimal(final double number)
    {
        return Double.isFinite(number) ? BigDecimal.valueOf(number).toPlainString() : Double.toString(number);
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
