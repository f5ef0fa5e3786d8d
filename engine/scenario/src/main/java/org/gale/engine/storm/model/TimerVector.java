package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.TrafficKind;

/**
 * Model of the timer of a vCPU, with its wire. A tick raises the wire, which stays high until the guest moves the
 * comparator: at the end of its handler. A tick that finds the wire high raises nothing, as in hardware. Ticks come at
 * an even rate from a phase that is drawn, each later by a jitter that is drawn, too. Owned by the thread that drives
 * the run.
 * <pre>
 *   ticks        |         |         |         |         |
 *   wire   ______/‾‾‾‾\____/‾‾‾‾‾‾‾‾‾‾‾‾‾\______/‾‾‾‾\____
 *   handler        ████        ██████████          ████
 * </pre>
 */
class TimerVector implements VectorModel
{
    private static final long SECOND_NS = 1_000_000_000;
    private static final long HZ_LIMIT = 100_000;

    private static final Setting<Long> HZ = Setting.of("hz", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, HZ_LIMIT).defaultValue(250L).help("");
    private static final Setting<Long> JITTER = Setting.of("jitter", Setting.Group.PROFILE,
        SettingType.DURATION.readBy(Quantity::durationOrZeroNs).shownBy(Quantity::durationOrZeroText))
        .between(0, SECOND_NS).defaultValue(0L).help("");

    /** Kind of traffic of timers. */
    static final ModelKind KIND = new ModelKind(new TrafficKind(
        "timer", List.of(HZ, JITTER, Mistake.setting("timer", Mistake.DEVICE)),
        TimerVector::check, null, null, Signal.PRIVATE_WIRE),
        (values, place) -> make(values, place, TimerVector::new));

    private final long hz;
    private final long phaseNs;
    private final long jitterNs;
    private final SplittableRandom random;
    private final QueueSeam seam;
    long nextNs;
    private long ticks;
    private long ticksHigh;
    boolean isHigh;

    /** Makes a timer whose wire is low, next to which nobody counts. */
    TimerVector(final long hz, final long phaseNs, final long jitterNs, final SplittableRandom random)
    {
        this(hz, phaseNs, jitterNs, random, SilentQueue.NONE);
    }

    /**
     * Makes a timer whose wire is low.
     *
     * @param phaseNs  time of the first tick, without its jitter
     * @param jitterNs longest time by which a tick is later, up to the period
     */
    TimerVector(final long hz, final long phaseNs, final long jitterNs, final SplittableRandom random,
        final QueueSeam seam)
    {
        this.seam = seam;
        this.hz = hz;
        this.phaseNs = phaseNs;
        this.jitterNs = jitterNs;
        this.random = random;
        nextNs = tickNs();
    }

    private static void check(final SettingValues values, final int events, final long durationNs)
    {
        final long periodNs = SECOND_NS / values.get(HZ);
        if (values.get(JITTER) > periodNs)
        {
            throw new SettingException(JITTER, Quantity.durationText(values.get(JITTER)),
                " is longer than the period of ", HZ, ' ', values.get(HZ), ", ", Quantity.durationText(periodNs),
                " (try ", Quantity.durationText(periodNs / 10), ", or 0 for none)");
        }
    }

    /** Maker of a timer. */
    @FunctionalInterface
    interface Maker
    {
        /** Makes a timer by its rate, its phase, its jitter and its random numbers. */
        TimerVector of(long hz, long phaseNs, long jitterNs, SplittableRandom random, QueueSeam seam);
    }

    /** Makes the model of devices whose timers a maker makes. */
    static TrafficModel make(final SettingValues values, final DevicePlace place, final Maker maker)
    {
        final List<VectorModel> timers = new ArrayList<>();
        for (int event = 0; event < place.events(); event++)
        {
            final SplittableRandom random = new SplittableRandom(place.random().nextLong());
            final long phaseNs = Long.remainderUnsigned(random.nextLong(), SECOND_NS / values.get(HZ));
            timers.add(maker.of(
                values.get(HZ), phaseNs, values.get(JITTER), random, place.seam().queue(event)));
        }

        return new VectorModels(timers);
    }

    /** Returns the time of the next tick: the period need not be a whole number of ns, and no error adds up. */
    private long tickNs()
    {
        final long evenNs = phaseNs + ticks / hz * SECOND_NS + ticks % hz * SECOND_NS / hz;
        final long ns = jitterNs == 0 ? evenNs : evenNs + Long.remainderUnsigned(random.nextLong(), jitterNs + 1);
        seam.armed(ns);

        return ns;
    }

    @Override
    public long nextNs()
    {
        return nextNs;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        final boolean isRaised = !isHigh;
        seam.expired(0);
        ticksHigh += isHigh ? 1 : 0;
        isHigh = true;
        ticks++;
        nextNs = Math.max(nowNs, tickNs());

        return isRaised;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        // The wire is high until the guest moves the comparator.
    }

    /** {@inheritDoc} A handler counts the ticks that it has missed in no time of its own. */
    @Override
    public long prolongedNs(final long nowNs)
    {
        return 0;
    }

    @Override
    public void handled(final long nowNs)
    {
        isHigh = false;
    }

    @Override
    public boolean staysHigh()
    {
        return false;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return 0;
    }

    @Override
    public long completions()
    {
        return ticks;
    }

    @Override
    public long sent()
    {
        return ticks;
    }

    @Override
    public long ticksHigh()
    {
        return ticksHigh;
    }

    @Override
    public long acted()
    {
        return 0;
    }

    @Override
    public String brokenLaw()
    {
        return null;
    }

    /** {@inheritDoc} A wire that is high raises nothing more. */
    @Override
    public boolean needsHandler()
    {
        return isHigh;
    }
}
