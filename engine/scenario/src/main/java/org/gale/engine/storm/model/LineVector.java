package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.LineSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.TrafficKind;

/**
 * Model of a level-triggered line with the devices that share it. The line is high while one of them is. A device
 * raises it by its events, and lowers it when a handler ends that found the device high. An event that finds the line
 * high raises nothing. One that came behind the begin of the handler keeps the line high, so that the interrupt comes
 * again. Owned by the thread that drives the run.
 * <pre>
 *   events of a     |                   |
 *   events of b             |
 *   line     _______/‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾\_/‾‾‾‾‾\____
 *   handler            ████████ ███████   █████
 * </pre>
 */
class LineVector implements VectorModel
{
    /** Kind of traffic of devices with lines. */
    static final ModelKind KIND = new ModelKind(new TrafficKind("line", OpenStream.keys(
        LineSettings.SHARE, LineSettings.RESAMPLE, Mistake.setting("line", Mistake.DRIVER)), LineVector::check, null,
        null, Signal.SHARED_LINE), (values, place) -> make(values, place, LineVector::new));

    private final Draw[] gaps;                                      // by device
    private final QueueSeam seam;
    private final EarliestTimes times;
    final boolean[] isHigh;                                 // by device
    final boolean[] isLater;                                // by device: high behind the begin of the handler
    boolean isHandled;
    private long events;
    private long eventsHigh;
    private long falls;

    /**
     * Makes a line that is low, next to which nobody counts.
     *
     * @param gaps times between the events of each of its devices
     */
    LineVector(final List<? extends Draw> gaps)
    {
        this(gaps, SilentQueue.NONE);
    }

    /**
     * Makes a line that is low.
     *
     * @param gaps times between the events of each of its devices, which notify the seam by themselves
     */
    LineVector(final List<? extends Draw> gaps, final QueueSeam seam)
    {
        this.seam = seam;
        this.gaps = gaps.toArray(new Draw[0]);
        times = new EarliestTimes(this.gaps.length);
        isHigh = new boolean[this.gaps.length];
        isLater = new boolean[this.gaps.length];
        for (int device = 0; device < this.gaps.length; device++)
        {
            times.set(device, this.gaps[device].nextNs());
        }
    }

    private static void check(final SettingValues values, final int events, final long durationNs)
    {
        Mistake.checked("line", values);
        OpenStream.of(values).checkEach(events, "an event a ns of each line (try 20k)");
    }

    /** Maker of a line. */
    @FunctionalInterface
    interface Maker
    {
        /** Makes a line by the times between the events of each of its devices, which notify the seam by themselves. */
        LineVector of(List<Draw> gaps, QueueSeam seam);
    }

    /** Makes the model of devices whose lines a maker makes. */
    static TrafficModel make(final SettingValues values, final DevicePlace place, final Maker maker)
    {
        final OpenStream stream = OpenStream.of(values);
        final List<VectorModel> lines = new ArrayList<>();
        for (int event = 0; event < place.events(); event++)
        {
            final List<Draw> gaps = new ArrayList<>();
            final QueueSeam seam = place.seam().queue(event);
            for (int device = 0; device < values.get(LineSettings.SHARE); device++)
            {
                final long seed = place.random().nextLong();
                seam.seeded(device, seed);
                gaps.add(PacketModel.notified(PacketGaps.of(stream, place.events(), seed), device, seam));
            }
            lines.add(maker.of(gaps, seam));
        }

        return new VectorModels(lines);
    }

    @Override
    public long nextNs()
    {
        return times.firstNs();
    }

    @Override
    public boolean fire(final long nowNs)
    {
        final int device = times.first();
        seam.expired(device);
        times.set(device, times.firstNs() + gaps[device].nextNs());
        final boolean isRaised = !isLineHigh();
        events++;
        eventsHigh += isRaised ? 0 : 1;
        isHigh[device] = true;
        isLater[device] = isHandled;

        return isRaised;
    }

    final boolean isLineHigh()
    {
        boolean isAny = false;
        for (final boolean high : isHigh)
        {
            isAny |= high;
        }

        return isAny;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        isHandled = true;
    }

    /** {@inheritDoc} The time of a handler does not depend on the devices that it finds high. */
    @Override
    public long prolongedNs(final long nowNs)
    {
        return 0;
    }

    @Override
    public void handled(final long nowNs)
    {
        final boolean wasHigh = isLineHigh();
        isHandled = false;
        for (int device = 0; device < isHigh.length; device++)
        {
            isHigh[device] = isLater[device];
            isLater[device] = false;
        }
        falls += wasHigh && !isLineHigh() ? 1 : 0;
    }

    @Override
    public boolean staysHigh()
    {
        boolean isAny = false;
        for (final boolean later : isLater)
        {
            isAny |= later;
        }

        return isAny;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return 0;
    }

    @Override
    public long completions()
    {
        return events;
    }

    @Override
    public long sent()
    {
        return events;
    }

    @Override
    public long ticksHigh()
    {
        return eventsHigh;
    }

    @Override
    public long acted()
    {
        return 0;
    }

    @Override
    public String brokenLaw()
    {
        final int high = isLineHigh() ? 1 : 0;

        return events == eventsHigh + falls + high ? null : NumberText.counted(events, "event") + ", of which " +
            eventsHigh + " found the line high, and it fell " + falls + " times and is " + (high == 0 ? "low" : "high");
    }

    /** {@inheritDoc} A line that is high raises nothing more. */
    @Override
    public boolean needsHandler()
    {
        return isLineHigh();
    }
}
