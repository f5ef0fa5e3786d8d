package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.gicv4.PropertyByte;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the swap of an event's route, phase by phase with the commands that each phase issues. vCPU 0 is direct and
 * vCPU 1 is not.
 */
class RouteSwapTest
{
    private static final int VINTID = 8200;
    private static final int EVENT = 0;
    private static final int DEVICE = 1;

    @Test
    void shouldHaveAPhaseForEachStepOfItsOrder()
    {
        try (V4Rig atomic = rig("4.1", 0); V4Rig gap = rig("4.0", 0))
        {
            assertEquals(1, atomic.host().swap.phases());
            assertEquals(3, gap.host().swap.phases());
            assertFalse(atomic.host().swapOrder.isLossy());

            atomic.host().swapOrder.lossy(true);
            gap.host().swapOrder.lossy(true);

            assertTrue(atomic.host().swapOrder.isLossy());
            assertEquals(2, atomic.host().swap.phases());
            assertEquals(2, gap.host().swap.phases());
        }
    }

    @Tag("V4-DB-1")
    @Tag("V4-DB-2")
    @Test
    void shouldNameTheDoorbellOfTheVpeInMappingsOfVersion40Alone()
    {
        try (V4Rig atomic = rig("4.1", 0); V4Rig gap = rig("4.0", 0))
        {
            assertEquals(1023, doorbell(atomic));
            assertEquals(vpe(gap).doorbell, doorbell(gap));
        }
    }

    @Tag("V4-SEM-10")
    @ParameterizedTest
    @ValueSource(strings = {"4.1", "4.0"})
    void shouldMapANewEventToTheRouteOfItsTarget(final String version)
    {
        try (V4Rig rig = rig(version, 0))
        {
            final IssuedCommands commands = new IssuedCommands(rig);

            assertEquals("VMAPTI VSYNC:0 INV VSYNC:0", commands.of(() -> rig.lines("map 0 1 1 0 8201")));
            assertEquals("MAPTI INV", commands.of(() -> rig.lines("map 0 1 2 1 8202")));

            assertTrue(rig.host().vm(0).vlpi(8201).isHw());
            assertFalse(rig.host().vm(0).vlpi(8202).isHw());
            assertEquals(2, vpe(rig).vlpiCount);
        }
    }

    @Tag("V4-SEM-3")
    @Tag("V4-SEM-10")
    @ParameterizedTest(name = "version {0}, vCPU {1}: {2}")
    @CsvSource({"4.1, 0, DISCARD VSYNC:0", "4.0, 0, DISCARD VSYNC:0", "4.1, 1, DISCARD", "4.0, 1, DISCARD"})
    void shouldDropWhatIsPendingWhenAnEventIsDiscarded(final String version, final int target, final String issued)
    {
        try (V4Rig rig = rig(version, target))
        {
            rig.lines("msi 1 0");
            final Vlpi vlpi = vlpi(rig);
            rig.host().injection.dequeue(vlpi);

            assertEquals(issued, new IssuedCommands(rig).of(() -> rig.host().swap.discard(vlpi)));

            assertFalse(vlpi.isLatched());
            assertFalse(vlpi.isHw());
            assertEquals(0, vpe(rig).vlpiCount);
            assertFalse(rig.host().hardware.vpes().mapped(0).isPending(VINTID));
            assertEquals(V4Its.DROPPED, rig.host().hardware.its().message(DEVICE, EVENT));
        }
    }

    @Tag("V4-P-SW1")
    @Tag("V4-P-E5")
    @ParameterizedTest(name = "pending {0}: {1}")
    @CsvSource({"false, INV VSYNC:0", "true, INV VSYNC:0 INT VSYNC:0"})
    void shouldMakeAnEventDirectInOneStep(final boolean isPending, final String issued)
    {
        try (V4Rig rig = rig("4.1", 1))
        {
            final Vlpi vlpi = vlpi(rig);
            if (isPending)
            {
                rig.lines("msi 1 0");
            }

            assertEquals(issued, new IssuedCommands(rig).of(() -> rig.host().swap.toVirtual(vlpi, vpe(rig), 0)));

            assertDirect(rig, isPending);
            assertFalse(vlpi.useAllowance());
            assertFalse(vlpi.isPrecaution);
        }
    }

    /** Takes the bit of the physical LPI that the host has not handled. */
    @Tag("V4-P-SW1")
    @Test
    void shouldTakeTheBitOfThePhysicalLpi()
    {
        try (V4Rig rig = rig("4.1", 1))
        {
            rig.host().hardware.its().message(DEVICE, EVENT);

            rig.host().swap.toVirtual(vlpi(rig), vpe(rig), 0);

            assertDirect(rig, true);
            assertFalse(rig.host().hardware.redistributor(0).isPending(vlpi(rig).hostLpi));
            assertFalse(rig.host().hardware.redistributor(1).isPending(vlpi(rig).hostLpi));
        }
    }

    @Tag("V4-P-SW2")
    @Tag("V4-P-E5")
    @ParameterizedTest(name = "owed {0}")
    @ValueSource(booleans = {false, true})
    void shouldMakeAnEventDirectAndPendingInThreePhases(final boolean isOwed)
    {
        try (V4Rig rig = rig("4.0", 1))
        {
            final IssuedCommands commands = new IssuedCommands(rig);
            final Vlpi vlpi = vlpi(rig);
            if (isOwed)
            {
                rig.lines("msi 1 0");
            }

            assertEquals("DISCARD", commands.of(() -> rig.host().swap.toVirtual(vlpi, vpe(rig), 0)));
            assertEquals(V4Its.DROPPED, rig.host().hardware.its().message(DEVICE, EVENT));
            assertEquals("VMAPTI VSYNC:0 INV VSYNC:0",
                commands.of(() -> rig.host().swap.toVirtual(vlpi, vpe(rig), 1)));
            assertFalse(vlpi.isHw());
            assertEquals(0, vpe(rig).vlpiCount);
            assertEquals("INT VSYNC:0", commands.of(() -> rig.host().swap.toVirtual(vlpi, vpe(rig), 2)));

            assertDirect(rig, true);
            assertEquals(!isOwed, vlpi.isPrecaution);
            assertTrue(vlpi.useAllowance());
            assertFalse(vlpi.useAllowance());
        }
    }

    @Tag("V4-SW-5")
    @ParameterizedTest(name = "version {0}, pending {1}")
    @CsvSource({"4.1, false", "4.0, false", "4.1, true", "4.0, true"})
    void shouldMakeAnEventDirectInTheLossyOrder(final String version, final boolean isPending)
    {
        try (V4Rig rig = rig(version, 1))
        {
            rig.host().swapOrder.lossy(true);
            final IssuedCommands commands = new IssuedCommands(rig);
            final Vlpi vlpi = vlpi(rig);
            if (isPending)
            {
                rig.lines("msi 1 0");
            }

            assertEquals("DISCARD", commands.of(() -> rig.host().swap.toVirtual(vlpi, vpe(rig), 0)));
            assertEquals("VMAPTI VSYNC:0 INV VSYNC:0" + (isPending ? " INT VSYNC:0" : ""),
                commands.of(() -> rig.host().swap.toVirtual(vlpi, vpe(rig), 1)));

            assertDirect(rig, isPending);
            assertFalse(vlpi.useAllowance());
        }
    }

    @Tag("V4-P-SW1")
    @Tag("V4-P-D5")
    @ParameterizedTest(name = "pending {0}")
    @ValueSource(booleans = {false, true})
    void shouldMakeAnEventForwardedInOneStep(final boolean isPending)
    {
        try (V4Rig rig = rig("4.1", 0))
        {
            final Vlpi vlpi = vlpi(rig);
            if (isPending)
            {
                rig.lines("msi 1 0");
            }

            assertEquals("INV", new IssuedCommands(rig).of(() -> rig.host().swap.toSoftware(vlpi, 0)));

            assertForwarded(rig, isPending);
            assertFalse(vlpi.useAllowance());
            assertFalse(vlpi.isPrecaution);
        }
    }

    @Tag("V4-P-SW2")
    @Tag("V4-P-D5")
    @ParameterizedTest(name = "owed {0}")
    @ValueSource(booleans = {false, true})
    void shouldMakeAnEventForwardedAndPendingInThreePhases(final boolean isOwed)
    {
        try (V4Rig rig = rig("4.0", 0))
        {
            final IssuedCommands commands = new IssuedCommands(rig);
            final Vlpi vlpi = vlpi(rig);
            if (isOwed)
            {
                rig.lines("msi 1 0");
            }

            assertEquals("DISCARD VSYNC:0", commands.of(() -> rig.host().swap.toSoftware(vlpi, 0)));
            assertEquals(V4Its.DROPPED, rig.host().hardware.its().message(DEVICE, EVENT));
            assertEquals("MAPTI INV", commands.of(() -> rig.host().swap.toSoftware(vlpi, 1)));
            assertTrue(vlpi.isHw());
            assertFalse(vlpi.isLatched());
            assertEquals("", commands.of(() -> rig.host().swap.toSoftware(vlpi, 2)));

            assertForwarded(rig, true);
            assertEquals(!isOwed, vlpi.isPrecaution);
            assertTrue(vlpi.useAllowance());
            assertFalse(vlpi.useAllowance());
        }
    }

    @Tag("V4-SW-5")
    @ParameterizedTest
    @ValueSource(strings = {"4.1", "4.0"})
    void shouldLoseWhatIsPendingInTheLossyOrder(final String version)
    {
        try (V4Rig rig = rig(version, 0))
        {
            rig.host().swapOrder.lossy(true);
            final IssuedCommands commands = new IssuedCommands(rig);
            final Vlpi vlpi = vlpi(rig);
            rig.lines("msi 1 0");

            assertEquals("DISCARD VSYNC:0", commands.of(() -> rig.host().swap.toSoftware(vlpi, 0)));
            assertEquals("MAPTI INV", commands.of(() -> rig.host().swap.toSoftware(vlpi, 1)));

            assertForwarded(rig, false);
            assertFalse(vlpi.useAllowance());
        }
    }

    /** Leaves the guest's enable bit out of the host's LPI: the host takes every message. */
    @Tag("V4-P-D5")
    @Test
    void shouldEnableTheHostsLpiOfAnEventThatTheGuestDisables()
    {
        try (V4Rig rig = rig("4.1", 0))
        {
            rig.lines("config 0 8200 128 0");
            assertFalse(PropertyByte.isEnabled(property(rig)));

            rig.host().swap.toSoftware(vlpi(rig), 0);

            assertEquals(PropertyByte.of(PropertyByte.PRIORITY_DEFAULT, true), property(rig));
        }
    }

    /** Makes the mistake that V4-P-D5 forbids, whose control a host must be able to show. */
    @Tag("V4-P-D5")
    @ParameterizedTest(name = "guest enables {0}")
    @ValueSource(booleans = {false, true})
    void shouldTakeTheGuestsEnableBitByMistakeOnly(final boolean isEnabled)
    {
        try (V4Rig rig = new V4Rig("version=4.1 cpus=2 lpi_bits=14", Mistake.GUEST_ENABLE_IN_HOST))
        {
            rig.line("create_vm 1");
            rig.lines("enable 0 0", "map 0 1 0 0 8200", "config 0 8200 128 " + (isEnabled ? 1 : 0));

            rig.host().swap.toSoftware(vlpi(rig), 0);

            assertEquals(isEnabled, PropertyByte.isEnabled(property(rig)));
        }
    }

    @ParameterizedTest(name = "LPI {0} of {1} CPUs: collection {2}")
    @CsvSource({"8192, 2, 0", "8193, 2, 1", "8194, 3, 1"})
    void shouldSpreadTheLpisOverTheCollections(final int lpi, final int cpus, final int collection)
    {
        try (V4Rig rig = new V4Rig("cpus=" + cpus))
        {
            assertEquals(collection, rig.host().lpis.collection(lpi));
        }
    }

    private static V4Rig rig(final String version, final int target)
    {
        final V4Rig rig = new V4Rig("version=" + version + " cpus=2 lpi_bits=14");
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "map 0 1 0 " + target + " 8200", "config 0 8200 128 1");

        return rig;
    }

    private static void assertDirect(final V4Rig rig, final boolean isPending)
    {
        final Vlpi vlpi = vlpi(rig);
        assertTrue(vlpi.isHw());
        assertEquals(Vlpi.NOWHERE, vlpi.place());
        assertFalse(vlpi.isLatched());
        assertEquals(1, vpe(rig).vlpiCount);
        assertEquals(isPending, rig.host().hardware.vpes().mapped(0).isPending(VINTID));
        assertEquals(PropertyByte.of(128, true), rig.host().hardware.vpes().mapped(0).property(VINTID));
        assertTrue(V4Its.isVirtual(rig.host().hardware.its().message(DEVICE, EVENT)));
    }

    private static void assertForwarded(final V4Rig rig, final boolean isPending)
    {
        final Vlpi vlpi = vlpi(rig);
        assertFalse(vlpi.isHw());
        assertEquals(isPending, vlpi.isLatched());
        assertEquals(0, vpe(rig).vlpiCount);
        assertFalse(rig.host().hardware.vpes().mapped(0).isPending(VINTID));
        assertTrue(PropertyByte.isEnabled(property(rig)));
        assertEquals(vlpi.hostLpi, V4Its.intidOf(rig.host().hardware.its().message(DEVICE, EVENT)));
    }

    private static int property(final V4Rig rig)
    {
        return rig.host().hardware.physicalProperty(vlpi(rig).hostLpi);
    }

    private static int doorbell(final V4Rig rig)
    {
        final EventTables events = rig.host().hardware.events();
        assertEquals(rig.host().swap.doorbell(vpe(rig)), events.doorbell(events.entryOffset(DEVICE, EVENT)));

        return rig.host().swap.doorbell(vpe(rig));
    }

    private static V4Vpe vpe(final V4Rig rig)
    {
        return rig.host().vm(0).vcpus[0].vpe;
    }

    private static Vlpi vlpi(final V4Rig rig)
    {
        return rig.host().vm(0).vlpi(VINTID);
    }
}
