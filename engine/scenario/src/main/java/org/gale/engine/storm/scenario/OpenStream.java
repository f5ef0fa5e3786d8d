package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;

/**
 * Stream of events that follow a clock, whether they are delivered or not.
 *
 * @param perS    events a second
 * @param spacing of the events
 */
public record OpenStream(double perS, Spacing spacing) implements StreamShape
{
    /** Keys of every kind of traffic that follows a clock. */
    public static final List<Setting<?>> KEYS = List.of(StormSettings.RATE, StormSettings.ARRIVALS);
    /** Kind of traffic of open loops, as users write it. */
    static final String NAME = "open";

    private static final double SECOND_NS = 1e9;
    /** Bursts that have one event together, on average, in the slowest stream. */
    private static final double BURST_LIMIT = 1_000;

    /** Makes a stream without bursts. */
    public OpenStream(final double perS, final boolean isPoisson)
    {
        this(perS, isPoisson ? Spacing.POISSON : Spacing.EVEN);
    }

    /** Returns {@link #KEYS} and more. */
    public static List<Setting<?>> keys(final Setting<?>... more)
    {
        return Stream.concat(KEYS.stream(), Stream.of(more)).toList();
    }

    /** Returns the stream that values of {@link #KEYS} ask for. */
    public static OpenStream of(final SettingValues values)
    {
        return new OpenStream(values.get(StormSettings.RATE), values.valueOrDefault(StormSettings.ARRIVALS));
    }

    /** {@return the stream that values ask for; null if they give it no clock} */
    public static OpenStream asked(final SettingValues values)
    {
        return values.isOther(StormSettings.RATE) ? of(values) : null;
    }

    /** Returns the option that changes the kind of loop, as users write it. */
    public static String option(final Spelling options)
    {
        return options.of(StormSettings.RATE);
    }

    /**
     * Returns the failure of a setting that needs such a stream, where there is none.
     *
     * @param value of the setting
     * @param need  words for such a stream
     * @param more  what else to know: texts, and settings that are named in them
     */
    public static SettingException missing(
        final Setting<?> setting, final Object value, final String need, final Object... more)
    {
        final Stream<Object> cure = Stream.concat(Stream.of(" (try ", StormSettings.RATE, " 1M"), Stream.of(more));

        return new SettingException(setting, Stream.concat(
            Stream.of("'", value, "' needs ", need), Stream.concat(cure, Stream.of(")"))).toArray());
    }

    /**
     * Returns the failure of a setting that a lower rate cures.
     *
     * @param finding texts, and settings that are named in them
     */
    public static SettingException tooFast(final Setting<?> setting, final Object... finding)
    {
        return new SettingException(setting, Stream.concat(Stream.of(finding),
            Stream.of(" (try a lower ", StormSettings.RATE, ", or more events)")).toArray());
    }

    /** Returns the stream that values ask for, which are checked. */
    static OpenStream checked(final SettingValues given)
    {
        if (given.has(StormSettings.WINDOW))
        {
            throw new SettingException(StormSettings.WINDOW, "'", given.text(StormSettings.WINDOW),
                "' needs a closed loop, and ", StormSettings.RATE, " opens it (try ", StormSettings.RATE, " max)");
        }
        final OpenStream stream = of(given);
        stream.checkBursts(1);

        return stream;
    }

    private void checkBursts(final int parts)
    {
        final OnOff bursts = spacing.bursts();
        if (bursts != null && perS / parts * bursts.turnNs() * BURST_LIMIT < SECOND_NS)
        {
            throw new SettingException(StormSettings.RATE, Math.round(perS / parts), " a second are fewer than one " +
                "event in 1,000 bursts of ", StormSettings.ARRIVALS, ' ', bursts.text(),
                " (try a higher rate, or longer times)");
        }
    }

    /**
     * Checks a stream that some events of a device share.
     *
     * @param excess words about more than an event a ns of each
     * @throws SettingException if there are more, or bursts without an event
     */
    public void checkEach(final int events, final String excess)
    {
        if (meanNs(events) < 1)
        {
            throw new SettingException(
                StormSettings.RATE, values().shown(StormSettings.RATE), " is more than ", excess);
        }
        checkBursts(events);
    }

    /**
     * Returns a number of the equal parts of the stream as one stream.
     *
     * @param count of them
     * @param of    all
     */
    public OpenStream parts(final long count, final long of)
    {
        return new OpenStream(perS * count / of, spacing);
    }

    /** Returns the mean time between two of one of so many equal parts of the stream, ns. */
    public double meanNs(final int parts)
    {
        return parts * SECOND_NS / perS;
    }

    @Override
    public String kind()
    {
        return NAME;
    }

    @Override
    public SettingValues values()
    {
        return SettingValues.NONE.with(StormSettings.RATE, perS).with(StormSettings.ARRIVALS, spacing);
    }

    @Override
    public double events(final double seconds)
    {
        return perS * seconds;
    }

    @Override
    public OpenStream scaled(final double factor)
    {
        return new OpenStream(factor * perS, spacing);
    }

    @Override
    public ModelShape model()
    {
        return null;
    }

    @Override
    public String text()
    {
        return pace() +
            (spacing.bursts() != null ? ' ' + spacing.text() : spacing.isPoisson() ? " Poisson" : " evenly spaced");
    }

    /**
     * Returns the values of paths that give a stream of a job this many events, without fractions of one a second.
     *
     * @param traffic path of the stream
     */
    public Map<String, String> assignments(final String traffic)
    {
        return Map.of(traffic + '.' + StormSettings.RATE.name(), String.format(Locale.ROOT, "%.0f", perS));
    }

    /** Returns the text of the events a second. */
    public String pace()
    {
        return NumberText.rate(perS);
    }

    @Override
    public StreamShape with(final SettingValues changes)
    {
        return changes.has(StormSettings.RATE) ? new OpenStream(changes.get(StormSettings.RATE), spacing) : this;
    }
}
