package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.profile.HostModel;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the parts of a storm, and of other plain parts of its report. */
class StormTotalsTest
{
    private static StormTotals totals(final List<Part> groups)
    {
        return StormResults.with(StormResults.sound(), new StormResults.Parts(groups, List.of())).totals();
    }

    private static Part group(final String name, final int vms)
    {
        return StormResults.group(name, vms, EventAccount.NONE, LatencySummary.EMPTY);
    }

    @Test
    void shouldHaveGroupsWhereVmsDiffer()
    {
        assertTrue(totals(List.of(group("a", 1), group("b", 2))).hasGroups());
        assertFalse(totals(List.of(group("a", 1))).hasGroups());
    }

    @Test
    void shouldNotCountThePartOfNoVmAsAGroup()
    {
        assertFalse(totals(List.of(group("a", 3), group(Part.NO_VM, 0))).hasGroups());
    }

    @Test
    void shouldCountATimelineFromAnotherMoment()
    {
        final List<ActionTimeline.Slice> slices = List.of(new ActionTimeline.Slice(1, 2, 3, 4));

        assertEquals(new ActionTimeline(70, 10, slices), new ActionTimeline(100, 10, slices).since(30));
    }

    @Test
    void shouldReportNoActionsOfAHostWithoutThem()
    {
        final HostModel host = HostModel.withoutActions(HostModel.HostKind.KVM, 5, true);

        assertSame(StormActions.NONE, host.reporter().apply(HostModel.Done.NOTHING));
    }

    @Test
    void shouldNameTheHostOfThisProcess()
    {
        assertEquals(new Platform("1.2", System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors()), Platform.ofHost("1.2"));
    }
}
