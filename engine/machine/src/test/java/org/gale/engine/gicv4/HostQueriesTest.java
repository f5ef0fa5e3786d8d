package org.gale.engine.gicv4;

import java.util.Set;
import java.util.TreeSet;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Route;
import org.gale.engine.machine.RouteCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what the host tells about its VMs: one of two vCPUs, of which the second alone is direct and resident. */
class HostQueriesTest
{
    private static final int NONE = DirectQueries.NONE;

    private final V4Rig rig = new V4Rig("cpus=3 lpi_bits=14 vpeid_bits=4");
    private final DirectQueries queries = rig.machine().queries();

    @BeforeEach
    void make()
    {
        rig.line("create_vm 1");
        rig.line("create_vm 2");
        rig.lines("enable 1 1", "load 1 1 2", "map 1 5 3 0 8200", "map 1 5 4 1 8300", "config 1 8200 128 1",
            "config 1 8300 64 1");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldCountVmsVcpusAndVpeIds()
    {
        assertEquals(2, queries.vmCount());
        assertEquals(1, queries.vcpuCount(0));
        assertEquals(2, queries.vcpuCount(1));
        assertEquals(16, queries.vpeIds());
        assertEquals(1, queries.vpeIdsUsed());
        for (int number = 1; number <= 13; number++)
        {
            assertNull(queries.violation(number));
        }
    }

    @Test
    void shouldTellAVcpuThatWasWokenUntilItIsLoaded()
    {
        rig.lines("block 1 1", "msi 5 4");
        assertTrue(queries.vcpu(1, 1).isBlocked() && queries.vcpu(1, 1).isWoken(), "its doorbell has rung");

        rig.lines("load 1 1 2");

        assertFalse(queries.vcpu(1, 1).isBlocked() || queries.vcpu(1, 1).isWoken());
    }

    @Test
    void shouldTellTheStatesOfVcpusAndTheirVpes()
    {
        assertEquals(new DirectQueries.VcpuState("software", NONE, false, false, false, null), queries.vcpu(1, 0));
        final V4Vpe vpe = rig.host().vm(1).vcpus[1].vpe;
        final long entry = V4Rig.RAM + rig.host().hardware.vpes().table().entryOffset(vpe.vpeId);
        assertEquals(new DirectQueries.VcpuState("direct", 2, false, false, false,
            new DirectQueries.VpeState(vpe.vpeId, entry, vpe.table, true, 2, true, 1)), queries.vcpu(1, 1));
        assertTrue(queries.isDirect(1, 1));
        assertFalse(queries.isDirect(1, 0));
        assertFalse(queries.isHeld(1, 1));

        rig.lines("put 1 1");

        assertEquals(NONE, queries.vcpu(1, 1).vpe().residentCpu());
    }

    @Test
    void shouldTellTheStatesOfVlpisInTheirOrder()
    {
        assertEquals(8200, queries.nextVlpi(1, 0));
        assertEquals(8300, queries.nextVlpi(1, 8201));
        assertEquals(NONE, queries.nextVlpi(1, 8301));
        assertEquals(NONE, queries.nextVlpi(0, 0));
        final int hostLpi = rig.host().vm(1).vlpi(8200).hostLpi;
        final int otherLpi = rig.host().vm(1).vlpi(8300).hostLpi;
        assertNotEquals(hostLpi, otherLpi);
        assertEquals(new DirectQueries.VlpiState(5, 3, 0, false, rig.host().vm(1).property(8200),
            new DirectQueries.InSoftware(false, "none", hostLpi, false)), queries.vlpi(1, 8200));
        assertEquals(new DirectQueries.VlpiState(5, 4, 1, true, rig.host().vm(1).property(8300),
            new DirectQueries.InSoftware(false, "none", otherLpi, false)), queries.vlpi(1, 8300));
    }

    @Test
    void shouldFindWhatIsPendingOnEachRoute()
    {
        rig.lines("msi 5 3", "msi 5 4", "msi 5 4");

        assertEquals(8300, queries.nextInTable(1, 1, 0));
        assertEquals(NONE, queries.nextInTable(1, 1, 8301));
        assertEquals(rig.host().vm(1).property(8300) & 0xff, queries.propertyInTable(1, 1, 8300) & 0xff);
        assertNotEquals(0, queries.propertyInTable(1, 1, 8300));
        assertTrue(queries.vlpi(1, 8200).software().isPending());
        assertEquals(Route.FORWARDED, queries.arrival(1, 8200));
        assertEquals(Route.DIRECT, queries.arrival(1, 8300));
        assertEquals(2, queries.pendingCount(1));
        assertEquals(0, queries.pendingCount(0));
        assertEquals(1, queries.owedTo(1, 0));
        assertEquals(1, queries.owedTo(1, 1));
        assertEquals(new RouteCounts(2, 0, 1, 0, 1), queries.counts(Route.DIRECT));
        assertEquals(new RouteCounts(1, 0, 0, 0, 1), queries.counts(Route.FORWARDED));
        assertEquals(NONE, queries.nextLost(1, 0));
    }

    @Test
    void shouldNameTheVcpuOfAnOpenTransition()
    {
        assertEquals(NONE, queries.transitionVm());
        assertEquals(NONE, queries.transitionVcpu());
        rig.line("begin disable 1 1");

        assertEquals(1, queries.transitionVm());
        assertEquals(1, queries.transitionVcpu());
        final Set<String> during = new TreeSet<>();
        String reply = "";
        while (!reply.equals("OK 0"))
        {
            reply = rig.line("step");
            during.add(queries.vcpu(1, 1).state() + (queries.isHeld(1, 1) ? " held" : ""));
        }
        assertEquals(Set.of("disabling", "disabling held", "software"), during);
        rig.line("begin enable 1 0");
        rig.line("step");
        assertEquals("enabling", queries.vcpu(1, 0).state());
        assertEquals(0, queries.transitionVcpu());
    }
}
