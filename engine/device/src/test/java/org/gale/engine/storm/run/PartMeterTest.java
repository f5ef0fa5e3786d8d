package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

@Tag("P6")
class PartMeterTest
{
    private static final Topology TOPOLOGY = Topology.of(HostShapes.quietAndLoud());
    /** VMs 0 and 1 are quiet; VM 2 is loud, and has lost an event. */
    private static final List<StormAccounting.OfVm> VMS = List.of(
        new StormAccounting.OfVm(0, new EventAccount(0, 100, 90, 5, 2, 3)),
        new StormAccounting.OfVm(1, new EventAccount(0, 200, 190, 4, 0, 6)),
        new StormAccounting.OfVm(2, new EventAccount(0, 1_000, 900, 49, 20, 30)));

    private final PartMeter meter = meter(TOPOLOGY);

    @Test
    void shouldAddUpTheVmsOfEachGroup()
    {
        final List<Part> groups = meter.groups(accounting(0, 0));

        assertEquals(List.of("quiet", "loud"), groups.stream().map(Part::name).toList());
        assertEquals(List.of(2, 1), groups.stream().map(Part::vms).toList());
        assertEquals(List.of(new EventAccount(0, 300, 280, 9, 2, 9), new EventAccount(0, 1_000, 900, 49, 20, 30)),
            groups.stream().map(Part::account).toList());
        assertEquals(LatencySummary.EMPTY, groups.get(0).response().summary());
        assertNull(groups.get(0).request());
        assertEquals(0, groups.get(0).account().remainder());
        assertEquals(1, groups.get(1).account().remainder());
    }

    @Test
    void shouldGiveEventsThatReachedNoVmToNone()
    {
        final StormAccounting accounting = accounting(7, 4);
        final List<Part> groups = meter.groups(accounting);

        assertEquals(StormResults.group("none", 0, new EventAccount(0, 11, 0, 0, 11, 0), LatencySummary.EMPTY),
            groups.get(2));
        assertEquals(accounting.offered(), groups.stream().mapToLong(group -> group.account().offered()).sum());
        assertEquals(
            accounting.rejectedInAll(), groups.stream().mapToLong(group -> group.account().rejected()).sum());
        assertEquals(accounting.remainder(), groups.stream().mapToLong(group -> group.account().remainder()).sum());
    }

    @Test
    void shouldHaveOneGroupOfAStormByOptions()
    {
        final Topology alike = Topology.of(Storms.small(5));
        final List<Part> groups = meter(alike).groups(new StormAccounting(
            300, 280, 9, 9, Map.of(StormAccounting.WITHDRAWN_CLEARED, 2L), VMS.subList(0, 2), List.of()));

        assertEquals(List.of("vm"), groups.stream().map(Part::name).toList());
        assertEquals(new EventAccount(0, 300, 280, 9, 2, 9), groups.get(0).account());
    }

    /** Returns a meter of a run that asks no ledger. */
    private static PartMeter meter(final Topology topology)
    {
        return new PartMeter(
            topology, null, new LatencyRecorder(topology, 1, () -> 0).responses(), (next, at) -> { });
    }

    private static StormAccounting accounting(final long untranslated, final long unreachable)
    {
        return new StormAccounting(1_300 + untranslated + unreachable, 1_180, 58, 39,
            Map.of(StormAccounting.UNTRANSLATED, untranslated, StormAccounting.UNREACHABLE, unreachable,
            StormAccounting.WITHDRAWN_CLEARED, 22L), VMS, List.of());
    }
}
