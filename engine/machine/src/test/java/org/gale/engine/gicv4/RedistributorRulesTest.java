package org.gale.engine.gicv4;

import java.util.List;

import org.gale.engine.support.SavedWords;
import org.gale.tables.gicv4.GicrVpendbaser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Residency registers, presentation and doorbells of the redistributors, version 4.1, with vPE 0 mapped.
 */
class RedistributorRulesTest
{
    private static final long VALID = GicrVpendbaser.VALID.mask();
    private static final long DOORBELL = GicrVpendbaser.DOORBELL.mask();
    private static final long PENDING_LAST = GicrVpendbaser.PENDING_LAST.mask();

    private final V4Rig rig = new V4Rig("vpeid_bits=2 cpus=2");
    private final Redistributor redistributor = rig.host().hardware.redistributor(0);

    @BeforeEach
    void mapTwoDirectEvents()
    {
        rig.line("create_vm 1");
        rig.lines("enable 0 0", "map 0 1 0 0 8200", "map 0 1 1 0 8201", "config 0 8200 128 1", "config 0 8201 64 1");
        vpe().requestDoorbell(false);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("V4-REG-4")
    @Tag("V4-RES-2")
    @Tag("V4-LL-4")
    @Test
    void shouldPresentTheBestPendingInterruptOfTheResidentVpe()
    {
        rig.lines("msi 1 0", "msi 1 1");
        assertEquals(Redistributor.NONE, redistributor.presented());

        redistributor.writeVpendbaser(VALID);

        assertEquals(8201, redistributor.presented());
        assertEquals(64, redistributor.presentedPriority());
    }

    @Tag("V4-REG-5")
    @Test
    void shouldIgnoreAnotherVpeidWhileValid()
    {
        redistributor.writeVpendbaser(VALID);

        redistributor.writeVpendbaser(VALID | 1);

        assertEquals(0, redistributor.resident().vpeId());
    }

    @Tag("V4-RES-3")
    @Tag("V4-REG-6")
    @Tag("V4-REG-7")
    @Test
    void shouldReadPendingLastWhenAnEnabledInterruptIsLeft()
    {
        redistributor.writeVpendbaser(VALID);
        rig.lines("msi 1 0");

        redistributor.writeVpendbaser(DOORBELL);

        assertTrue(GicrVpendbaser.PENDING_LAST.isSet(redistributor.vpendbaser()));
        assertFalse(GicrVpendbaser.DIRTY.isSet(redistributor.vpendbaser()));
        assertNull(redistributor.resident());
    }

    @Tag("V4-REG-7")
    @Test
    void shouldNotReadPendingLastWhenOnlyADisabledInterruptIsLeft()
    {
        rig.lines("config 0 8200 128 0", "msi 1 0");
        redistributor.writeVpendbaser(VALID);

        redistributor.writeVpendbaser(DOORBELL);

        assertFalse(GicrVpendbaser.PENDING_LAST.isSet(redistributor.vpendbaser()));
        assertTrue(vpe().isPending(8200));
    }

    @Tag("V4-REG-8")
    @Tag("V4-REG-9")
    @Tag("V4-DB-2")
    @Tag("V4-DB-3")
    @Test
    void shouldRingOnceWhenADoorbellWasRequestedAndNothingWasPending()
    {
        redistributor.writeVpendbaser(VALID);
        redistributor.writeVpendbaser(DOORBELL);

        rig.lines("msi 1 0", "msi 1 1");

        assertEquals(1, rig.machine().outputs().doorbells());
    }

    @Tag("V4-REG-8")
    @Test
    void shouldNotRingWhenPendingLastWasWrittenAsOne()
    {
        redistributor.writeVpendbaser(VALID);
        redistributor.writeVpendbaser(DOORBELL | PENDING_LAST);

        rig.lines("msi 1 0");

        assertEquals(0, rig.machine().outputs().doorbells());
    }

    @Tag("V4-REG-8")
    @Test
    void shouldNotRingWhenAnInterruptWasPendingAtTheRequest()
    {
        redistributor.writeVpendbaser(VALID);
        rig.lines("msi 1 0");
        redistributor.writeVpendbaser(DOORBELL);

        rig.lines("msi 1 1");

        assertEquals(0, rig.machine().outputs().doorbells());
    }

    @Tag("V4-DB-3")
    @Test
    void shouldNotRingForADisabledInterrupt()
    {
        rig.lines("config 0 8200 128 0");
        redistributor.writeVpendbaser(VALID);
        redistributor.writeVpendbaser(DOORBELL);

        rig.lines("msi 1 0");

        assertEquals(0, rig.machine().outputs().doorbells());
    }

    @Tag("V4-ID-6")
    @Test
    void shouldNotRingADoorbellThatIsNone()
    {
        vpe().doorbell(V4Its.NO_DOORBELL);
        redistributor.writeVpendbaser(VALID);
        redistributor.writeVpendbaser(DOORBELL);

        rig.lines("msi 1 0");

        assertEquals(0, rig.machine().outputs().doorbells());
    }

    @Tag("V4-RES-8")
    @Test
    void shouldKeepAVpeResidentOnOneRedistributorOnly()
    {
        redistributor.writeVpendbaser(VALID);

        rig.host().hardware.redistributor(1).writeVpendbaser(VALID);

        assertNull(rig.host().hardware.redistributor(1).resident());
        assertEquals(0, vpe().residentCpu());
    }

    @Tag("V4-ID-7")
    @Tag("V4-TBL-3")
    @Test
    void shouldClearPendingAndHaveNoActiveStateWhenAcknowledged()
    {
        rig.lines("config 0 8201 128 1");
        redistributor.writeVpendbaser(VALID);
        rig.lines("msi 1 0", "msi 1 1");
        assertEquals(8200, redistributor.presented());

        redistributor.acknowledge();

        assertFalse(vpe().isPending(8200));
        assertEquals(8201, redistributor.presented());
    }

    @Tag("V4-REG-11")
    @Test
    void shouldSignalAPhysicalLpiThatBecomesEnabledWhilePending()
    {
        final int lpi = rig.host().lpis.allocate();
        redistributor.pend(lpi);
        rig.host().lpis.configure(lpi, true);
        assertTrue(redistributor.isPending(lpi));

        redistributor.writeInvlpir(lpi);
        rig.host().interrupts.take();

        assertFalse(redistributor.isPending(lpi));
    }

    @Tag("V4-REG-1")
    @Tag("V4-REG-3")
    @Tag("V4-RES-1")
    @Tag("V4-RES-4")
    @Tag("V4-DB-1")
    @Test
    void shouldNameTheVpeByItsTableInVersion40()
    {
        try (V4Rig other = new V4Rig("version=4.0 cpus=2"))
        {
            other.line("create_vm 1");
            other.lines("enable 0 0", "map 0 1 0 0 8200", "config 0 8200 128 1", "load 0 0 1");
            assertEquals(0, other.host().hardware.redistributor(1).resident().vpeId());

            other.lines("block 0 0", "msi 1 0");

            assertEquals(1, other.machine().outputs().doorbells());
            assertEquals("OK 1", other.line("woken 0 0"));
        }
    }

    @Tag("V4-REG-2")
    @Test
    void shouldFindVpesInTheTableOfVersion41()
    {
        redistributor.writeVpendbaser(VALID | 3);

        assertNull(redistributor.resident());
    }

    @Tag("V4-ID-4")
    @ParameterizedTest(name = "LPI {0}: {1}")
    @CsvSource({"8191, false", "8192, true", "8255, true", "8256, true", "1048575, true", "1048576, false"})
    void shouldTakeThePhysicalLpisOfItsTableAlone(final int lpi, final boolean isTaken)
    {
        redistributor.pend(lpi);

        assertEquals(isTaken ? lpi : -1, redistributor.nextPending(0));
        assertEquals(isTaken ? lpi : -1, redistributor.nextPending(lpi));
        assertEquals(-1, redistributor.nextPending(lpi + 1));
        assertEquals(isTaken, redistributor.clear(lpi));
        assertFalse(redistributor.clear(lpi));
        assertEquals(-1, redistributor.nextPending(0));
    }

    @Test
    void shouldFindPendingPhysicalLpisInOrder()
    {
        final int[] lpis = {8192, 8193, 8256, 1_048_575};
        for (final int lpi : lpis)
        {
            redistributor.pend(lpi);
        }

        int from = 0;
        for (final int lpi : lpis)
        {
            assertEquals(lpi, redistributor.nextPending(from));
            from = lpi + 1;
        }
        assertEquals(-1, redistributor.nextPending(from));
    }

    @Tag("V4-REG-11")
    @ParameterizedTest(name = "LPI {0}: {1}")
    @CsvSource({"8191, false", "8192, true", "1048575, true", "1048576, false"})
    void shouldSignalTheEnabledPhysicalLpisOfItsTableAlone(final int lpi, final boolean isSignalled)
    {
        if (isSignalled)
        {
            rig.host().lpis.configure(lpi, false);
            redistributor.writeInvlpir(lpi);
            assertFalse(redistributor.signals(lpi));
            rig.host().lpis.configure(lpi, true);
            redistributor.writeInvlpir(lpi);
        }

        assertEquals(isSignalled, redistributor.signals(lpi));
        redistributor.pend(lpi);
        assertEquals(isSignalled ? 1 : 0, rig.host().interrupts.waiting());
    }

    @Tag("V4-REG-6")
    @Test
    void shouldKeepWhatIsWrittenWhileNothingIsScheduled()
    {
        redistributor.writeVpendbaser(GicrVpendbaser.DIRTY.mask() | PENDING_LAST | DOORBELL | 1);

        assertEquals(PENDING_LAST | DOORBELL | 1, redistributor.vpendbaser());
        assertNull(redistributor.resident());

        redistributor.writeVpendbaser(VALID | GicrVpendbaser.DIRTY.mask() | PENDING_LAST);
        assertEquals(VALID, redistributor.vpendbaser());
        redistributor.writeVpendbaser(DOORBELL | GicrVpendbaser.DIRTY.mask() | PENDING_LAST);
        assertEquals(DOORBELL, redistributor.vpendbaser());
        assertFalse(vpe().isDoorbellRequested());
        assertFalse(vpe().isResident());
    }

    @Tag("V4-REG-8")
    @Test
    void shouldEndTheRequestOfADoorbellWhenTheVpeIsScheduled()
    {
        redistributor.writeVpendbaser(VALID);
        redistributor.writeVpendbaser(DOORBELL);
        assertTrue(vpe().isDoorbellRequested());

        redistributor.writeVpendbaser(VALID);

        assertFalse(vpe().isDoorbellRequested());
        redistributor.writeVpendbaser(0);
        assertFalse(vpe().isDoorbellRequested());
    }

    @Tag("V4-REG-6")
    @Test
    void shouldPresentNothingWhenTheVpeLeaves()
    {
        redistributor.writeVpendbaser(VALID);
        rig.lines("msi 1 0");
        assertEquals(8200, redistributor.presented());

        redistributor.writeVpendbaser(DOORBELL);

        assertEquals(Redistributor.NONE, redistributor.presented());
        redistributor.evaluate();
        assertEquals(Redistributor.NONE, redistributor.presented());
    }

    @Tag("V4-TBL-3")
    @Test
    void shouldPresentAnotherInterruptOnlyWhereItIsBetter()
    {
        redistributor.writeVpendbaser(VALID);
        redistributor.offer(64, 8201);
        redistributor.offer(64, 8202);
        redistributor.offer(128, 8200);
        assertEquals(8201, redistributor.presented());

        redistributor.offer(64, 8200);
        assertEquals(8200, redistributor.presented());
        redistributor.offer(32, 8300);

        assertEquals(8300, redistributor.presented());
        assertEquals(32, redistributor.presentedPriority());
    }

    @Tag("V4-REG-10")
    @Test
    void shouldAnswerAQueryOfPendingSgis()
    {
        vpe().pend(3);
        vpe().pend(15);

        redistributor.writeVsgir(0);
        assertEquals(0x8008, redistributor.vsgipendr());
        redistributor.writeVsgir(1);

        assertEquals(0, redistributor.vsgipendr());
    }

    @Test
    void shouldGoOnFromSavedState()
    {
        redistributor.writeVpropbaser(5);
        redistributor.writeVpendbaser(VALID);
        rig.lines("msi 1 1");
        vpe().pend(3);
        redistributor.writeVsgir(0);
        final SavedWords saved = new SavedWords();
        redistributor.state(saved);
        assertEquals(List.of(5L, VALID, 8201L, 64L, 8L), saved.words());

        vpe().residentCpu(MappedVpe.NOT_RESIDENT);
        final Redistributor other = rig.host().hardware.redistributor(1);
        other.state(saved.restoring());

        assertEquals(1, vpe().residentCpu());
        assertEquals(vpe(), other.resident());
        assertEquals(8201, other.presented());
        assertEquals(64, other.presentedPriority());
        assertEquals(8, other.vsgipendr());
        assertEquals(VALID, other.vpendbaser());
        redistributor.bind();
        assertNull(redistributor.resident());
    }

    private MappedVpe vpe()
    {
        return rig.host().hardware.vpes().mapped(0);
    }
}
