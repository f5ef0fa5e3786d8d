package org.gale.engine.witness;

import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A doorbell that rings unasked is invented, and one that is due and does not ring is lost. */
@Tag("B-DB-1")
@Tag("M-DB0")
class DoorbellBookTest
{
    private static final long IRS = 0x0801_0000L;
    private static final long VMT = 0x4020_0000L;
    private static final long ACTION = 1L << 63;
    private static final int VM = 3;
    private static final int LPI = 64;
    private static final int CONTEXTR = 0xe65e;
    private static final int EL2 = 2;
    private static final long DBR = ACTION | LPI;

    private final Machine machine = Machines.FACTORY.create(MachineConfig.parse(List.of("ram=0x40000000:0x1000000")));
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final List<String> found = new ArrayList<>();
    private final DoorbellBook book = new DoorbellBook(machine, InterruptQueries.of(machine),
        machine.config().board(), true,
        (isLost, owner, intid, text) -> found.add(isLost + " " + text));

    @BeforeEach
    void begin()
    {
        store(IRS + 0x210, Integer.BYTES, 8);
        store(IRS + 0x200, Long.BYTES, VMT | 1);
        store(VMT + 32 * VM + 8, Long.BYTES, 1L << 59 | 0x4030_0000L);
        store(IRS + 0x2c8, Long.BYTES, ACTION | VM);
        store(IRS + 0x2e0, Long.BYTES, ACTION | (long)VM << 32);
        store(IRS + 0x240, Long.BYTES, ACTION | VM);
        store(IRS + 0x248, Long.BYTES, DBR);
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldSayNothingOfADoorbellThatWasAskedFor()
    {
        book.write(0, CONTEXTR, EL2, ACTION | VM);
        book.write(0, CONTEXTR, EL2, 1L << 60 | 31L << 55);
        assertTrue(book.hasRequests());

        book.compare();
        book.rang(VM, 0, LPI);

        assertEquals(List.of(), found);
        assertFalse(book.hasRequests());
    }

    @Tag("P2")
    @Tag("B-DB-3")
    @Test
    void shouldTellOfASecondRing()
    {
        store(IRS + 0x248, Long.BYTES, DBR | 1L << 62);

        book.rang(VM, 0, LPI);
        book.rang(VM, 0, LPI);

        assertEquals(List.of("false physical LPI 64, the doorbell of VM 3 VPE 0, rang without a request " +
            "(B-DB-1)"), found);
    }

    @Tag("P2")
    @Test
    void shouldTellOfARingOfAVpeThatCameBack()
    {
        store(IRS + 0x248, Long.BYTES, DBR | 1L << 62);
        book.write(0, CONTEXTR, EL2, ACTION | VM);

        book.rang(VM, 0, LPI);

        assertEquals(1, found.size());
    }

    @Test
    void shouldForgetAVpeThatGoes()
    {
        store(IRS + 0x248, Long.BYTES, DBR | 1L << 62);
        store(IRS + 0x2c8, Long.BYTES, ACTION | 1L << 62 | VM);

        assertFalse(book.hasRequests());
    }

    @Tag("P1")
    @Tag("B-DB-2")
    @Test
    void shouldTellOnceOfADoorbellThatIsDueAndDidNotRing()
    {
        candidate();
        book.store(IRS + 0x248, Long.BYTES, DBR | 1L << 62);                    // the machine does not see it

        book.compare();
        book.compare();

        assertEquals(List.of("true physical LPI 64, the doorbell of VM 3 VPE 0, is due, and did not ring (B-DB-2)"),
            found);
    }

    @Test
    void shouldKnowNothingAfterAWriteOfHalf()
    {
        store(IRS + 0x248, Integer.BYTES, LPI);

        book.rang(VM, 0, LPI);

        assertEquals(List.of(), found);
    }

    /** Makes an LPI of the VM a candidate of its VPE. */
    private void candidate()
    {
        store(VMT + 32 * VM + 16, Long.BYTES, 14L << 59 | 0x4040_0000L);
        store(0x4040_0000L, Integer.BYTES, 9);
        store(IRS + 0x2d0, Long.BYTES, ACTION | (long)VM << 32 | 2L << 29);
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        Commands.store(command, 0, address, sizeBytes, value);
        machine.apply(command, 0);
        book.store(address, sizeBytes, value);
    }
}
