package org.gale.engine.record;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the log of the last commands: what it finds, its limit, and that it knows what it has forgotten. */
class RecentCommandsTest
{
    private static final int LPI = 2 << 29 | 40;
    private static final long LIMIT_BYTES = 64 << 10;

    private final Machine machine = Machines.FACTORY.create(MachineConfig.parse(List.of("pes=2")));
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldReturnTheLastCommandsThatTouchedAnInterruptTheNewestFirst()
    {
        final RecentCommands recent = new RecentCommands(machine, 0);
        for (int i = 0; i < 6; i++)
        {
            instruction(recent, GicInstruction.CDEN, LPI + i % 2);
        }

        final List<RecentCommands.Command> found = recent.last(touching(LPI), 4);

        assertEquals(List.of(5L, 3L, 1L), found.stream().map(RecentCommands.Command::sequence).toList());
        assertTrue(found.get(0).text().contains("CDEN"), found.get(0).text());
        assertTrue(found.get(0).text().contains("not reachable"), found.get(0).text());
        assertEquals(2, recent.last(touching(LPI + 1), 2).size());
        assertTrue(recent.isComplete());
    }

    @Test
    void shouldForgetTheOldestBeyondItsLimit()
    {
        final RecentCommands recent = new RecentCommands(machine, 0, LIMIT_BYTES);
        instruction(recent, GicInstruction.CDEN, LPI);
        assertEquals(1, recent.last(touching(LPI), 4).size());

        for (int i = 0; i < 10_000; i++)
        {
            instruction(recent, GicInstruction.CDEN, LPI + 1);
        }

        assertTrue(recent.bytes() <= LIMIT_BYTES, () -> "bytes=" + recent.bytes());
        assertFalse(recent.isComplete());
        assertTrue(recent.firstSequence() > 1);
        assertEquals(List.of(), recent.last(touching(LPI), 4));
        assertEquals(10_001, recent.last(touching(LPI + 1), 1).get(0).sequence());
        assertNull(recent.byCount(1));
    }

    @Test
    void shouldFindACommandByWhatTheMachineCounts()
    {
        final RecentCommands recent = new RecentCommands(machine, 0);
        instruction(recent, GicInstruction.CDEN, LPI);
        apply(recent, Commands.time(command, 0, 1, 1));
        instruction(recent, GicInstruction.CDDIS, LPI);

        final RecentCommands.Command second = recent.byCount(2);

        assertNotNull(second);
        assertEquals(3, second.sequence());
        assertEquals(2, machine.commandCount());
    }

    @Test
    void shouldNotBeCompleteAfterASnapshot()
    {
        final RecentCommands recent = new RecentCommands(machine, 7);

        assertFalse(recent.isComplete());
        assertEquals(8, recent.firstSequence());
    }

    private RecentCommands.Condition touching(final int intid)
    {
        final long touch = CommandTouches.of(machine.accounts().physicalOwner(), intid);

        return (words, offset, touched, count) -> count > 0 && words.getLong(touched) == touch;
    }

    private void instruction(final RecentCommands recent, final GicInstruction instruction, final long operand)
    {
        apply(recent, Commands.insn(command, 0, 0, 1, instruction.code(), operand));
    }

    private void apply(final RecentCommands recent, final int lengthBytes)
    {
        assertTrue(lengthBytes > 0);
        machine.outputs().clear();
        machine.apply(command, 0);
        recent.applied(command, 0);
    }
}
