package org.gale.engine.storm.latency;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Frames and outputs of all shapes, in a storm of two VMs with 64 LPIs each, from 8192 on. */
class LatencyFramesTest
{
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1), 8192);
    private static final int PE_OF_SECOND = TOPOLOGY.vpes(0);
    private static final long BASE_NS = 1_000;
    private static final long DRAINED_NS = 1_100;
    private static final long RAISED_NS = 1_200;
    private static final long NOW_NS = 1_500;
    /** Words of outputs that are read at a time. */
    private static final int READ = DrainLimit.WORDS_MAX;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[DrainLimit.WORDS_MAX * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, () -> 0);

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSkipTheValuesAmongOutputs(final boolean areMarked)
    {
        drain(7, 9);
        mark(areMarked);
        outputs.signal(0, 4);
        outputs.result(ackOf(7));
        acknowledge(9);

        assertEquals(List.of(8192 + 9), lpis());
        assertEquals(1, recorder.marked());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadOutputsThatAreAsManyAsItReadsAtATime(final boolean areMarked)
    {
        drain(8);
        mark(areMarked);
        for (int i = 1; i < READ; i++)
        {
            outputs.acknowledged(0, intid(1));                                  // which does not wait
        }
        acknowledge(8);

        assertEquals(List.of(8192 + 8), lpis());
        assertEquals(0, recorder.marked());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadMoreOutputsThanItReadsAtATime(final boolean areMarked)
    {
        drain(7, 9);
        mark(areMarked);
        for (int i = 0; i < READ; i++)
        {
            outputs.acknowledged(0, intid(1));                                  // which does not wait
        }
        for (int i = 1; i < READ; i++)
        {
            outputs.signal(0, 4);
        }
        outputs.result(ackOf(7));                                               // the value is read at another time
        acknowledge(9);

        assertEquals(List.of(8192 + 9), lpis());
    }

    @Test
    void shouldTakeNoInterruptForOneThatIsNotSampled()
    {
        drain(3);
        acknowledge(4);
        assertEquals(List.of(), lpis());
        acknowledge(3);

        assertEquals(List.of(8192 + 3), lpis());
    }

    @Test
    void shouldTakeNoInterruptForOneThatWaitsSinceAnEarlierFrame()
    {
        drain(7);
        mark(true);
        drain(9);
        acknowledge(7);
        assertEquals(List.of(8192 + 7), lpis());
        acknowledge(9);

        assertEquals(List.of(8192 + 7, 8192 + 9), lpis().stream().sorted().toList());
    }

    @Test
    void shouldMeasureInterruptsThatAreSentByOtherCommands()
    {
        recorder.sequence(() -> 100);
        int end = Commands.time(frame, 0, BASE_NS, BASE_NS);
        end = Commands.insn(frame, end, 0, Commands.VEL1, GicInstruction.CDEN.code(), intid(5));
        end = GuestIpis.inject(frame, end, TOPOLOGY, 1, 7, 20);
        end = GuestIpis.inject(frame, end, TOPOLOGY, 1, 64, 0);                 // an LPI that the VM does not have
        end = GuestIpis.inject(frame, end, TOPOLOGY, 1, 9, 50);
        frame.putLong(end, Commands.msi(TOPOLOGY.deviceOfLpi(1, 11), TOPOLOGY.eventOfLpi(1, 11), 60));
        recorder.drained(frame, 0, end + Long.BYTES, DRAINED_NS);
        recorder.raised(RAISED_NS);
        for (final int lpi : new int[]{5, 7, 9, 11})
        {
            outputs.acknowledged(PE_OF_SECOND, intid(lpi));
        }
        recorder.applied(outputs, NOW_NS);

        assertEquals(List.of("103 8199 1020", "105 8201 1050", "106 8203 1060"), recorder.responses()
            .outliers().stream().map(one -> one.command() + " " + one.lpiId() + " " + one.intendedNs()).toList());
        assertEquals(3, recorder.responses().histograms().responseByVm().get(1).getTotalCount());
    }

    /** Devices 1 and 3 send to ITS 1, by MSI_LONG; device 1 also merges with an event before. */
    @Tag("T-ITS-3")
    @Test
    void shouldMeasureTheEventsOfSeveralItss()
    {
        final Topology board = TOPOLOGY.onItss(2);
        recorder = new LatencyRecorder(board, 1, () -> 0);
        recorder.sequence(() -> 100);
        int end = Commands.time(frame, 0, BASE_NS, BASE_NS);
        for (final int device : new int[]{0, 1, 2, 1, 3, board.totalDevices(), board.totalDevices() + 1})
        {
            final long msi = Commands.msi(device, 3, 20 + device);
            final ItsDeal deal = board.deal();
            frame.putLong(end, deal.areShort() ? msi : deal.longWord(msi));
            frame.putLong(end + Long.BYTES, deal.longOperand(msi));
            end += deal.areShort() ? Long.BYTES : 2 * Long.BYTES;
        }
        frame.putLong(end, Commands.msi(1, 5, 60));                             // ITS 0 has no device 1
        end = Commands.msiLong(frame, end + Long.BYTES, 1, 2, 5);               // nor ITS 1 device 2
        recorder.drained(frame, 0, end, DRAINED_NS);
        recorder.raised(RAISED_NS);
        for (int device = 0; device < board.totalDevices(); device++)
        {
            final int vm = board.vmOfDevice(device);
            outputs.acknowledged(vm * PE_OF_SECOND, intid(board.firstLpiOfDevice(device) + 3));
            outputs.acknowledged(vm * PE_OF_SECOND, intid(board.firstLpiOfDevice(device) + 5));
        }
        recorder.applied(outputs, NOW_NS);

        assertEquals(List.of("102 1020", "103 1021", "104 1022", "106 1023"), recorder.responses().outliers().stream()
            .map(one -> one.command() + " " + one.intendedNs()).toList());
    }

    @Test
    void shouldReadTheDrainedWordsAlone()
    {
        final int begin = 3 * Long.BYTES;
        int end = 0;
        for (int event = 0; event < 3; event++)
        {
            end = put(end, 1);
        }
        end = put(Commands.time(frame, end, BASE_NS, BASE_NS), 7);
        for (int event = 0; event < 20; event++)
        {
            put(end + event * Long.BYTES, 9);
        }
        recorder.drained(frame, begin, end, DRAINED_NS);
        recorder.raised(RAISED_NS);
        mark(true);

        assertEquals(1, recorder.marked());
        acknowledge(1, 7, 9);
        assertEquals(List.of(8192 + 7), lpis());
    }

    @Test
    void shouldSeeBurstsOfSingleVms()
    {
        int end = Commands.time(frame, 0, BASE_NS, BASE_NS);
        while (end < DrainLimit.of(TOPOLOGY.pes()) / 2 * Long.BYTES)
        {
            end = put(end, 7);
        }
        recorder.drained(frame, 0, end, DRAINED_NS);

        assertEquals(List.of(new Note(NoteKind.BURST, DRAINED_NS, NOW_NS, 0)),
            recorder.bursts().since(0, NOW_NS));
    }

    @Test
    void shouldKeepNoStampsOfABatchAllOfWhichMerges()
    {
        drain(7, 9);
        mark(true);
        final int rounds = DrainLimit.WORDS_MAX;
        for (int i = 0; i < rounds; i++)
        {
            drain(7, 9);
            drain(7);
        }
        mark(true);

        assertEquals(0, recorder.unstamped());
        assertEquals(2, recorder.marked());
    }

    @Test
    void shouldHoldTheEventsOfAnyNumberOfFrames()
    {
        final int[] full = new int[DrainLimit.WORDS_MAX - 2];
        Arrays.fill(full, 7);
        drain(full);
        drain(full);
        assertEquals(1, recorder.marked());
        acknowledge(7);

        assertEquals(List.of(8192 + 7), lpis());
        assertEquals(0, recorder.marked());
    }

    @Test
    void shouldMeasureNoWakeOfAGuestThatIsEnteredAtTheSignal()
    {
        drain(7);
        final UnsafeBuffer entry = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        recorder.scheduled(entry, 0, KvmVerb.RUN.encode(entry, 0, 0, 0, 0, 0), RAISED_NS);
        acknowledge(7);

        assertEquals(List.of("late", "queued", "translated", "signalled", "acknowledged", "deactivated"),
            List.copyOf(recorder.responses().histograms().stages().keySet()));
    }

    @Test
    void shouldKeepTheFirstOfEquallySlowResponses()
    {
        recorder.responses().keepOutliers(1);
        drain(7, 9);
        acknowledge(7, 9);

        assertEquals(List.of(8192 + 7), lpis());
        assertEquals(1, recorder.responses().outlierChanges());
    }

    /** Drains a batch of events of the first VM. */
    private void drain(final int... lpis)
    {
        int end = Commands.time(frame, 0, BASE_NS, BASE_NS);
        for (final int lpi : lpis)
        {
            end = put(end, lpi);
        }
        recorder.drained(frame, 0, end, DRAINED_NS);
        recorder.raised(RAISED_NS);
    }

    /** Puts an event of the first VM, and returns its end. */
    private int put(final int offset, final int lpi)
    {
        frame.putLong(offset, Commands.msi(TOPOLOGY.deviceOfLpi(0, lpi), TOPOLOGY.eventOfLpi(0, lpi), 0));

        return offset + Long.BYTES;
    }

    /** Lets a frame end before anything is acknowledged. */
    private void mark(final boolean areMarked)
    {
        if (areMarked)
        {
            recorder.applied(outputs, RAISED_NS);
        }
    }

    private void acknowledge(final int... lpis)
    {
        IntStream.of(lpis).forEach(lpi -> outputs.acknowledged(0, intid(lpi)));
        recorder.applied(outputs, NOW_NS);
        outputs.clear();
    }

    /** Returns a value that is the ACK of an LPI, were it the first word of an output. */
    private static long ackOf(final int lpi)
    {
        return (long)Outputs.ACK << 60 | Integer.toUnsignedLong(intid(lpi));
    }

    private List<Integer> lpis()
    {
        return recorder.responses().outliers().stream().map(Outlier::lpiId).toList();
    }

    private static int intid(final int lpi)
    {
        return Intid.of(Intid.TYPE_LPI, 8192 + lpi);
    }
}
