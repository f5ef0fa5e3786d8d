package org.gale.engine.gicv5.cpuif;

import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.Candidate;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PpiBankTest
{
    private static final PpiSet PPIS =
        MachineConfig.parse(List.of("ppis=3,31-32,63-64,127")).value(MachineKeys.PPIS);

    private final PpiBank bank = new PpiBank(PPIS, 5);

    @Tag("B-CPU-22")
    @Test
    void shouldIgnoreBitsOfPpisThatDoNotExist()
    {
        bank.enabled(0, -1);
        bank.active(0, -1);
        bank.pending(0, -1);
        bank.enabled(1, -1);
        bank.priorities(0, -1, -1);

        assertEquals(1L << 3 | 3L << 31 | 1L << 63, bank.enabled(0));
        assertEquals(bank.enabled(0), bank.active(0));
        assertEquals(bank.enabled(0), bank.pending(0));
        assertEquals(1 | 1L << 63, bank.enabled(1));
        assertEquals(31L << 24, bank.priorities(0));
    }

    @Tag("B-CPU-25")
    @Tag("B-INT-12")
    @Test
    void shouldKeepTheImplementedBitsOfPriorities()
    {
        final PpiBank coarse = new PpiBank(PPIS, 3);
        coarse.priorities(3, 0xff00_0000_0000_0000L, -1);
        bank.priorities(3, 0xff00_0000_0000_0000L, -1);

        assertEquals(0x1c00_0000_0000_0000L, coarse.priorities(3));
        assertEquals(0x1f00_0000_0000_0000L, bank.priorities(3));
    }

    @Tag("B-VPP-5")
    @Test
    void shouldWriteOnlyTheVisiblePriorities()
    {
        bank.priorities(3, 0x0500_0000_0000_0000L, ~(1L << 31));
        assertEquals(0, bank.priorities(3));

        bank.priorities(3, 0x0500_0000_0000_0000L, 1L << 31);
        assertEquals(0x0500_0000_0000_0000L, bank.priorities(3));
    }

    @Tag("M-TIE")
    @Tag("B-CPU-1")
    @Test
    void shouldReturnTheBestPpiThatIsPendingEnabledAndInactive()
    {
        assertEquals(Candidate.NONE, bank.best(-1, -1));

        bank.enabled(0, -1);
        bank.enabled(1, -1);
        assertEquals(Candidate.of(0, ppi(3)), bank.best(-1, -1));
        assertEquals(Candidate.of(0, ppi(31)), bank.best(~8L, -1));
        assertEquals(Candidate.of(0, ppi(64)), bank.best(0, -1));
        assertEquals(Candidate.NONE, bank.best(0, 0));

        bank.priorities(15, 0, -1);
        bank.priorities(0, 9L << 24, -1);
        bank.priorities(3, 9L << 56, -1);
        bank.priorities(4, 9, -1);
        bank.priorities(7, 9L << 56, -1);
        bank.priorities(8, 8, -1);
        assertEquals(Candidate.of(0, ppi(127)), bank.best(-1, -1));

        bank.active(1, 1L << 63);
        assertEquals(Candidate.of(8, ppi(64)), bank.best(-1, -1));
        bank.enabled(1, 1L << 63);
        assertEquals(Candidate.of(9, ppi(3)), bank.best(-1, -1));
    }

    private static int ppi(final int id)
    {
        return Intid.of(Intid.TYPE_PPI, id);
    }
}
