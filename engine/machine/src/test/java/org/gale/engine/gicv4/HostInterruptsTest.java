package org.gale.engine.gicv4;

import org.gale.engine.machine.Outputs;
import org.gale.tables.gicv4.PropertyByte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the host's interrupt handler with four software-forwarded events. Their LPIs are 8192 to 8195, and those of
 * even number interrupt CPU 0, the others CPU 1.
 */
class HostInterruptsTest
{
    private static final int DEVICE = 1;
    private static final int LPI = 8192;
    private static final int VINTID = 8200;
    private static final int EVENTS = 4;

    private final V4Rig rig = new V4Rig("cpus=2 lpi_bits=14");
    private final Hardware hardware = rig.host().hardware;
    private final HostInterrupts interrupts = rig.host().interrupts;

    @BeforeEach
    void mapEvents()
    {
        rig.line("create_vm 1");
        for (int event = 0; event < EVENTS; event++)
        {
            rig.lines("map 0 1 " + event + " 0 " + (VINTID + event), "config 0 " + (VINTID + event) + " 128 1");
            assertEquals(LPI + event, vlpi(event).hostLpi);
        }
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldNameWhatWaitsWithItsCpuOldestFirst()
    {
        assertEquals(0, interrupts.waiting());

        signal(3, 0, 1);

        assertEquals(3, interrupts.waiting());
        assertWaits(0, LPI + 3, 1);
        assertWaits(1, LPI, 0);
        assertWaits(2, LPI + 1, 1);
    }

    @Test
    void shouldClaimTheOldestOfACpuAndKeepTheOthersInTheirOrder()
    {
        signal(0, 3, 2, 1);

        assertEquals(LPI + 3, interrupts.claim(1));

        assertFalse(hardware.redistributor(1).isPending(LPI + 3));
        assertTrue(hardware.redistributor(1).isPending(LPI + 1));
        assertEquals(3, interrupts.waiting());
        assertWaits(0, LPI, 0);
        assertWaits(1, LPI + 2, 0);
        assertWaits(2, LPI + 1, 1);
        assertEquals(LPI + 1, interrupts.claim(1));
        assertEquals(HostInterrupts.NONE, interrupts.claim(1));
        assertEquals(LPI, interrupts.claim(0));
        assertEquals(LPI + 2, interrupts.claim(0));
        assertEquals(HostInterrupts.NONE, interrupts.claim(0));
        assertEquals(0, interrupts.waiting());
    }

    @Test
    void shouldClaimNoLpiThatIsNotPendingAnyMore()
    {
        signal(0, 2);
        hardware.redistributor(0).clear(LPI);

        assertEquals(LPI + 2, interrupts.claim(0));

        assertEquals(0, interrupts.waiting());
    }

    @Test
    void shouldDropSignalsThatAreNotPendingAnyMoreAndSecondOnes()
    {
        signal(0, 2, 3, 2, 1);
        hardware.redistributor(0).clear(LPI);

        interrupts.dropStale();

        assertEquals(3, interrupts.waiting());
        assertWaits(0, LPI + 2, 0);
        assertWaits(1, LPI + 3, 1);
        assertWaits(2, LPI + 1, 1);
        signal(0);
        assertWaits(3, LPI, 0);
    }

    @Test
    void shouldInjectWhatWasClaimedWhenItIsHandled()
    {
        signal(1);
        final int lpi = interrupts.claim(1);
        assertFalse(vlpi(1).isLatched());

        interrupts.handle(lpi);

        assertTrue(vlpi(1).isLatched());
        assertEquals(Vlpi.QUEUED, vlpi(1).place());
    }

    @Tag("V4-SW-1")
    @Test
    void shouldTakeAllThatWaits()
    {
        signal(2, 1);

        interrupts.take();

        assertEquals(0, interrupts.waiting());
        assertTrue(vlpi(1).isLatched());
        assertTrue(vlpi(2).isLatched());
        assertFalse(hardware.redistributor(0).isPending(LPI + 2));
        assertFalse(hardware.redistributor(1).isPending(LPI + 1));
        assertFalse(vlpi(0).isLatched());
    }

    @Test
    void shouldNotInjectAnEventWhoseLpiIsNotPendingAnyMore()
    {
        signal(2, 0);
        hardware.redistributor(0).clear(LPI + 2);

        interrupts.take();

        assertFalse(vlpi(2).isLatched());
        assertTrue(vlpi(0).isLatched());
        assertEquals(0, interrupts.waiting());
    }

    @Tag("V4-LL-16")
    @Test
    void shouldLetTheLpisOfLockedEventsWait()
    {
        vlpi(1).locked(true);
        vlpi(2).locked(true);
        signal(0, 2, 3, 1);

        interrupts.take();

        assertEquals(2, interrupts.waiting());
        assertWaits(0, LPI + 2, 0);
        assertWaits(1, LPI + 1, 1);
        assertTrue(hardware.redistributor(0).isPending(LPI + 2));
        assertFalse(vlpi(1).isLatched());
        assertFalse(vlpi(2).isLatched());
        assertTrue(vlpi(0).isLatched());
        assertTrue(vlpi(3).isLatched());
        vlpi(1).locked(false);
        vlpi(2).locked(false);
        interrupts.take();
        assertEquals(0, interrupts.waiting());
        assertTrue(vlpi(1).isLatched());
        assertTrue(vlpi(2).isLatched());
    }

    @Test
    void shouldForgetTheLpiOfALockedEventThatIsNotPendingAnyMore()
    {
        vlpi(1).locked(true);
        signal(1);
        hardware.redistributor(1).clear(LPI + 1);

        interrupts.take();

        assertEquals(0, interrupts.waiting());
        assertFalse(vlpi(1).isLatched());
    }

    @Test
    void shouldFindEachPendingLpiOnceWhenItIsRestored()
    {
        signal(1, 2, 0);
        assertEquals(LPI + 2, interrupts.claim(0));

        interrupts.restore();

        assertEquals(2, interrupts.waiting());
        assertWaits(0, LPI, 0);
        assertWaits(1, LPI + 1, 1);
    }

    /** Handles the doorbell of a blocked vCPU. Version 4.0 disables it, and version 4.1 leaves it enabled. */
    @Tag("V4-DB-4")
    @ParameterizedTest(name = "version {0}: enabled {1}")
    @CsvSource({"4.0, false", "4.1, true"})
    void shouldWakeTheVcpuOfADoorbell(final String version, final boolean isEnabledAfter)
    {
        try (V4Rig direct = new V4Rig("version=" + version + " cpus=2 lpi_bits=14"))
        {
            direct.line("create_vm 2");
            direct.lines("enable 0 1", "load 0 1 1", "block 0 1");
            final V4Vcpu vcpu = direct.host().vm(0).vcpus[1];
            final int doorbell = vcpu.vpe.doorbell;
            assertTrue(PropertyByte.isEnabled(direct.host().hardware.physicalProperty(doorbell)));
            assertFalse(vcpu.vpe.isPendingLast);
            assertFalse(vcpu.isWoken);
            direct.machine().outputs().clear();
            direct.machine().outputs().beginCommand();

            direct.host().interrupts.handle(doorbell);

            assertEquals(isEnabledAfter,
                PropertyByte.isEnabled(direct.host().hardware.physicalProperty(doorbell)));
            assertTrue(vcpu.vpe.isPendingLast);
            assertTrue(vcpu.isWoken);
            assertEquals(Outputs.DOORBELL, Outputs.kind(direct.machine().outputs().word(0)));
        }
    }

    @Test
    void shouldIgnoreAnLpiThatHasNoOwner()
    {
        rig.machine().outputs().clear();

        interrupts.handle(LPI + EVENTS);

        assertEquals(0, rig.machine().outputs().words());
        assertEquals(0, interrupts.waiting());
    }

    private void signal(final int... events)
    {
        for (final int event : events)
        {
            hardware.its().message(DEVICE, event);
        }
    }

    private void assertWaits(final int index, final int lpi, final int cpu)
    {
        assertEquals(lpi, interrupts.waiting(index));
        assertEquals(cpu, interrupts.waitingCpu(index));
    }

    private Vlpi vlpi(final int event)
    {
        return rig.host().vm(0).vlpi(VINTID + event);
    }
}
