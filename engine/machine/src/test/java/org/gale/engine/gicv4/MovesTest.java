package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Variant.Mistake;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the steps of a vLPI's move from vCPU 0, which is in the guest, to vCPU 1. */
class MovesTest
{
    private static final int VINTID = 8200;
    private static final int HOLD = 1;
    private static final int CHANGE = 2;
    private static final int RELEASE = 3;
    private static final int QUEUE = 4;
    private static final int KICK = 5;

    @Tag("V4-P-A2")
    @ParameterizedTest(name = "version {0}: {1} phases")
    @CsvSource({"4.0, 3", "4.1, 1"})
    void shouldHoldSwapReleaseQueueAndKickWhenDirectBecomesForwarded(final String version, final int phases)
    {
        try (V4Rig rig = rig(version, true, false))
        {
            final V4Vcpu source = rig.host().vm(0).vcpus[0];
            final Vlpi vlpi = begin(rig);
            assertProgress(rig, HOLD, 0, false);
            assertTrue(source.isInGuest);

            rig.host().moves.step();
            assertProgress(rig, CHANGE, 0, true);
            assertTrue(source.isHeld());
            assertFalse(source.isInGuest);
            for (int phase = 1; phase < phases; phase++)
            {
                rig.host().moves.step();
                assertProgress(rig, CHANGE, phase, true);
                assertTrue(vlpi.isLocked());
                assertSame(source, vlpi.target());
            }
            rig.host().moves.step();
            assertProgress(rig, RELEASE, phases, true);
            assertFalse(vlpi.isLocked());
            assertSame(rig.host().vm(0).vcpus[1], vlpi.target());
            assertFalse(vlpi.isHw());
            assertEquals(0, source.vpe.vlpiCount);
            assertFalse(source.isInGuest);
            rig.host().moves.step();
            assertProgress(rig, QUEUE, phases, true);
            assertTrue(source.isInGuest);
            assertFalse(source.isHeld());
            assertEquals(Vlpi.NOWHERE, vlpi.place());
            rig.host().moves.step();
            assertProgress(rig, KICK, phases, true);
            assertEquals(Vlpi.QUEUED, vlpi.place());
            assertEnds(rig);
        }
    }

    @Tag("V4-P-A3")
    @ParameterizedTest(name = "version {0}: {1} phases")
    @CsvSource({"4.0, 3", "4.1, 1"})
    void shouldSwapAndKickWhenForwardedBecomesDirect(final String version, final int phases)
    {
        try (V4Rig rig = rig(version, false, true))
        {
            rig.lines("put 0 0");
            final Vlpi vlpi = begin(rig);
            assertEquals(Vlpi.QUEUED, vlpi.place());
            assertProgress(rig, HOLD, 0, false);

            for (int phase = 1; phase < phases; phase++)
            {
                rig.host().moves.step();
                assertProgress(rig, CHANGE, phase, false);
                assertTrue(vlpi.isLocked());
                assertEquals(Vlpi.NOWHERE, vlpi.place());
            }
            rig.host().moves.step();
            assertProgress(rig, KICK, phases, false);
            assertFalse(vlpi.isLocked());
            assertTrue(vlpi.isHw());
            assertSame(rig.host().vm(0).vcpus[1], vlpi.target());
            assertEquals(1, vlpi.target().vpe.vlpiCount);
            assertEnds(rig);
        }
    }

    @Tag("V4-P-A3")
    @Test
    void shouldHoldTheSourceThatListsTheEvent()
    {
        try (V4Rig rig = rig("4.1", false, true))
        {
            final V4Vcpu source = rig.host().vm(0).vcpus[0];
            final Vlpi vlpi = begin(rig);
            assertEquals(Vlpi.LISTED, vlpi.place());

            rig.host().moves.step();
            assertProgress(rig, CHANGE, 0, true);
            assertTrue(source.isHeld());
            assertEquals(Vlpi.QUEUED, vlpi.place());
            rig.host().moves.step();
            assertProgress(rig, RELEASE, 1, true);
            rig.host().moves.step();
            assertProgress(rig, KICK, 1, true);
            assertTrue(source.isInGuest);
            assertEnds(rig);
        }
    }

    @Tag("V4-P-A4")
    @Test
    void shouldQueueAtTheTargetWhenBothAreForwarded()
    {
        try (V4Rig rig = rig("4.1", false, false))
        {
            final V4Vcpu source = rig.host().vm(0).vcpus[0];
            final Vlpi vlpi = begin(rig);

            rig.host().moves.step();
            assertProgress(rig, CHANGE, 0, true);
            rig.host().moves.step();
            assertProgress(rig, RELEASE, 0, true);
            assertTrue(source.list.isEmpty());
            assertFalse(rig.host().vm(0).vcpus[1].list.isEmpty());
            assertTrue(vlpi.isLatched());
            assertFalse(source.isInGuest);
            rig.host().moves.step();
            assertProgress(rig, KICK, 0, true);
            assertTrue(source.isInGuest);
            assertEnds(rig);
        }
    }

    @Tag("V4-P-A4")
    @Test
    void shouldNotHoldASourceThatListsNothing()
    {
        try (V4Rig rig = rig("4.1", false, false))
        {
            rig.lines("put 0 0");
            final Vlpi vlpi = begin(rig);

            rig.host().moves.step();

            assertProgress(rig, KICK, 0, false);
            assertEquals(Vlpi.QUEUED, vlpi.place());
            assertSame(rig.host().vm(0).vcpus[1], vlpi.target());
            assertEnds(rig);
        }
    }

    @Tag("V4-P-A1")
    @Tag("V4-SEM-10")
    @Test
    void shouldMoveAnEventBetweenVpesWithItsCount()
    {
        try (V4Rig rig = rig("4.1", true, true))
        {
            final IssuedCommands commands = new IssuedCommands(rig);
            final V4Vcpu[] vcpus = rig.host().vm(0).vcpus;
            rig.lines("map 0 1 1 0 8201", "map 0 1 2 1 8202", "map 0 1 3 1 8203");
            final Vlpi vlpi = begin(rig);
            assertProgress(rig, CHANGE, 0, false);

            assertEquals("VMOVI VSYNC:0 VSYNC:1", commands.of(rig.host().moves::step));

            assertProgress(rig, KICK, 0, false);
            assertSame(vcpus[1], vlpi.target());
            assertEquals(1, vcpus[0].vpe.vlpiCount);
            assertEquals(3, vcpus[1].vpe.vlpiCount);
            assertFalse(rig.host().hardware.vpes().mapped(0).isPending(VINTID));
            assertTrue(rig.host().hardware.vpes().mapped(1).isPending(VINTID));
            assertEnds(rig);
        }
    }

    @Tag("V4-P-A1")
    @Tag("V4-P-A2")
    @Tag("V4-P-A3")
    @Tag("V4-P-A4")
    @ParameterizedTest(name = "source direct {0}, target direct {1}")
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldKickABlockedTargetThoughNothingIsPending(final boolean isFromDirect, final boolean isToDirect)
    {
        try (V4Rig rig = rig("4.1", isFromDirect, isToDirect))
        {
            assertEquals("OK 8200", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8200", "load 0 1 1", "block 0 1");
            assertEquals("OK 0", rig.line("woken 0 1"));

            rig.lines("move 0 1 0 1");

            assertEquals("OK 1", rig.line("woken 0 1"));
        }
    }

    /** Makes the mistake of a move that drops what is pending, beside a host that makes none. */
    @Tag("V4-P-A2")
    @ParameterizedTest
    @EnumSource(value = Mistake.class, names = {"NONE", "MOVE_DROPS_PENDING"})
    void shouldKeepTheLatchUnlessByMistake(final Mistake mistake)
    {
        try (V4Rig rig = new V4Rig("version=4.1 cpus=2 lpi_bits=14", mistake))
        {
            rig.line("create_vm 2");
            rig.lines("enable 0 0", "map 0 1 0 0 8200", "config 0 8200 128 1", "msi 1 0", "move 0 1 0 1");

            assertEquals(mistake == Mistake.NONE, rig.host().vm(0).vlpi(VINTID).isLatched());
        }
    }

    @Test
    void shouldHaveNoStepWhenTheTargetStays()
    {
        try (V4Rig rig = rig("4.1", true, false))
        {
            final Vlpi vlpi = rig.host().vm(0).vlpi(VINTID);

            rig.host().moves.begin(vlpi, vlpi.target());

            assertFalse(rig.host().moves.isOpen());
            assertEquals(0, rig.host().moves.key());
            assertThrows(IllegalStateException.class, rig.host().moves::step);
        }
    }

    private static V4Rig rig(final String version, final boolean isFromDirect, final boolean isToDirect)
    {
        final V4Rig rig = new V4Rig("version=" + version + " cpus=2 lpi_bits=14");
        rig.line("create_vm 2");
        rig.lines(isFromDirect ? "enable 0 0" : "disable 0 0", isToDirect ? "enable 0 1" : "disable 0 1",
            "map 0 1 0 0 8200", "config 0 8200 128 1", "load 0 0 0", "msi 1 0");

        return rig;
    }

    private static Vlpi begin(final V4Rig rig)
    {
        final Vlpi vlpi = rig.host().vm(0).vlpi(VINTID);
        rig.host().moves.begin(vlpi, rig.host().vm(0).vcpus[1]);
        assertTrue(rig.host().moves.isOpen());

        return vlpi;
    }

    /** Takes the key apart: four bits of the next step, four of the phase, one of the hold, and the vINTID. */
    private static void assertProgress(final V4Rig rig, final int step, final int phase, final boolean isHolding)
    {
        final int key = rig.host().moves.key();
        assertEquals(step, key & 0xf);
        assertEquals(phase, key >>> 4 & 0xf);
        assertEquals(isHolding ? 1 : 0, key >>> 8 & 1);
        assertEquals(VINTID, key >>> 9);
    }

    private static void assertEnds(final V4Rig rig)
    {
        rig.host().moves.step();
        assertFalse(rig.host().moves.isOpen());
        assertEquals(0, rig.host().moves.key());
        assertFalse(rig.line("audit").contains(":\""), rig.line("audit"));
    }
}
