package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the interrupts that a run counts for each vCPU. */
class TakenInterruptsTest
{
    /** A VM whose vCPU 1 takes all of one device, and two VMs that share theirs. */
    private static final StormConfig CONFIG = VirtualStorms.config(600, 2,
        new VmShape("one", 1, 3, List.of(new DeviceShape("d", 1, 4, DeviceShape.Target.of(1), 10,
            new OpenStream(1_000, false))), GuestShape.DEFAULT),
        new VmShape("two", 2, 2, List.of(new DeviceShape("d", 1, 4, DeviceShape.Target.VECTOR, 10,
            new OpenStream(1_000, false))), GuestShape.DEFAULT));

    private static void check(final StormResult result)
    {
        assertEquals(Map.of("one0.0", 0L, "one0.1", 200L, "one0.2", 0L, "two0.0", 100L, "two0.1", 100L, "two1.0", 100L,
            "two1.1", 100L), result.model().partitions().taken());
    }

    @Test
    void shouldCountWhatEachVcpuTook()
    {
        check(VirtualStorms.kvm(CONFIG, CostModel.DEFAULT, 100_000));
        check(VirtualStorms.gicv4("none", CONFIG, CostModel.DEFAULT, 100_000));
        check(VirtualStorms.gicv4("per-vcpu", CONFIG, CostModel.DEFAULT, 100_000));
    }

    @Test
    void shouldCountNothingWhereVpesAreResident()
    {
        assertEquals(Map.of(), VirtualStorms.resident(VirtualStorms.config(100, 1,
            VirtualStorms.vms("vm", 1, 4, 1_000, GuestShape.DEFAULT)), CostModel.DEFAULT)
            .model().partitions().taken());
    }
}
