package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.topology.DirectLayout;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests of the set-up of a GICv4 host: two VMs of two vCPUs, each with a device of two events. The LPIs go to the vCPUs
 * by turns and have one priority, which is 160 in the eight bits of a GICv4.
 */
class DirectSetupTest
{
    private static final StormConfig CONFIG = StormConfigs.begin().vms(2).vpes(2).devices(1).events(2)
        .pattern(StormPattern.ROUND_ROBIN).untimed().countLimit(1).build();

    @Test
    void shouldCreateEachVmAndPlaceItsVcpus()
    {
        assertEquals(List.of(
            List.of("CREATE_VM 2", "ENABLE 0 0", "MAP 0 0 0 0 8192", "CONFIG 0 8192 160 1", "MAP 0 0 1 1 8193",
                "CONFIG 0 8193 160 1"),
            List.of("CREATE_VM 2", "ENABLE 1 0", "MAP 1 1 0 0 8192", "CONFIG 1 8192 160 1", "MAP 1 1 1 1 8193",
                "CONFIG 1 8193 160 1"),
            List.of("LOAD 0 0 0", "LOAD 0 1 1", "LOAD 1 0 2", "LOAD 1 1 3")), steps("", false));
    }

    @Test
    void shouldBlockTheVcpusInVirtualTime()
    {
        final List<List<String>> steps = steps("policy=none", true);

        assertEquals(List.of("CREATE_VM 2", "MAP 0 0 0 0 8192", "CONFIG 0 8192 160 1", "MAP 0 0 1 1 8193",
            "CONFIG 0 8193 160 1"), steps.get(0));
        assertEquals(List.of("BLOCK 0 0", "BLOCK 0 1", "BLOCK 1 0", "BLOCK 1 1"), steps.get(2));
    }

    /** The pool has two vPEIDs. */
    @Test
    void shouldEnableTheVcpusThatComeFirst()
    {
        final List<List<String>> steps = steps("policy=first-come vpeid_bits=1", true);

        assertEquals(List.of("CREATE_VM 2", "ENABLE 0 0", "ENABLE 0 1"), steps.get(0).subList(0, 3));
        assertEquals(List.of("CREATE_VM 2", "MAP 1 1 0 0 8192"), steps.get(1).subList(0, 2));
    }

    @Test
    void shouldChooseTheLegacyOrderBeforeAnythingElse()
    {
        final List<List<String>> steps = steps("legacy=on", false);

        assertEquals(List.of("LEGACY", "CREATE_VM 2"), steps.get(0).subList(0, 2));
        assertEquals("CREATE_VM 2", steps.get(1).get(0));
        assertEquals(4, steps.get(2).size());
    }

    /** Returns the commands of each step. */
    private static List<List<String>> steps(final String keys, final boolean isVirtual)
    {
        final Topology topology = Topology.of(CONFIG, DirectLayout.FIRST_VINTID);
        final List<List<String>> steps = new ArrayList<>();
        final DirectSetup setup = new DirectSetup(
            topology, new LpiSpread(CONFIG, topology), OwnSettings.of(keys), isVirtual, (command, words) ->
            steps.get(steps.size() - 1).addAll(V4Texts.of(command, 0, words * Long.BYTES)));
        for (int step = 0; step < setup.stepCount(); step++)
        {
            steps.add(new ArrayList<>());
            setup.step(step);
        }

        return steps;
    }
}
