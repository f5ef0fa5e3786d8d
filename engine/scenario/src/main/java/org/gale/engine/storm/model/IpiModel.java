package org.gale.engine.storm.model;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;

/**
 * Model of the interrupts that the vCPUs of a VM send to one another. Each vCPU has an LPI for each kind, event
 * {@code kind × vCPUs + vCPU}, by which the others reach it. A vCPU sends to one other, drawn evenly, and to all others
 * at one instant; both are Poisson processes of its own. It then waits for the slowest of all acknowledges, and sends
 * nothing meanwhile. A broadcast has the last kind, and other interrupts have one of the kinds before it. Owned by the
 * thread that drives the run.
 * <pre>
 *   runs ── unicast is due ──► sends ──► runs
 *     │ ── broadcast is due ──► sends to all others ──► waits ── acknowledged by the slowest ──► runs
 *   does not run ── one is due ──► asks for a PE ──► runs, and sends what was due
 * </pre>
 */
class IpiModel implements SenderModel
{
    private static final int KINDS_LIMIT = 16;
    private static final double RATE_LEAST_PER_S = 0.001;
    private static final double RATE_LIMIT_PER_S = 1_000_000;
    private static final double SECOND_NS = 1e9;

    private static final Setting<Double> UNICAST = rate("unicast", 1_000);
    private static final Setting<Double> BROADCAST = rate("broadcast", 10);
    private static final Setting<Long> KINDS = Setting.of("kinds", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, KINDS_LIMIT).defaultValue(2L).help("");

    /** Kind of traffic of vCPUs that interrupt one another. */
    static final ModelKind KIND = new ModelKind(new TrafficKind("ipi", List.of(UNICAST, BROADCAST, KINDS,
        Mistake.setting("ipi", Mistake.DRIVER)), IpiModel::check, null,
        (values, vpes) -> vpes * values.get(KINDS).intValue(), Signal.MESSAGE), IpiModel::new);

    final int vpes;
    final int broadcastKind;
    private final Draw[] unicasts;                                  // by vCPU; null without a rate
    private final Draw[] broadcasts;
    private final SplittableRandom[] targets;                       // by vCPU
    private final long[] unicastNs;                                 // by vCPU: when its next one is due
    private final long[] broadcastNs;
    private final boolean[] isRunning;
    private final boolean[] hasAsked;                               // for a PE
    final BitSet[] waiters;                                 // by target: vCPUs that wait for its acknowledge
    final int[] owed;                                       // by vCPU: acknowledges that it waits for
    private final BitSet released;
    private final EarliestTimes times;
    private final QueueSeam seam;
    private long sent;

    /** Makes the model of a VM. */
    IpiModel(final SettingValues values, final DevicePlace place)
    {
        vpes = place.vpes();
        seam = place.seam().queue(0);
        broadcastKind = values.get(KINDS).intValue() - 1;
        unicasts = new Draw[vpes];
        broadcasts = new Draw[vpes];
        targets = new SplittableRandom[vpes];
        unicastNs = new long[vpes];
        broadcastNs = new long[vpes];
        isRunning = new boolean[vpes];
        hasAsked = new boolean[vpes];
        waiters = new BitSet[vpes];
        owed = new int[vpes];
        released = new BitSet(vpes);
        times = new EarliestTimes(vpes);
        for (int vpe = 0; vpe < vpes; vpe++)
        {
            unicasts[vpe] = gaps(2 * vpe, values.get(UNICAST), place);
            broadcasts[vpe] = gaps(2 * vpe + 1, values.get(BROADCAST), place);
            targets[vpe] = new SplittableRandom(place.random().nextLong());
            unicastNs[vpe] = next(2 * vpe, unicasts[vpe], 0);
            broadcastNs[vpe] = next(2 * vpe + 1, broadcasts[vpe], 0);
            waiters[vpe] = new BitSet(vpes);
            note(vpe);
        }
    }

    private static Setting<Double> rate(final String name, final double perS)
    {
        return Setting.of(name, Setting.Group.PROFILE, SettingType.FACTOR.labelled("R").readBy(IpiModel::perS))
            .defaultValue(perS).help("");
    }

    private static double perS(final String text)
    {
        final double perS = Quantity.rate(text);
        if (perS != 0 && (perS < RATE_LEAST_PER_S || perS > RATE_LIMIT_PER_S))
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not in 0.001 to 1M, the IPIs a second of a vCPU (try 1k, or 0 for none)");
        }

        return perS;
    }

    private static void check(final SettingValues values, final int events, final long durationNs)
    {
        final long vpes = events / values.get(KINDS);
        if (vpes == 1)
        {
            throw new SettingException(StormSettings.VPES, vpes, " is a VM without another vCPU, to which IPIs could " +
                "go (try ", StormSettings.VPES, " 2)");
        }
        if (values.get(UNICAST) == 0 && values.get(BROADCAST) == 0)
        {
            throw new SettingException(UNICAST, "0, and a ", BROADCAST, " of 0, send nothing (try 1k)");
        }
    }

    /** @param source number of the process: two for each vCPU, of which the second one is that of its broadcasts */
    private Draw gaps(final int source, final double perS, final DevicePlace place)
    {
        final long seed = place.random().nextLong();
        if (perS == 0)
        {
            return null;
        }
        seam.seeded(source, seed);

        return new PacketGaps(SECOND_NS / perS, true, null, new SplittableRandom(seed));
    }

    /** Returns the time of the next event of a process behind another one. */
    private long next(final int source, final Draw gaps, final long ns)
    {
        if (gaps == null)
        {
            return NEVER;
        }
        final long gapNs = gaps.nextNs();
        seam.gap(source, gapNs);

        return ns + gapNs;
    }

    @Override
    public long nextNs()
    {
        return times.firstNs();
    }

    @Override
    public void fire(final long nowNs, final EventSink sink)
    {
        throw new IllegalStateException("no device raises what vCPUs send");
    }

    @Override
    public void send(final long nowNs, final SendSink sink)
    {
        final int vpe = times.first();
        if (!isRunning[vpe])
        {
            hasAsked[vpe] = true;
            sink.wake(vpe);
        }
        else if (unicastNs[vpe] <= broadcastNs[vpe])
        {
            unicast(vpe, sink);
        }
        else
        {
            broadcast(nowNs, vpe, sink);
        }
        note(vpe);
    }

    private void unicast(final int vpe, final SendSink sink)
    {
        final int drawn = targets[vpe].nextInt(vpes - 1);
        final int target = drawn < vpe ? drawn : drawn + 1;
        final int kind = broadcastKind == 0 ? 0 : targets[vpe].nextInt(broadcastKind);
        final long intendedNs = unicastNs[vpe];
        unicastNs[vpe] = next(2 * vpe, unicasts[vpe], intendedNs);
        sent++;
        sink.send(vpe, kind * vpes + target, intendedNs);
    }

    /** Sends to all others. */
    void broadcast(final long nowNs, final int vpe, final SendSink sink)
    {
        final long intendedNs = broadcastNs[vpe];
        broadcastNs[vpe] = next(2 * vpe + 1, broadcasts[vpe], intendedNs);
        for (int target = 0; target < vpes; target++)
        {
            if (target != vpe)
            {
                waiters[target].set(vpe);
                owed[vpe]++;
                sent++;
                sink.send(vpe, broadcastKind * vpes + target, intendedNs);
            }
        }
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        if (event / vpes == broadcastKind)
        {
            final BitSet waiting = waiters[event % vpes];
            for (int vpe = waiting.nextSetBit(0); vpe >= 0; vpe = waiting.nextSetBit(vpe + 1))
            {
                owed[vpe]--;
                if (owed[vpe] == 0)
                {
                    released.set(vpe);
                    note(vpe);
                }
            }
            waiting.clear();
        }
    }

    @Override
    public long prolongedNs(final long nowNs, final int event)
    {
        return 0;
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        // Its sender waits for the begin of a handler alone.
    }

    @Override
    public void running(final long nowNs, final int vpe, final boolean runs)
    {
        isRunning[vpe] = runs;
        hasAsked[vpe] &= !runs;
        note(vpe);
    }

    @Override
    public boolean keepsPe(final long nowNs, final int vpe)
    {
        return owed[vpe] > 0 || Math.min(unicastNs[vpe], broadcastNs[vpe]) <= nowNs;
    }

    @Override
    public int released()
    {
        final int vpe = released.nextSetBit(0);
        if (vpe >= 0)
        {
            released.clear(vpe);
        }

        return vpe;
    }

    @Override
    public boolean staysHigh(final int event)
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
        return sent;
    }

    @Override
    public long sent()
    {
        return sent;
    }

    @Override
    public long ticksHigh()
    {
        return 0;
    }

    @Override
    public long acted()
    {
        return 0;
    }

    @Override
    public String brokenLaw()
    {
        String broken = null;
        for (int sender = 0; sender < vpes && broken == null; sender++)
        {
            int awaited = 0;
            for (final BitSet waiting : waiters)
            {
                awaited += waiting.get(sender) ? 1 : 0;
            }
            broken = awaited == owed[sender] ? null : "vCPU " + sender + " waits for " + owed[sender] +
                " acknowledges, and " + awaited + " vCPUs owe it one";
        }

        return broken;
    }

    /** {@inheritDoc} A sender waits for the handler of each event of its broadcast. */
    @Override
    public boolean needsHandler(final int event)
    {
        return event / vpes == broadcastKind && !waiters[event % vpes].isEmpty();
    }

    private void note(final int vpe)
    {
        final boolean isSilent = owed[vpe] > 0 || (!isRunning[vpe] && hasAsked[vpe]);
        times.set(vpe, isSilent ? NEVER : Math.min(unicastNs[vpe], broadcastNs[vpe]));
    }
}
