package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Samples of a recorder with a machine's accounts, against a list of all interrupts. The traffic is drawn: messages
 * merge with pending ones and within a frame, some are rejected, guests leave some pending, and outputs of several
 * frames leave together, as they do behind a force.
 */
class SampledMessagesTest
{
    private static final int FRAMES = 1_500;
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1), 8_192);
    /** LPI of each VM whose messages are rejected. */
    private static final int REJECTED = 13;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[512 * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private final CachedNanoClock clock = new CachedNanoClock();
    private final Ledger[] ledgers = {new Ledger(), new Ledger()};
    /** Command and intended time of the first message of each pending interrupt, by VM and LPI. */
    private final Map<Integer, long[]> pending = new TreeMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Message> unread = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private long sequence;
    private int commands;

    /** Message of the frame in hand, or the first one of an interrupt that was acknowledged. */
    private static final class Message
    {
        private final int vm;
        private final int lpi;
        private final long command;
        private final long intendedNs;

        Message(final int vm, final int lpi, final long command, final long intendedNs)
        {
            this.vm = vm;
            this.lpi = lpi;
            this.command = command;
            this.intendedNs = intendedNs;
        }
    }

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @ParameterizedTest(name = "seed {0}, one of {1}, {2} of 10 guests leave something, {3} of 10 frames leave late")
    @CsvSource({"1, 1, 0, 0", "2, 1, 3, 0", "3, 16, 0, 0", "4, 16, 3, 0", "5, 3, 8, 0", "6, 1, 3, 6", "7, 3, 3, 6",
        "8, 2, 0, 9", "9, 16, 9, 3", "10, 4, 10, 5"})
    void shouldSampleWhatTheHashDrawsOfAllInterrupts(
        final long seed, final int every, final int leaving, final int late)
    {
        final LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, every, clock);
        final SampleLog log = new SampleLog(100_000);
        recorder.watch(vm -> ledgers[vm], outputs);
        recorder.responses().keepSamples(log);
        recorder.sequence(() -> sequence);
        final SplittableRandom random = new SplittableRandom(seed);
        long nowNs = 1_000_000;
        for (int i = 0; i < FRAMES; i++)
        {
            nowNs += 1_000;
            recorder.drained(frame, 0, fill(random, nowNs), nowNs);
            clock.update(nowNs + 50);
            recorder.onTranslated();
            if (random.nextInt(10) == 0)
            {
                outputs.signal(1, 4);
                tell(recorder, every, nowNs + 60);                              // the log of outputs is full
            }
            apply();
            recorder.raised(nowNs + 90);
            sequence += commands;
            turn(random, leaving);
            if (random.nextInt(10) >= late)
            {
                tell(recorder, every, nowNs + 100 + i % 7);
            }
        }

        expected.sort(null);
        assertEquals(0, recorder.unstamped());
        assertLinesMatch(expected, sampled(log));
        assertTrue(expected.size() > FRAMES / every, expected.size() + " samples");
    }

    /** Fills a frame with batches of messages of all kinds, and returns its end. */
    private int fill(final SplittableRandom random, final long nowNs)
    {
        messages.clear();
        int end = 0;
        int command = 0;
        for (int batch = random.nextInt(3); batch >= 0; batch--)
        {
            final long baseNs = nowNs - 900 + random.nextInt(300);
            end = Commands.time(frame, end, baseNs, baseNs + 400);
            command++;
            for (int count = random.nextInt(20); count > 0; count--)
            {
                final int vm = random.nextInt(TOPOLOGY.vms());
                final int lpi = random.nextInt(TOPOLOGY.lpis(vm));
                final int kind = random.nextInt(10);
                final int timeNs = kind == 0 || random.nextBoolean() ? 0 : random.nextInt(300);
                end = put(end, kind, vm, lpi, timeNs);
                messages.add(new Message(vm, lpi, ++command + sequence, baseNs + timeNs));
            }
        }
        commands = command + random.nextInt(5);                                 // turns

        return end;
    }

    private int put(final int at, final int kind, final int vm, final int lpi, final int timeNs)
    {
        final int deviceId = TOPOLOGY.deviceOfLpi(vm, lpi);
        final int eventId = TOPOLOGY.eventOfLpi(vm, lpi);
        if (kind == 0)
        {
            return Commands.msiLong(frame, at, 0, deviceId, eventId);
        }
        if (kind == 1)
        {
            return GuestIpis.inject(frame, at, TOPOLOGY, vm, lpi, timeNs);
        }
        frame.putLong(at, Commands.msi(deviceId, eventId, timeNs));

        return at + Long.BYTES;
    }

    private void apply()
    {
        for (final Message message : messages)
        {
            if (message.lpi != REJECTED && account(message.vm).event(id(message.lpi)))
            {
                pending.put(key(message.vm, message.lpi), new long[]{message.command, message.intendedNs});
            }
        }
    }

    /** Lets guests acknowledge what is pending, or some of it. */
    private void turn(final SplittableRandom random, final int leaving)
    {
        final boolean leaves = random.nextInt(10) < leaving;
        for (final int key : List.copyOf(pending.keySet()))
        {
            if (!leaves || random.nextInt(3) > 0)
            {
                final long[] first = pending.remove(key);
                final int vm = key / TOPOLOGY.maxLpis();
                final int lpi = key % TOPOLOGY.maxLpis();
                assertTrue(account(vm).acknowledgedOwed(id(lpi)));
                outputs.acknowledged(TOPOLOGY.vpeIndex(vm, random.nextInt(TOPOLOGY.vpes(vm))),
                    Intid.of(Intid.TYPE_LPI, id(lpi)));
                unread.add(new Message(vm, lpi, first[0], first[1]));
            }
        }
    }

    private void tell(final LatencyRecorder recorder, final int every, final long nowNs)
    {
        recorder.applied(outputs, nowNs);
        outputs.clear();
        for (final Message one : unread)
        {
            if (SampleHash.isDrawn(TOPOLOGY.deviceOfLpi(one.vm, one.lpi), TOPOLOGY.eventOfLpi(one.vm, one.lpi),
                one.command, SampleHash.limit(every)))
            {
                expected.add(row(one.command, one.vm, id(one.lpi), one.intendedNs, nowNs));
            }
        }
        unread.clear();
    }

    private List<String> sampled(final SampleLog log)
    {
        final List<String> rows = new ArrayList<>();
        for (int i = 0; i < log.size(); i++)
        {
            final Outlier one = log.get(i);
            rows.add(row(one.command(), one.vmId(), one.lpiId(), one.intendedNs(), one.nowNs()));
        }
        rows.sort(null);

        return rows;
    }

    private static String row(
        final long command, final int vm, final int lpiId, final long intendedNs, final long nowNs)
    {
        return command + " vm" + vm + ".lpi" + lpiId + " " + intendedNs + " to " + nowNs;
    }

    private Account account(final int vm)
    {
        return ledgers[vm].account(false);
    }

    private static int id(final int lpi)
    {
        return TOPOLOGY.firstLpiId() + lpi;
    }

    private static int key(final int vm, final int lpi)
    {
        return vm * TOPOLOGY.maxLpis() + lpi;
    }
}
