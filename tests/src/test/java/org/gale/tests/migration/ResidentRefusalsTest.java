package org.gale.tests.migration;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Errno;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Migrations of a VM whose VPEs are resident, and whose tables are not where a monitor can copy them. */
@Tag("M-MIG-9")
class ResidentRefusalsTest
{
    private static final long VPE_DESCRIPTOR = 0x4001_1008L;
    private static final long DESCRIPTOR = 0x4001_3101L;

    private final UnsafeBuffer words = new UnsafeBuffer(new byte[256]);
    private final long[] values = new long[3];

    @Test
    void shouldTakeAVmInRam()
    {
        try (Machine machine = machine("", ""))
        {
            assertNull(refusal(machine));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "writeq 0x40011008 0x40013100, writeq 0x40011008 0", "0x800000040011000, 0x800000040100000",
        "0x2000000040012001, 0x2000000050012001", "0x800000040011000, 0xf800000040011000"})
    void shouldRefuseAVmWithTablesElsewhere(final String line, final String instead)
    {
        try (Machine machine = machine(line, instead))
        {
            assertEquals("no VM 0 with linear tables in RAM of at most 16 ID bits", refusal(machine));
        }
    }

    /** Software writes the entry of a VPE between two steps: the save fails, and the source runs on. */
    @Test
    void shouldRollBackWhereATableIsElsewhereMeanwhile()
    {
        try (Machine machine = machine("", ""))
        {
            VmVerb.MIGRATE.encode(words, 0, 0, 0, 0);
            apply(machine);
            VmVerb.STEP.encode(words, 0);
            apply(machine);
            Commands.store(words, 0, VPE_DESCRIPTOR, Long.BYTES, 1);
            apply(machine);
            VmVerb.STEP.encode(words, 0);
            apply(machine);

            assertEquals(Errno.EFAULT.word(), values[0]);
            Commands.store(words, 0, VPE_DESCRIPTOR, Long.BYTES, DESCRIPTOR);
            apply(machine);
            assertNull(refusal(machine));
        }
    }

    private String refusal(final Machine machine)
    {
        VmVerb.MIGRATE.encode(words, 0, 0, 0, 0);

        return machine.hostVerbs(VmVerb.FAMILY).refusal(words, 0);
    }

    private Machine machine(final String line, final String instead)
    {
        final List<String> lines = DrivenMsix.made(1).stream().map(each -> each.replace(line, instead)).toList();
        final SetUp setUp = new SetUp(lines);
        final Machine machine = Machines.FACTORY.create(setUp.config());
        for (final long[] command : setUp.commands())
        {
            for (int i = 0; i < command.length; i++)
            {
                words.putLong(i << 3, command[i]);
            }
            apply(machine);
        }

        return machine;
    }

    private void apply(final Machine machine)
    {
        machine.outputs().clear();
        machine.apply(words, 0);
        machine.outputs().values(values);
    }
}
