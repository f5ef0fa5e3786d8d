package org.gale.engine.storm.flow;

import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;

/** Streams of a storm and their windows in the current phase, by kind. Owned by the generator's thread. */
final class StreamRates
{
    private final HostShape shape;
    private final StreamNumbers numbers;
    private final StreamShape[] streams;
    private final int[] windows;
    private final boolean[] isPaused;
    private final long closedStreams;

    /** Creates the streams and windows of the first phase. */
    StreamRates(final HostShape shape, final StreamNumbers numbers)
    {
        this.shape = shape;
        this.numbers = numbers;
        this.streams = new StreamShape[numbers.kinds()];
        this.windows = new int[numbers.kinds()];
        this.isPaused = new boolean[numbers.kinds()];
        long closed = 0;                                            // of the whole storm, of which this may be a share
        for (final VmShape group : shape.groups())
        {
            closed += group.count() *
                group.devices().stream().filter(device -> device.stream() instanceof ClosedStream).count();
        }
        closedStreams = closed;
        begin(0);
    }

    /** Begins a phase. */
    void begin(final int phase)
    {
        for (int kind = 0; kind < streams.length; kind++)
        {
            final PhaseShape.PhaseChange change = shape.phases().isEmpty() ? null :
                shape.phases().get(phase).change(numbers.vmGroup(kind), numbers.deviceGroup(kind));
            final double factor = change == null ? 1 : change.factor();
            final DeviceShape devices = numbers.devices(kind);
            streams[kind] = change == null ? devices.stream() : change.of(devices.stream());
            isPaused[kind] = change != null && change.isPaused();
            windows[kind] = factor == 0 || !(streams[kind] instanceof ClosedStream closed) ? 0 :
                (int)Math.max(1, Math.min(devices.lpis(), Math.round(factor * windowOrDefault(closed.window()))));
        }
    }

    private long windowOrDefault(final long window)
    {
        return window > 0 ? window : ClosedStream.windowDefault(closedStreams);
    }

    /** Returns the mean time between two events that follow a clock, ns; 0 if none do, or if they are paused. */
    double meanNs(final int kind)
    {
        return streams[kind] instanceof OpenStream open && open.isClocked() ? open.meanNs(1) : 0;
    }

    /** Returns the limit of the events in flight of a closed stream; 0 if it is paused. */
    int window(final int kind)
    {
        return windows[kind];
    }

    /** Returns whether a stream pauses. */
    boolean isPaused(final int kind)
    {
        return isPaused[kind];
    }

    /** Returns the number of closed streams. */
    long closedStreams()
    {
        return closedStreams;
    }

    /**
     * Returns the events a second of all open streams together, without bursts, whose seconds are unlike.
     *
     * @param isPoisson true to count those that are Poisson processes, false those that are evenly spaced
     */
    double sumPerS(final boolean isPoisson)
    {
        double sum = 0;
        for (int stream = 0; stream < numbers.count(); stream++)
        {
            sum += streams[numbers.kind(stream)] instanceof OpenStream open && open.spacing().bursts() == null &&
                open.spacing().isPoisson() == isPoisson ? open.events(1) : 0;
        }

        return sum;
    }
}
