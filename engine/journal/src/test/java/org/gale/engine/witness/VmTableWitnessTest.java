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
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Entries of VMs in RAM that are not what the IRS uses are found, unless software stored into them. */
@Tag("P1")
@Tag("B-VMT-9")
class VmTableWitnessTest
{
    private static final long IRS = 0x0801_0000L;
    private static final long VMT = 0x4020_0000L;
    private static final long LPI_WORD = VMT + 32 * 3 + 16;
    private static final long MAP = 1L << 63;
    private static final long LPIS = 2L << 29;
    private static final int VM = 3;
    private static final String TWICE = " was mapped though it is in use, and the pending interrupts of its tables " +
        "came in once more (B-VMT-9)";

    private static final String RAM = "ram=0x40000000:0x1000000";

    private final Machine machine = Machines.FACTORY.create(MachineConfig.parse(List.of(RAM)));
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final List<String> found = new ArrayList<>();
    private final VmTableWitness witness = new VmTableWitness(machine, InterruptQueries.of(machine),
        (isLost, who, sentence) -> found.add(isLost + " " + who + sentence));

    @BeforeEach
    void begin()
    {
        store(IRS + 0x210, Integer.BYTES, 8);
        store(IRS + 0x200, Long.BYTES, VMT | 1);
        store(VMT + 32 * VM + 8, Long.BYTES, 1L << 59 | 0x4030_0000L);
        store(LPI_WORD, Long.BYTES, 14L << 59 | 0x4040_0000L);
        store(IRS + 0x2c8, Long.BYTES, MAP | VM);
        store(IRS + 0x2d0, Long.BYTES, MAP | (long)VM << 32 | LPIS);
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldSayNothingWhileBothAgree()
    {
        store(IRS + 0x2d0, Long.BYTES, MAP | 1L << 62 | (long)VM << 32 | LPIS);
        store(IRS + 0x2c8, Long.BYTES, MAP | 1L << 62 | VM);

        assertEquals(List.of(), found);
    }

    @Test
    void shouldTellOnceOfATableInUseThatIsNotValidInRam()
    {
        machine.memory().storeLong(LPI_WORD, machine.memory().loadLong(LPI_WORD) & ~1L);
        store(IRS + 0x2c8, Long.BYTES, 0);
        store(IRS + 0x2c8, Long.BYTES, 0);

        assertEquals(List.of("true VM 3: its LPI table is in use, but not valid in RAM: its pending interrupts " +
            "are lost (B-VMT-9)"), found);
    }

    @Test
    void shouldTellOfATableThatIsValidInRamAlone()
    {
        final long word = VMT + 32 * VM + 24;
        machine.memory().storeLong(word, 1);
        store(IRS + 0x2c8, Long.BYTES, 0);

        assertEquals(List.of("true VM 3: its SPI table is valid in RAM, but not in use (B-VMT-9)"), found);
    }

    @Test
    void shouldTellOfAVmThatIsNotValidInRam()
    {
        machine.memory().storeLong(VMT + 32 * VM, 0);
        store(IRS + 0x2c8, Long.BYTES, 0);

        assertEquals(List.of("true VM 3 is in use, but its entry in RAM is not valid (B-VMT-6)"), found);
    }

    @Test
    void shouldLeaveOutAVmUntilItGoesIntoWhoseEntrySoftwareStored()
    {
        store(LPI_WORD, Long.BYTES, 14L << 59 | 0x4040_0000L);
        store(IRS + 0x2c8, Long.BYTES, 0);
        assertEquals(List.of(), found);

        store(IRS + 0x2c8, Long.BYTES, MAP | 1L << 62 | VM);
        store(IRS + 0x2c8, Long.BYTES, MAP | VM);
        machine.memory().storeLong(VMT + 32 * VM, 0);
        store(IRS + 0x2c8, Long.BYTES, 0);
        assertEquals(1, found.size());
    }

    @Test
    @Tag("P2")
    void shouldTellOfWhatComesInAgainWithATableInUse()
    {
        storeAndCarryIn(IRS + 0x2d0, MAP | (long)VM << 32 | LPIS);
        storeAndCarryIn(IRS + 0x2c8, MAP | VM);

        assertEquals(List.of("false VM 3" + TWICE, "false VM 3" + TWICE), found);
    }

    @Test
    @Tag("P2")
    void shouldSayNothingOfWhatComesInWithATable()
    {
        storeAndCarryIn(IRS + 0x2d0, MAP | 1L << 62 | (long)VM << 32 | LPIS);
        storeAndCarryIn(IRS + 0x2d0, MAP | (long)VM << 32 | LPIS);
        storeAndCarryIn(IRS + 0x2c8, MAP | VM + 1);
        storeAndCarryIn(IRS + 0x2d8, MAP | (long)VM << 32 | LPIS);

        assertEquals(List.of(), found);
    }

    /** An event that was on its way comes in with a command that takes effect later. */
    @Test
    @Tag("P2")
    @Tag("M-ORD")
    void shouldSayNothingOfAnEventThatWaited()
    {
        try (Machine late = Machines.FACTORY.create(MachineConfig.parse(List.of(RAM, "ops.delay=4", "ops.order=1"))))
        {
            final VmTableWitness watching = new VmTableWitness(late, InterruptQueries.of(late),
                (isLost, who, sentence) -> found.add(who + sentence));
            final long[][] stores = {
                {IRS + 0x210, 8}, {IRS + 0x200, VMT | 1}, {VMT + 32 * VM + 8, 1L << 59 | 0x4030_0000L},
                {LPI_WORD, 14L << 59 | 0x4040_0000L}, {IRS + 0x2c8, MAP | VM},
                {IRS + 0x2d0, MAP | (long)VM << 32 | LPIS}};
            for (final long[] store : stores)
            {
                store(late, watching, store[0], store[1]);
                pass(late, 8);
            }
            Commands.insn(command, 0, 0, 2, GicInstruction.VDPEND.code(), 1L << 63 | (long)VM << 32 | LPIS);
            late.apply(command, 0);
            pass(late, 3);
            store(late, watching, IRS + 0x2d0, MAP | 1L << 62 | (long)VM << 32 | LPIS);

            assertEquals(1, late.accounts().ledger(late.accounts().vmOwner(VM)).offered());
            assertEquals(List.of(), found);
        }
    }

    private void pass(final Machine late, final int commands)
    {
        for (int i = 0; i < commands; i++)
        {
            Commands.load(command, 0, VMT, Long.BYTES);
            late.apply(command, 0);
        }
    }

    private void store(final Machine late, final VmTableWitness watching, final long address, final long value)
    {
        Commands.store(command, 0, address, (address & 0xffff) == 0x210 ? Integer.BYTES : Long.BYTES, value);
        watching.before(command, 0);
        late.apply(command, 0);
        watching.applied(command, 0);
    }

    @Test
    void shouldConcernStoresAndNoInstruction()
    {
        Commands.store(command, 0, VMT, Long.BYTES, 0);
        assertTrue(witness.concerns(command, 0));
        command.putLong(0, Commands.msi(1, 1, 0));
        assertFalse(witness.concerns(command, 0));
    }

    /** Maps, and one event more is offered to the VM meanwhile. */
    private void storeAndCarryIn(final long address, final long value)
    {
        Commands.store(command, 0, address, Long.BYTES, value);
        witness.before(command, 0);
        machine.apply(command, 0);
        machine.accounts().ledger(machine.accounts().vmOwner(VM)).account(false).event(1);
        witness.applied(command, 0);
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        Commands.store(command, 0, address, sizeBytes, value);
        witness.before(command, 0);
        machine.apply(command, 0);
        witness.applied(command, 0);
    }
}
