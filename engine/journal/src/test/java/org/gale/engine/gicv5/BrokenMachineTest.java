package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.InvariantCheck;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Machines that are broken on purpose by stores into RAM behind their back. The checks of every run see each lost and
 * each invented interrupt, and name the VM and the INTID.
 */
class BrokenMachineTest
{
    private static final int VM_COUNT = 4;
    private static final int LPI_COUNT = 2_000;
    private static final int PENDING = 1;
    private static final int ENABLE = 8;

    private final Rig rig = new Rig("pes=4 min_lpi_id_bits=8");
    private final List<Ist> lpis = new ArrayList<>();

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 11));
        rig.vmTable();
        for (int vmId = 0; vmId < VM_COUNT; vmId++)
        {
            rig.enableGuest(vmId, 31);
            lpis.add(rig.simpleVm(vmId, 11));
            for (int id = 0; id < LPI_COUNT; id++)
            {
                rig.store(lpis.get(vmId).entryAddress(id), 4, ENABLE);
                if (id % 3 != 0)
                {
                    rig.virtualPend(vmId, Rig.lpi(id), true);
                }
            }
            rig.enter(vmId, vmId, 0);
            rig.ledger(vmId).account(false).judgeAll();                         // software stored ENABLE above
        }
        assertEquals("", differences());
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @ParameterizedTest(name = "VM {0}, LPI {1}")
    @CsvSource({"0, 1", "1, 64", "2, 1000", "3, 1999", "3, 2"})
    void shouldNameTheInterruptThatWasForgotten(final int vmId, final int id)
    {
        rig.ram().store(lpis.get(vmId).entryAddress(id), 4, ENABLE);

        assertEquals(vmId + ":" + Rig.lpi(id), differences());
    }

    @ParameterizedTest(name = "VM {0}, LPI {1}")
    @CsvSource({"0, 0", "1, 3", "2, 1998", "3, 2001", "0, 2047"})
    void shouldNameTheInterruptThatWasInvented(final int vmId, final int id)
    {
        rig.ram().store(lpis.get(vmId).entryAddress(id), 4, PENDING);

        assertEquals(vmId + ":" + Rig.lpi(id), differences());
    }

    @Test
    void shouldNameTheFirstOfSeveralInEachVm()
    {
        rig.ram().store(lpis.get(1).entryAddress(7), 4, 0);
        rig.ram().store(lpis.get(1).entryAddress(5), 4, 0);
        rig.ram().store(lpis.get(3).entryAddress(6), 4, PENDING);

        assertEquals("1:" + Rig.lpi(5) + " 3:" + Rig.lpi(6), differences());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 63})
    void shouldNameAVirtualSpi(final int id)
    {
        rig.virtualPend(2, Rig.spi(id), true);
        assertEquals("", differences());

        rig.ram().store(Rig.RAM + 0x100_0000 + 2 * 0x10_0000 + 0x1000 + 4L * id, 4, 0);

        assertEquals("2:" + Rig.spi(id), differences());
    }

    @Test
    void shouldNameAPhysicalLpiAndAPhysicalSpi()
    {
        rig.pend(0, Rig.EL1, Rig.lpi(9), true);
        rig.pend(0, Rig.EL1, Rig.spi(200), true);
        assertEquals("", differences());

        rig.ram().store(Rig.RAM + 0x10_0000 + 36, 4, 0);
        assertEquals("-1:" + Rig.lpi(9), differences());

        rig.ram().store(Rig.RAM + 0x10_0000 + 36, 4, PENDING);
        rig.machine().irs().spiMemory().store(800, 4, 0);
        assertEquals("-1:" + Rig.spi(200), differences());
    }

    /** Loses and invents interrupts of the physical side, which no VM owns. */
    @Tag("P1")
    @Tag("P2")
    @Test
    void shouldSeeWhatTheHostLosesOrIsGiven()
    {
        rig.pend(0, Rig.EL1, Rig.lpi(9), true);
        assertEquals("", brokenPromise());

        rig.ram().store(Rig.RAM + 0x10_0000 + 36, 4, 0);
        assertEquals("P1", brokenPromise());

        rig.ram().store(Rig.RAM + 0x10_0000 + 36, 4, PENDING);
        rig.ram().store(Rig.RAM + 0x10_0000 + 40, 4, PENDING);
        assertEquals("P2", brokenPromise());
    }

    /** Acknowledges what nothing made pending: the tables agree again, and only the ledger knows. */
    @Tag("P2")
    @Test
    void shouldSeeAnAcknowledgeThatNothingOwed()
    {
        rig.ledger(Rig.PHYSICAL).account(false).acknowledged(9, false);

        assertEquals("P2", brokenPromise());
    }

    /** Acknowledges a level that is held: still pending, and owed nothing, is no invention. */
    @Test
    void shouldNotTakeAHeldLevelForAnInvention()
    {
        rig.vd(GicInstruction.VDHM, 1, Rig.lpi(0), 1L << 63);
        rig.virtualPend(1, Rig.lpi(0), true);
        assertEquals(Rig.lpi(0), rig.acknowledge(1, Rig.VEL1));

        assertEquals("", differences());
        assertFalse(rig.ledger(1).isOwed(false, 0));

        rig.ram().store(lpis.get(1).entryAddress(0), 4, ENABLE);
        assertEquals("", differences());
    }

    /** Delivers an invented interrupt: the acknowledge that nothing owed is reported, with its INTID. */
    @Test
    void shouldReportTheFirstAcknowledgeThatNothingOwed()
    {
        final int intid = rig.acknowledge(0, Rig.VEL1);
        rig.drop(0, Rig.VEL1);
        assertEquals(Ledger.NONE, rig.ledger(0).invented());

        rig.deactivate(0, Rig.VEL1, intid);
        rig.virtualPend(0, intid, true);
        rig.ledger(0).account(false).acknowledged(intid & 0xff_ffff, false);    // from here on nothing is owed

        assertEquals(intid, rig.acknowledge(0, Rig.VEL1));
        assertEquals(intid, rig.ledger(0).invented());
        assertEquals(Ledger.NONE, rig.ledger(1).invented());
        assertEquals(Ledger.NONE, rig.ledger(Rig.PHYSICAL).invented());
    }

    /** Breaks an index: an interrupt that is pending in RAM and in no index would never be delivered. */
    @ParameterizedTest(name = "VM {0}, LPI {1}")
    @CsvSource({"1, 1", "2, 3"})
    void shouldSeeAnIndexThatIsNotThatOfRam(final int vmId, final int id)
    {
        rig.ram().store(lpis.get(vmId).entryAddress(id), 4, id % 3 == 0 ? ENABLE | PENDING : ENABLE);

        for (int other = Rig.PHYSICAL; other < VM_COUNT; other++)
        {
            assertEquals(other != vmId, rig.machine().accounts().isIndexSound(Rig.owner(other)), "VM " + other);
        }
    }

    @Test
    void shouldSeeAWrongPriorityAndAWrongTargetInAnIndex()
    {
        rig.ram().store(lpis.get(0).entryAddress(1), 4, ENABLE | PENDING | 5 << 11);
        assertFalse(rig.machine().accounts().isIndexSound(Rig.owner(0)));

        rig.ram().store(lpis.get(0).entryAddress(1), 4, ENABLE | PENDING | 1 << 16);
        assertFalse(rig.machine().accounts().isIndexSound(Rig.owner(0)));

        rig.ram().store(lpis.get(0).entryAddress(1), 4, ENABLE | PENDING);
        assertTrue(rig.machine().accounts().isIndexSound(Rig.owner(0)));
    }

    /** Lowers a threshold without a settle: the next candidate in between would stay unseen. */
    @Tag("B-CPU-19")
    @ParameterizedTest(name = "mask {0}, threshold {1}: sound {2}")
    @CsvSource({"5, 6, true", "5, 32, true", "5, 5, false", "5, 0, false", "0, 1, true", "0, 0, false"})
    void shouldSeeAPhysicalThresholdThatIsTooLow(final int mask, final int threshold, final boolean sound)
    {
        giveCandidate(1);
        rig.enableCpu(1, mask);

        rig.machine().irs().physicalSettled(1, false, threshold);

        assertEquals(sound, rig.machine().unsettled() == null);
        assertEquals(sound ? "" : "P5", brokenPromise());
    }

    @Tag("B-CPU-19")
    @ParameterizedTest(name = "mask {0}, threshold {1}: sound {2}")
    @CsvSource({"5, 6, true", "5, 5, false", "31, 32, true", "31, 31, false"})
    void shouldSeeAVirtualThresholdThatIsTooLow(final int mask, final int threshold, final boolean sound)
    {
        rig.leave(2, -1);
        rig.enter(2, 2, 1);
        rig.enableGuest(2, mask);

        rig.machine().irs().virtualSettled(2, false, threshold);

        assertEquals(sound, rig.machine().unsettled() == null);
        assertEquals(sound ? "" : "P5", brokenPromise());
    }

    /** Asserts a signal, which stays so for any threshold. */
    @Tag("B-CPU-19")
    @Test
    void shouldAllowAnyThresholdWhileTheSignalIsAsserted()
    {
        rig.machine().irs().virtualSettled(3, true, 32);

        assertNull(rig.machine().unsettled());
        assertEquals("", brokenPromise());
    }

    /** Adds a candidate to RAM and index without marking its PE. */
    @Tag("B-CPU-19")
    @Test
    void shouldSeeASignalThatIsNotThatOfItsCandidates()
    {
        rig.leave(2, -1);
        rig.enter(2, 2, 1);
        rig.machine().irs().virtualSettled(2, true, 32);
        rig.vd(GicInstruction.VDAFF, 2, Rig.lpi(1), 1L << 48);

        assertTrue(rig.machine().unsettled().startsWith("PE 2:"));
        assertEquals("P5", brokenPromise());
    }

    /** Flips one bit anywhere in RAM: the digest sees it if the page was written through the memory. */
    @Test
    void shouldComeToAnotherDigestForEveryBit()
    {
        final long before = rig.machine().digest();
        for (int bit = 0; bit < 32; bit++)
        {
            final long address = lpis.get(1).entryAddress(5);
            final long entry = rig.ram().load(address, 4);
            rig.ram().store(address, 4, entry ^ 1L << bit);
            assertTrue(before != rig.machine().digest(), "bit " + bit);

            rig.ram().store(address, 4, entry);
            assertEquals(before, rig.machine().digest());
        }
    }

    /** Makes a physical LPI a candidate of a PE, so that the PE has a threshold. */
    private void giveCandidate(final int pe)
    {
        final int intid = Rig.lpi(5);
        rig.target(pe, Rig.EL1, intid, pe, false);
        rig.enable(pe, Rig.EL1, intid, true);
        rig.pend(pe, Rig.EL1, intid, true);
        rig.pend(pe, Rig.EL1, intid, false);
    }

    /** Returns the promise that the invariant check sees broken, or nothing. */
    private String brokenPromise()
    {
        try
        {
            new InvariantCheck(rig.machine()).check(1);
        }
        catch (final InvariantBrokenException ex)
        {
            return ex.promise();
        }

        return "";
    }

    /** Returns the VM and INTID of the first difference of each owner, as a storm queries at each digest. */
    private String differences()
    {
        final List<String> found = new ArrayList<>();
        for (int vmId = Rig.PHYSICAL; vmId < VM_COUNT; vmId++)
        {
            final int intid = rig.machine().accounts().firstDifference(Rig.owner(vmId));
            if (intid != -1)
            {
                found.add(vmId + ":" + intid);
            }
        }

        return String.join(" ", found);
    }
}
