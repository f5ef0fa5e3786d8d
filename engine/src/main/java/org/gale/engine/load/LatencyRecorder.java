package org.gale.engine.load;

import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.machine.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;

/**
 * Takes latencies of the LPIs whose ID is a multiple of N, and counts what guests acknowledged. With a rate, response
 * and service times are those of every LPI, and only the stages are sampled. The clock is read once per batch, so a
 * stage is as fine as a batch. A turn acknowledges, drops and deactivates in one step: the stage
 * {@code deactivated} takes no time of its own. On the engine's thread; read after the run.
 */
final class LatencyRecorder implements RunObserver
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final int VM_DIGITS = 2;
    private static final int BATCH_LIMIT = 32 * 1024;
    private static final long BASE_MASK = -1L >>> 4;
    private static final int NOT_SAMPLED = -1;

    private final StormConfig config;
    private final NanoClock clock;
    private final int every;
    private final int stagesEvery;
    private final boolean maskable;
    private final int sampledPerVm;
    private final long[] intendedNs;
    private final long[] drainedAt;
    private final long[] raisedAt;
    private final int[] batch = new int[BATCH_LIMIT];
    private final Histogram response = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram service = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram queued = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram translated = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram signalled = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram acknowledged = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram deactivated = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram[] byVm;
    private int batched;
    private long baseNs;
    private long sentNs;
    private long drainNs;
    private long translateNs;
    private long delivered;
    private long raised;

    LatencyRecorder(final StormConfig config, final NanoClock clock)
    {
        this.config = config;
        this.clock = clock;
        this.stagesEvery = config.latencyEvery();
        this.every = config.isClosedLoop() || stagesEvery == 0 ? stagesEvery : 1;
        this.maskable = every > 0 && Integer.bitCount(every) == 1 && config.events() % every == 0;
        this.sampledPerVm = every == 0 ? 0 : (config.lpis() + every - 1) / every;
        final int sampled = sampledPerVm * config.vms();
        this.intendedNs = new long[sampled];
        this.drainedAt = new long[sampled];
        this.raisedAt = new long[sampled];
        this.byVm = new Histogram[config.vms()];
        for (int i = 0; i < byVm.length; i++)
        {
            byVm[i] = new Histogram(HIGHEST_NS, VM_DIGITS);
        }
    }

    /** MSIs that were drained, the offered side of the accounting. */
    long raised()
    {
        return raised;
    }

    /** Interrupts that guests acknowledged. */
    long delivered()
    {
        return delivered;
    }

    Histogram response()
    {
        return response;
    }

    Histogram service()
    {
        return service;
    }

    Histogram queued()
    {
        return queued;
    }

    Histogram translated()
    {
        return translated;
    }

    Histogram signalled()
    {
        return signalled;
    }

    Histogram acknowledged()
    {
        return acknowledged;
    }

    Histogram deactivated()
    {
        return deactivated;
    }

    Histogram responseOfVm(final int vmId)
    {
        return byVm[vmId];
    }

    /** Called between the two passes over a run of MSIs. */
    void onTranslated()
    {
        translateNs = clock.nanoTime();
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        batched = 0;
        drainNs = nowNs;
        translateNs = nowNs;
        final long mask = (every - 1L) << 24;
        int at = offset;
        while (at < endOffset)
        {
            final long word = frame.getLong(at);
            if (CommandWord.opcode(word) == CommandWord.MSI)
            {
                at += Long.BYTES;
                raised++;
                if (maskable ? (word & mask) == 0 : every > 0)
                {
                    sample(word);
                }
            }
            else
            {
                if (CommandWord.opcode(word) == CommandWord.TIME)
                {
                    baseNs = word & BASE_MASK;
                    sentNs = frame.getLong(at + Long.BYTES);
                }
                else if (CommandWord.opcode(word) == CommandWord.MSI_LONG)
                {
                    raised++;
                }
                at += CommandWord.length(word) << 3;
            }
        }
    }

    @Override
    public void raised(final long nowNs)
    {
        if (batched > 0)
        {
            translated.recordValueWithCount(inRange(translateNs - drainNs), batched);
            signalled.recordValueWithCount(inRange(nowNs - translateNs), batched);
            for (int i = 0; i < batched; i++)
            {
                raisedAt[batch[i]] = nowNs;
            }
            batched = 0;
        }
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        final int words = outputs.words();
        int at = 0;
        while (at < words)
        {
            final long word = outputs.word(at);
            if (Outputs.kind(word) == Outputs.ACK)
            {
                delivered++;
                at++;
                final int lpiId = Outputs.value(word) & 0xff_ffff;
                if (maskable ? (lpiId & (every - 1)) == 0 : every > 0 && lpiId % every == 0)
                {
                    acknowledge(Outputs.pe(word) / config.vpes(), lpiId, nowNs);
                }
            }
            else
            {
                at += Outputs.length(word);
            }
        }
    }

    private void sample(final long word)
    {
        final int deviceId = (int)(word >>> 40) & (Commands.MSI_DEVICE_LIMIT - 1);
        final int eventId = (int)(word >>> 24) & (Commands.MSI_EVENT_LIMIT - 1);
        final int vmId = deviceId / config.devices();
        if (vmId >= config.vms() || eventId >= config.events())
        {
            return;                                                             // of a producer from outside: nobody's
        }
        final int index = indexOf(vmId, deviceId % config.devices() * config.events() + eventId);
        if (index != NOT_SAMPLED && intendedNs[index] == 0)                     // else it merges with an earlier one
        {
            intendedNs[index] = baseNs + (word & Commands.TIME_MASK);
            drainedAt[index] = drainNs;
            if (isStaged(index))
            {
                queued.recordValue(inRange(drainNs - sentNs));
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
        final long intended = intendedNs[index];
        if (intended != 0)
        {
            final long total = inRange(nowNs - intended);
            response.recordValue(total);
            byVm[vmId].recordValue(total);
            service.recordValue(inRange(nowNs - drainedAt[index]));
            if (isStaged(index))
            {
                acknowledged.recordValue(inRange(nowNs - raisedAt[index]));
                deactivated.recordValue(0);
            }
            intendedNs[index] = 0;
        }
    }

    /** Are stages taken of it too? Where they are sampled and the response is not, an index counts every LPI. */
    private boolean isStaged(final int index)
    {
        return every == stagesEvery || index % sampledPerVm % stagesEvery == 0;
    }

    /** A process that was stopped for minutes may see more than a histogram has room for. */
    private static long inRange(final long ns)
    {
        return Math.min(HIGHEST_NS, Math.max(0, ns));
    }

    private int indexOf(final int vmId, final int lpiId)
    {
        return lpiId % every != 0 ? NOT_SAMPLED : vmId * sampledPerVm + lpiId / every;
    }
}
