package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.storm.profile.HostModel;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the parts of a storm, and of other plain parts of its report. */
class StormPartsTest
{
    private static StormParts.OfGroup group(final String name, final int vms)
    {
        return new StormParts.OfGroup(name, vms, EventAccount.NONE, LatencySummary.EMPTY);
    }

    @Test
    void shouldHaveGroupsWhereVmsDiffer()
    {
        assertTrue(new StormParts(List.of(group("a", 1), group("b", 2)), List.of()).hasGroups());
        assertFalse(new StormParts(List.of(group("a", 1)), List.of()).hasGroups());
    }

    @Test
    void shouldNotCountThePartOfNoVmAsAGroup()
    {
        assertFalse(new StormParts(List.of(group("a", 3), group(StormParts.NO_VM, 0)), List.of()).hasGroups());
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
        final HostModel host = HostModel.withoutActions(HostModel.Kind.KVM, 5, true);

        assertSame(StormActions.NONE, host.reporter().actions(HostModel.Done.NOTHING));
    }

    @Test
    void shouldNameTheHostOfThisProcess()
    {
        assertEquals(new Platform("1.2", System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors()), Platform.ofHost("1.2"));
    }
}
