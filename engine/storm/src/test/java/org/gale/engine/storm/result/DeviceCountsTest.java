package org.gale.engine.storm.result;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.gale.engine.storm.flow.DeviceWork;
import org.gale.engine.storm.flow.ModelCounts;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the counts of devices with models: group 0 has sent interrupts, and group 1 has sent none. */
class DeviceCountsTest
{
    private static final Topology TOPOLOGY = Topology.of(HostShapes.quietAndLoud());
    private static final List<DeviceCounts.Work> NONE = List.of(DeviceCounts.Work.NONE, DeviceCounts.Work.NONE);
    private static final long MEASURED_NS = 2_000_000_000L;

    /** Counts of models: 4 interrupts of group 0, which were held for 41 ns in all, and 3 ns to unmask. */
    private static class Counts implements ModelCounts
    {
        @Override
        public long sum(final int group, final ToLongFunction<TrafficModel> figure)
        {
            return 0;
        }

        @Override
        public long completions(final int group)
        {
            return group == 0 ? 9 : 0;
        }

        @Override
        public long interrupts(final int group)
        {
            return group == 0 ? 4 : 0;
        }

        @Override
        public long recorded(final int group, final RecordedKind kind)
        {
            return 0;
        }

        @Override
        public long heldNs(final int group, final Hold reason)
        {
            return group != 0 ? 0 : reason == Hold.MODERATION ? 41 : reason == Hold.MASK ? 3 : 0;
        }
    }

    @Test
    void shouldShowTheMeanOfEachReasonThatIsAny()
    {
        final List<DeviceCounts> counts = DeviceWork.counts(TOPOLOGY, new Counts(), null, NONE, MEASURED_NS);

        assertEquals(List.of("quiet", "loud"), counts.stream().map(DeviceCounts::group).toList());
        assertEquals(9, counts.get(0).completions());
        assertEquals(4, counts.get(0).interrupts());
        assertEquals(Map.of(Hold.MODERATION, 10L), counts.get(0).heldNs(), "41 / 4, and 3 / 4 is no nanosecond");
        assertEquals(new DeviceCounts("loud", 0, 0, Map.of(), Map.of(), null, new DeviceCounts.Work(
            0, 0, 0, MEASURED_NS)), counts.get(1));
    }

    @Test
    void shouldMeasureTheWorkBehindTheWarmUp()
    {
        final List<DeviceCounts.Work> before = List.of(new DeviceCounts.Work(4, 1, 30, 0), DeviceCounts.Work.NONE);

        final DeviceCounts.Work work =
            DeviceWork.counts(TOPOLOGY, new Counts(), null, before, MEASURED_NS).get(0).measured();

        assertEquals(new DeviceCounts.Work(5, 3, 11, MEASURED_NS), work, "the mask holds nothing in front of one");
        assertEquals(2.5, work.completionsPerS());
        assertEquals(1.5, work.interruptsPerS());
    }

    @Test
    void shouldDeferWhatIsHeldInFrontOfAnInterruptForEitherReason()
    {
        final ModelCounts batched = new Counts()
        {
            @Override
            public long heldNs(final int group, final Hold reason)
            {
                return reason == Hold.BATCH ? 7 : super.heldNs(group, reason);
            }
        };

        assertEquals(List.of(41L + 7, 7L),
            DeviceWork.of(TOPOLOGY, batched).stream().map(DeviceCounts.Work::deferredNs).toList());
    }

    @Test
    void shouldAddTheWorkOfAllGroups()
    {
        final DeviceCounts one = new DeviceCounts("quiet", 1, 1, Map.of(), Map.of(), null,
            new DeviceCounts.Work(5, 3, 11, MEASURED_NS));
        final DeviceCounts other = new DeviceCounts("loud", 1, 1, Map.of(), Map.of(), null,
            new DeviceCounts.Work(7, 2, 10, MEASURED_NS));

        assertEquals(new DeviceCounts.Work(12, 5, 21, MEASURED_NS), DeviceCounts.Work.sum(List.of(one, other)));
    }

    @Test
    void shouldShowNoRecordedEventsWhereNoTraceIs()
    {
        assertEquals(Map.of(), DeviceWork.counts(TOPOLOGY, new Counts(), null, NONE, MEASURED_NS).get(0).recorded());
    }

    @Test
    void shouldShowEachKindOfEventsOfATrace()
    {
        final ModelCounts traced = new Counts()
        {
            @Override
            public long recorded(final int group, final RecordedKind kind)
            {
                return group == 1 && kind == RecordedKind.TIMER ? 6 : 0;
            }
        };

        final List<DeviceCounts> counts = DeviceWork.counts(TOPOLOGY, traced, null, NONE, MEASURED_NS);

        assertEquals(Map.of(), counts.get(0).recorded());
        assertEquals(Map.of(RecordedKind.MSI, 0L, RecordedKind.TIMER, 6L, RecordedKind.IPI, 0L),
            counts.get(1).recorded());
    }

    @Test
    void shouldShowTheWaitsOfTheGroupThatSends()
    {
        final SenderWaits waits = new SenderWaits(TOPOLOGY, group -> group == 1);
        waits.record(TOPOLOGY.vpeIndex(2, 0), 300);

        final List<DeviceCounts> counts = DeviceWork.counts(
            TOPOLOGY, new Counts(), waits::histogram, NONE, MEASURED_NS);

        assertNull(counts.get(0).senderWait());
        assertEquals(1, counts.get(1).senderWait().count());
    }
}
