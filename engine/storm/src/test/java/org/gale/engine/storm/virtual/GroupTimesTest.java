package org.gale.engine.storm.virtual;

import java.util.List;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the times of groups: who owns what a PE does, and from when on. */
class GroupTimesTest
{
    /** vCPUs 0 and 1 are of the first group, 2 of the second. */
    private final GroupTimes groups = new GroupTimes(topology(), 1);
    private final PeTimes times = new PeTimes(0, 1, 0, 0, null, groups);

    private void enter(final int state, final int vcpu, final long nowNs)
    {
        times.own(0, vcpu, nowNs);
        times.enter(0, state, nowNs);
    }

    @Test
    void shouldCountHandlersAndTheHostForTheGroupOfTheVcpu()
    {
        enter(PeState.HOST, 1, 10);
        enter(PeState.HANDLER, 1, 30);
        enter(PeState.GUEST, 1, 35);
        enter(PeState.HOST, 2, 100);
        times.enter(0, PeState.IDLE, 107);
        groups.exits(2);

        assertEquals(new Load.Spent(5, 20, 0), groups.all(0));
        assertEquals(new Load.Spent(0, 7, 1), groups.all(1));
    }

    @Test
    void shouldCountStolenTimeForTheVcpuOfTheInterrupt()
    {
        enter(PeState.STOLEN, 0, 10);
        times.own(0, 2, 14);
        times.own(0, 0, 34);
        enter(PeState.GUEST, 0, 37);

        assertEquals(new Load.Spent(0, 7, 0), groups.all(0));
        assertEquals(new Load.Spent(0, 20, 0), groups.all(1));
    }

    @Test
    void shouldLeaveTheWarmUpOutAtItsEndWithinAState()
    {
        enter(PeState.HOST, 0, 0);
        enter(PeState.HANDLER, 2, 10);
        groups.exits(0);
        times.measure(13);
        times.enter(0, PeState.IDLE, 20);
        groups.exits(0);

        assertEquals(new Load.Spent(0, 0, 1), groups.judged(0));
        assertEquals(new Load.Spent(7, 0, 0), groups.judged(1));
    }

    private static Topology topology()
    {
        final DeviceShape device = new DeviceShape(
            "disk", 1, 1, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, new ClosedStream(1));

        return Topology.of(HostShapes.config(List.of(new VmShape("one", 1, 2, List.of(device)),
            new VmShape("other", 1, 1, List.of(device)))));
    }
}
