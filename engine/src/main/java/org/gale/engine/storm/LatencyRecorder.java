package org.gale.engine.storm;

import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;
import org.gale.tables.operand.Intid;

/**
 * Recorder of the latencies of the LPIs whose ID is a multiple of N. With a rate, response and service times are those
 * of every LPI, and only the stages are sampled. The clock is read once per batch, so a stage is as fine as a batch. A
 * turn acknowledges, drops and deactivates in one step: the stage {@code deactivated} takes no time of its own. On the
 * engine's thread; read after the run.
 */
final class LatencyRecorder implements RunObserver
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final int VM_DIGITS = 2;
    private static final int BATCH_LIMIT = 32 * 1024;
    private static final long BASE_MASK = -1L >>> 4;
    private static final int NOT_SAMPLED = -1;
    private static final int KIND_SHIFT = 60;
    private static final int EVENT_SHIFT = 24;
    private static final long NOTHING = Long.MAX_VALUE;                         // no word is without all of its bits
    private static final int TIMES_SHIFT = 2;
    private static final int DRAINED = 1;
    private static final int RAISED = 2;

    private final StormConfig config;
    private final NanoClock clock;
    private final int every;
    private final int stagesEvery;
    private final boolean maskable;
    private final long msiMask;
    private final long ackMask;
    private final int sampledPerVm;
    private final int everyShift;
    private final int firstLpi;
    private final int[] vmOfDevice;
    private final int[] firstLpiOfDevice;
    private final GuestPlaces places;
    /** Times at which each sampled LPI was intended, drained and raised, together for the sake of the cache. */
    private final long[] times;
    private final int[] batch = new int[BATCH_LIMIT];
    private final long[] words = new long[EngineAgent.DRAIN_LIMIT_WORDS];
    private final long[] picked = new long[EngineAgent.DRAIN_LIMIT_WORDS];
    private final RepeatedValues response = new RepeatedValues(HIGHEST_NS, DIGITS);
    private final RepeatedValues service = new RepeatedValues(HIGHEST_NS, DIGITS);
    private final RepeatedValues queued = new RepeatedValues(HIGHEST_NS, DIGITS);
    private final RepeatedValues translated = new RepeatedValues(HIGHEST_NS, DIGITS);
    private final RepeatedValues signalled = new RepeatedValues(HIGHEST_NS, DIGITS);
    private final RepeatedValues acknowledged = new RepeatedValues(HIGHEST_NS, DIGITS);
    private final RepeatedValues deactivated = new RepeatedValues(HIGHEST_NS, DIGITS);
    private final RepeatedValues[] byVm;
    private int pickedCount;
    private int batched;
    private long baseNs;
    private long sentNs;
    private long drainNs;
    private long translateNs;

    LatencyRecorder(final StormConfig config, final int firstLpi, final NanoClock clock)
    {
        this.firstLpi = firstLpi;
        this.config = config;
        this.clock = clock;
        this.stagesEvery = config.latencyEvery();
        this.every = config.isClosedLoop() || stagesEvery == 0 ? stagesEvery : 1;
        this.maskable = every > 0 && Integer.bitCount(every) == 1 && config.events() % every == 0;
        this.msiMask = every == 0 ? NOTHING : maskable ? (every - 1L) << EVENT_SHIFT : 0;
        this.ackMask = every == 0 ? NOTHING : maskable ? every - 1L : 0;
        this.sampledPerVm = every == 0 ? 0 : (config.lpis() + every - 1) / every;
        final int sampled = sampledPerVm * config.vms();
        this.times = new long[sampled << TIMES_SHIFT];
        this.everyShift = maskable ? Integer.numberOfTrailingZeros(every) : 0;
        this.vmOfDevice = new int[config.vms() * config.devices()];
        this.firstLpiOfDevice = new int[vmOfDevice.length];
        for (int deviceId = 0; deviceId < vmOfDevice.length; deviceId++)
        {
            vmOfDevice[deviceId] = deviceId / config.devices();
            firstLpiOfDevice[deviceId] = deviceId % config.devices() * config.events();
        }
        this.places = new GuestPlaces(config);
        this.byVm = new RepeatedValues[config.vms()];
        for (int i = 0; i < byVm.length; i++)
        {
            byVm[i] = new RepeatedValues(HIGHEST_NS, VM_DIGITS);
        }
    }

    Histogram response()
    {
        return response.histogram();
    }

    Histogram service()
    {
        return service.histogram();
    }

    Histogram queued()
    {
        return queued.histogram();
    }

    Histogram translated()
    {
        return translated.histogram();
    }

    Histogram signalled()
    {
        return signalled.histogram();
    }

    Histogram acknowledged()
    {
        return acknowledged.histogram();
    }

    Histogram deactivated()
    {
        return deactivated.histogram();
    }

    Histogram responseOfVm(final int vmId)
    {
        return byVm[vmId].histogram();
    }

    /** Called between the two passes over a run of MSIs. */
    void onTranslated()
    {
        translateNs = clock.nanoTime();
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        places.scheduled(frame, offset, endOffset, nowNs);
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        batched = 0;
        drainNs = nowNs;
        translateNs = nowNs;
        final int count = (endOffset - offset) >>> 3;
        final long[] drained = words;
        CommandWords.copy(frame, offset, drained, 0, count);
        int at = 0;
        while (at < count)
        {
            final int end = pickRun(drained, at, count, CommandWord.MSI, msiMask);
            for (int i = 0; i < pickedCount; i++)
            {
                sample(picked[i]);
            }
            at = end < count ? end + other(drained, end) : count;
        }
    }

    /** Takes note of a command that is no MSI; returns its length in words. */
    private int other(final long[] drained, final int at)
    {
        final long word = drained[at];
        if (CommandWord.opcode(word) == CommandWord.TIME)
        {
            baseNs = word & BASE_MASK;
            sentNs = drained[at + 1];
        }

        return CommandWord.length(word);
    }

    @Override
    public void raised(final long nowNs)
    {
        if (batched > 0)
        {
            translated.record(translateNs - drainNs, batched);
            signalled.record(nowNs - translateNs, batched);
            for (int i = 0; i < batched; i++)
            {
                times[(batch[i] << TIMES_SHIFT) + RAISED] = nowNs;
            }
            batched = 0;
        }
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        final long[] log = words;
        int begin = 0;
        int at = 0;
        while (begin < outputs.words())
        {
            final int count = outputs.copy(begin, log);
            while (at < count)
            {
                final int end = pickRun(log, at, count, Outputs.ACK, ackMask);
                for (int i = 0; i < pickedCount; i++)
                {
                    acknowledge(places.vmOf(Outputs.pe(picked[i])), lpiIdOf(picked[i]), nowNs);
                }
                at = end < count ? end + Outputs.length(log[end]) : count;
            }
            begin += count;
            at -= count;                                                        // 1 if a second word is yet to come
        }
    }

    /**
     * Picks, of a run of words of one kind, those that have no bit of a mask set. Which they are cannot be guessed, so
     * there is no branch; and what is done with them afterwards waits for all their cache lines at once.
     *
     * @param kind in a word's top bits: opcodes and kinds of outputs are there both
     * @return where the run ends
     */
    private int pickRun(final long[] from, final int begin, final int end, final int kind, final long mask)
    {
        final long[] to = picked;
        int count = 0;
        int at = begin;
        while (at < end && (int)(from[at] >>> KIND_SHIFT) == kind)
        {
            to[count] = from[at];
            count += (int)(((from[at] & mask) - 1) >>> (Long.SIZE - 1));        // 1 if nothing is left
            at++;
        }
        pickedCount = count;

        return at;
    }

    private int lpiIdOf(final long ack)
    {
        return Intid.id(Outputs.value(ack)) - firstLpi;
    }

    private void sample(final long word)
    {
        final int deviceId = Commands.msiDeviceId(word);
        final int eventId = Commands.msiEventId(word);
        if (deviceId >= firstLpiOfDevice.length || eventId >= config.events())
        {
            return;                                                             // of a producer from outside: nobody's
        }
        final int index = indexOf(vmOfDevice[deviceId], firstLpiOfDevice[deviceId] + eventId);
        final int at = index << TIMES_SHIFT;
        if (index != NOT_SAMPLED && times[at] == 0)                             // else it merges with an earlier one
        {
            times[at] = baseNs + (word & Commands.TIME_MASK);
            times[at + DRAINED] = drainNs;
            if (isStaged(index))
            {
                queued.record(drainNs - sentNs);
                if (batched < BATCH_LIMIT)
                {
                    batch[batched++] = index;
                }
            }
        }
    }

    private void acknowledge(final int vmId, final int lpiId, final long nowNs)
    {
        final int index = indexOf(vmId, lpiId);
        final int at = index << TIMES_SHIFT;
        final long intended = index == NOT_SAMPLED ? 0 : times[at];
        if (intended != 0)
        {
            response.record(nowNs - intended);
            byVm[vmId].record(nowNs - intended);
            service.record(nowNs - times[at + DRAINED]);
            if (isStaged(index))
            {
                acknowledged.record(nowNs - times[at + RAISED]);
                deactivated.record(0);
            }
            times[at] = 0;
        }
    }

    /** Are stages taken of it too? Where they are sampled and the response is not, an index counts every LPI. */
    private boolean isStaged(final int index)
    {
        return every == stagesEvery || index % sampledPerVm % stagesEvery == 0;
    }

    private int indexOf(final int vmId, final int lpiId)
    {
        if (maskable)
        {
            return vmId * sampledPerVm + (lpiId >>> everyShift);                // only those were picked
        }

        return lpiId % every != 0 ? NOT_SAMPLED : vmId * sampledPerVm + lpiId / every;
    }
}
