package org.gale.engine.storm.scenario;

import java.util.List;
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
    /** Kind of traffic of open loops. */
    public static final TrafficKind KIND =
        TrafficKind.stream("open", OpenStream::checked, StormSettings.RATE, StormSettings.RATE, StormSettings.ARRIVALS);

    private static final double SECOND_NS = 1e9;

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

    private static OpenStream checked(final SettingValues given)
    {
        if (given.has(StormSettings.WINDOW))
        {
            throw new SettingException(StormSettings.WINDOW, "'", given.text(StormSettings.WINDOW),
                "' is of a closed loop, and ", StormSettings.RATE, " opens it (try ", StormSettings.RATE, " max)");
        }
        final OpenStream stream = of(given);
        stream.checkBursts(1);

        return stream;
    }

    private void checkBursts(final int parts)
    {
        if (spacing.bursts() != null)
        {
            spacing.bursts().check(perS / parts);
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

    /** Returns the mean time between two of one of so many equal parts of the stream, ns. */
    public double meanNs(final int parts)
    {
        return parts * SECOND_NS / perS;
    }

    @Override
    public String kind()
    {
        return KIND.name();
    }

    @Override
    public SettingValues values()
    {
        return SettingValues.NONE.with(StormSettings.RATE, perS).with(StormSettings.ARRIVALS, spacing);
    }

    @Override
    public ModelShape model()
    {
        return null;
    }

    @Override
    public String text()
    {
        return NumberText.rate(perS) +
            (spacing.bursts() != null ? ' ' + spacing.text() : spacing.isPoisson() ? " Poisson" : " evenly spaced");
    }

    @Override
    public StreamShape with(final SettingValues changes)
    {
        return changes.has(StormSettings.RATE) ? new OpenStream(changes.get(StormSettings.RATE), spacing) : this;
    }
}
