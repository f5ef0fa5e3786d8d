package org.gale.engine.gicv5;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Commands for a place or a PE that the machine does not have: they are refused and change nothing (P9). */
@Tag("P9")
class RefusedCommandTest
{
    private static final int PES = 2;
    private static final long NOWHERE = 0x1000;

    private final Rig rig = new Rig("pes=2");
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[4 * Long.BYTES]);
    private final long before = rig.machine().runDigest();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldRefuseALoadAndAStoreWhereNothingIsMapped()
    {
        assertTrue(rig.machine().isMapped(Rig.RAM, 8) && rig.machine().isMapped(Rig.IRS, 4));
        assertFalse(rig.machine().isMapped(NOWHERE, 8));

        assertThrows(CommandException.class, () -> rig.load(NOWHERE, 8));
        assertThrows(CommandException.class, () -> rig.store(NOWHERE, 8, 1));
        assertEquals(before, rig.machine().runDigest());
    }

    @Test
    void shouldRefuseTheWireAndTheInstructionOfAPeBehindTheLast()
    {
        assertThrows(CommandException.class, () -> rig.ppi(PES, 27, true));

        final int end = Commands.insn(
            words, 0, PES, Rig.EL2, GicInstruction.VDPEND.code(), GicVdPend.of(1, Rig.lpi(3), true));
        assertThrows(CommandException.class, () -> rig.machine().apply(words, 0, end));
        assertEquals(before, rig.machine().runDigest());
    }
}
