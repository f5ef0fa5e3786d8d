package org.gale.engine.gicv4;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.Accounts;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.InvariantCheck;
import org.gale.engine.support.StateImage;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * vLPIs and SGIs that lose what is pending, or are pending without an event, behind the host's back. The next command
 * that touches one finds it on each route, and so does a digest.
 */
@Tag("P1")
@Tag("P2")
class VlpiCheckTest
{
    private static final int VINTID = 8192;
    private static final String DIRECT = "enable 0 0";

    /** Touches by a message, an injection, a swap, a move, a change of the property and an unmapping. */
    @ParameterizedTest(name = "{0}, {1}, then {2}")
    @CsvSource({
        "4.1, direct, msi 5 0", "4.1, direct, disable 0 0", "4.1, direct, move 0 5 0 1",
        "4.1, direct, config 0 8192 160 1", "4.1, direct, discard 0 5 0",
        "4.0, direct, msi 5 0", "4.0, direct, disable 0 0",
        "4.1, forwarded, msi 5 0", "4.1, forwarded, enable 0 0", "4.1, forwarded, move 0 5 0 1",
        "4.1, forwarded, config 0 8192 160 1", "4.1, forwarded, discard 0 5 0",
        "4.0, forwarded, msi 5 0", "4.0, forwarded, enable 0 0"})
    void shouldFindWhatIsLostOrInventedAtTheNextCommand(
        final String version, final String route, final String touch)
    {
        for (final boolean isLost : new boolean[]{true, false})
        {
            try (V4Rig rig = mapped(version, route.equals("direct")))
            {
                if (isLost)
                {
                    rig.line("msi 5 0");
                }
                assertEquals(-1, difference(rig));
                flip(rig);
                assertEquals(Intid.of(Intid.TYPE_LPI, VINTID), difference(rig));
                assertFalse(found(rig).isFound());
                final long before = rig.machine().commandCount();

                rig.line(touch);

                assertTrue(found(rig).isFound(), "lost: " + isLost);
                assertEquals(isLost, found(rig).isLost());
                assertEquals(Intid.of(Intid.TYPE_LPI, VINTID), found(rig).intid());
                assertEquals(0, OwnerId.vmId(found(rig).owner()));
                assertEquals(before + 1, found(rig).command());
            }
        }
    }

    /** Swaps by architected commands: what is pending as a precaution is no invention, until it is taken. */
    @Tag("V4-P-SW2")
    @Test
    void shouldAllowThePrecautionOfASwapUntilItIsTaken()
    {
        try (V4Rig rig = mapped("4.0", false))
        {
            rig.lines(DIRECT);
            assertTrue(vlpi(rig).isPrecaution);
            assertEquals(-1, difference(rig));
            rig.line("msi 5 0");
            assertFalse(vlpi(rig).isPrecaution);

            flip(rig);
            rig.line("msi 5 0");

            assertTrue(found(rig).isLost());
        }
    }

    /** Saves no mark: after a restore, what is pending and not owed has it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMarkAgainWhatIsPendingAndNotOwedAfterARestore(final boolean isOwed)
    {
        try (V4Rig rig = mapped("4.0", false); V4Rig restored = new V4Rig("version=4.0 cpus=2"))
        {
            rig.lines(DIRECT);
            if (isOwed)
            {
                rig.line("msi 5 0");
            }
            StateImage.of(rig.machine()).into(restored.machine());

            assertEquals(!isOwed, vlpi(restored).isPrecaution);
            assertEquals(-1, difference(restored));
            restored.line("msi 5 0");
            assertFalse(found(restored).isFound());
        }
    }

    /** Loses the bit of an interrupt that is presented: the acknowledge takes it all the same, and finds the loss. */
    @Test
    void shouldFindWhatIsLostWhileItIsPresented()
    {
        try (V4Rig rig = mapped("4.1", true))
        {
            rig.lines("load 0 0 0");
            rig.line("msi 5 0");
            flip(rig);

            assertEquals("OK 8192", rig.line("ack 0 0"));

            assertTrue(found(rig).isLost());
            assertEquals(rig.machine().commandCount(), found(rig).command());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFindAnSgiThatIsLost(final boolean isHardware)
    {
        try (V4Rig rig = new V4Rig("version=4.1 cpus=2 vpeid_bits=3" +
            (isHardware ? " policy=all-or-nothing" : "")))
        {
            rig.line("create_vm 2");
            rig.line("sgi 0 1 3");
            assertEquals(-1, difference(rig));
            assertFalse(found(rig).isFound());
            final V4Vcpu vcpu = rig.host().vm(0).vcpus[1];
            assertEquals(isHardware, rig.host().vm(0).hasHardwareSgis);
            rig.host().vm(0).ledger.account(true).event(vcpu.sgiAccountId(7));

            assertEquals(Intid.of(Intid.TYPE_SPI, 16 + 7), difference(rig));
            final InvariantBrokenException broken = assertThrows(
                InvariantBrokenException.class, () -> new InvariantCheck(rig.machine()).check(9));
            assertEquals("VM 0 vCPU 1 SGI 7, set pending, is neither pending nor acknowledged", broken.finding());
            rig.line("sgi 0 1 7");

            assertTrue(found(rig).isLost());
            assertEquals(Intid.of(Intid.TYPE_SPI, 16 + 7), found(rig).intid());
        }
    }

    /** Stores into a table of the host: what the host loses then is the fault of that software. */
    @Test
    void shouldNotBlameTheHostOnceSoftwareStoredIntoItsTables()
    {
        try (V4Rig rig = mapped("4.1", true))
        {
            rig.line("msi 5 0");
            rig.host().tables.stored();
            rig.host().vm(0).lpiAccount.excuse(8192);
            flip(rig);

            rig.line("msi 5 0");

            assertFalse(found(rig).isFound());
        }
    }

    private static V4Rig mapped(final String version, final boolean isDirect)
    {
        final V4Rig rig = new V4Rig("version=" + version + " cpus=2");
        rig.line("create_vm 2");
        rig.lines("map 0 5 0 0 8192", "config 0 8192 160 1");
        if (isDirect)
        {
            rig.lines(DIRECT);
        }
        final Vlpi vlpi = vlpi(rig);
        assertEquals(isDirect, vlpi.isHw());
        if (vlpi.isPrecaution)
        {
            rig.lines("load 0 0 0");
            assertEquals("OK 8192", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8192", "put 0 0");
        }
        assertFalse(vlpi.isPrecaution);

        return rig;
    }

    /** Inverts what is pending, on the route that holds it. */
    private static void flip(final V4Rig rig)
    {
        final Vlpi vlpi = vlpi(rig);
        if (vlpi.isHw())
        {
            final MappedVpe mapped = rig.host().hardware.vpes().mapped(vlpi.target().vpe.vpeId);
            if (!mapped.clear(VINTID))
            {
                mapped.pend(VINTID);
            }
        }
        else
        {
            rig.host().injection.dequeue(vlpi);
            vlpi.latch(!vlpi.isLatched());
        }
    }

    private static Vlpi vlpi(final V4Rig rig)
    {
        return rig.host().vm(0).vlpi(VINTID);
    }

    private static PendingMismatch found(final V4Rig rig)
    {
        return rig.machine().accounts().firstMismatch();
    }

    private static int difference(final V4Rig rig)
    {
        final Accounts accounts = rig.machine().accounts();

        return Math.max(accounts.firstDifference(accounts.vmOwner(0)), accounts.firstInvented(accounts.vmOwner(0)));
    }
}
