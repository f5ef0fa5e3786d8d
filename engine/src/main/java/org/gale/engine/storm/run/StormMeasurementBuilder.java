package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.storm.flow.StormPace;
import org.gale.engine.storm.latency.Stalls;
import org.gale.engine.storm.setting.ThreadCpus;
import org.gale.engine.storm.setting.Warmup;

/** Builder of a {@link StormMeasurement}. Each method sets the component of its name. Owned by one thread. */
public final class StormMeasurementBuilder
{
    private Warmup.Past warmup = Warmup.Past.NONE;
    private long ns;
    private long offered;
    private long delivered;
    private Stalls stalls = Stalls.NONE;
    private StormPace pace;
    private List<StormMeasurement.Explained> outliers = List.of();
    private StormMeasurement.Stop stop;
    private List<StormMeasurement.Moment> moments = List.of();
    private ThreadCpus cpus = ThreadCpus.ANY;
    private List<String> notes = List.of();

    StormMeasurementBuilder()
    {
    }

    public StormMeasurementBuilder warmup(final Warmup.Past value)
    {
        warmup = value;

        return this;
    }

    public StormMeasurementBuilder ns(final long value)
    {
        ns = value;

        return this;
    }

    public StormMeasurementBuilder offered(final long value)
    {
        offered = value;

        return this;
    }

    public StormMeasurementBuilder delivered(final long value)
    {
        delivered = value;

        return this;
    }

    public StormMeasurementBuilder stalls(final Stalls value)
    {
        stalls = value;

        return this;
    }

    public StormMeasurementBuilder pace(final StormPace value)
    {
        pace = value;

        return this;
    }

    public StormMeasurementBuilder outliers(final List<StormMeasurement.Explained> value)
    {
        outliers = value;

        return this;
    }

    public StormMeasurementBuilder stop(final StormMeasurement.Stop value)
    {
        stop = value;

        return this;
    }

    public StormMeasurementBuilder moments(final List<StormMeasurement.Moment> value)
    {
        moments = value;

        return this;
    }

    public StormMeasurementBuilder cpus(final ThreadCpus value)
    {
        cpus = value;

        return this;
    }

    public StormMeasurementBuilder notes(final List<String> value)
    {
        notes = value;

        return this;
    }

    public StormMeasurement build()
    {
        return new StormMeasurement(
            warmup, ns, offered, delivered, stalls, pace, outliers, stop, moments, cpus, notes);
    }
}
