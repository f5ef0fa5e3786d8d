package org.gale.tests.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Errno;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Migrations of a VM whose VPEs are resident, and whose tables are not where a monitor can copy them. */
@Tag("M-MIG-9")
class ResidentRefusalsTest
{
    private static final long VPE_DESCRIPTOR = 0x4001_1008L;
    private static final long DESCRIPTOR = 0x4001_3101L;
    /** Table of LPIs, entry of a VPE and its descriptor. */
    private static final long[] PAGES = { 0x4001_2000L, VPE_DESCRIPTOR, 0x4001_3100L };
    private static final long PATTERN = 0xa5a5_a5a5_a5a5_a5a5L;
    /** Function of the VM that has an eventfd. */
    private static final int FUNCTION = 3;
    private static final int EVENTFD = 7;

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
            step(machine);
            Commands.store(words, 0, VPE_DESCRIPTOR, Long.BYTES, 1);
            apply(machine);
            step(machine);

            assertEquals(Errno.EFAULT.word(), values[0]);
            Commands.store(words, 0, VPE_DESCRIPTOR, Long.BYTES, DESCRIPTOR);
            apply(machine);
            assertNull(refusal(machine));
        }
    }

    /** Only what the image has can arrive. */
    @Test
    @Tag("M-MIG-1")
    void shouldPoisonThePagesOfTheSource()
    {
        try (Machine machine = machine("", ""))
        {
            VmVerb.MIGRATE.encode(words, 0, 0, 0, 0);
            apply(machine);
            step(machine);
            step(machine);
            for (final long address : PAGES)
            {
                assertNotEquals(PATTERN, machine.peek(address, Long.BYTES));
            }
            final long message = machine.functions().vector(FUNCTION, 0).address();
            step(machine);
            for (final long address : PAGES)
            {
                assertEquals(PATTERN, machine.peek(address, Long.BYTES), () -> Long.toHexString(address));
            }
            assertNotEquals(message, machine.functions().vector(FUNCTION, 0).address());
            step(machine);

            for (final long address : PAGES)
            {
                assertNotEquals(PATTERN, machine.peek(address, Long.BYTES));
            }
            assertEquals(message, machine.functions().vector(FUNCTION, 0).address());
        }
    }

    /** From quiet to resume the image would undo, or bring back, what a verb does to a function or its eventfd. */
    @Test
    void shouldRefuseVerbsOfFunctionsFromQuietToResume()
    {
        try (Machine machine = machine("", ""))
        {
            VmVerb.MIGRATE.encode(words, 0, 0, 0, 0);
            apply(machine);
            assertEquals(List.of(), refused(machine));
            for (final String step : new String[]{"quiet", "save", "destroy", "restore"})
            {
                step(machine);
                assertEquals(List.of("route", "drop", "consume", "remove", "control", "reset", "clear", "restore"),
                    refused(machine), step);
            }
            step(machine);

            assertEquals(List.of(), refused(machine));
        }
    }

    /** A source that runs on has its functions again. */
    @Test
    void shouldRefuseNoVerbOnceTheMigrationIsRolledBack()
    {
        try (Machine machine = machine("", ""))
        {
            VmVerb.MIGRATE.encode(words, 0, 0, 0, MigrationStep.SAVE.number());
            apply(machine);
            step(machine);
            assertEquals(8, refused(machine).size());
            step(machine);

            assertEquals(Errno.EIO.word(), values[0]);
            assertEquals(List.of(), refused(machine));
        }
    }

    /** Returns the verbs that are refused because the VM of the function migrates. */
    private List<String> refused(final Machine machine)
    {
        final List<String> refused = new ArrayList<>();
        for (final IrqfdVerb verb : List.of(IrqfdVerb.ROUTE, IrqfdVerb.DROP, IrqfdVerb.CONSUME, IrqfdVerb.REMOVE))
        {
            verb.encode(words, 0, EVENTFD);
            addIfRefused(machine, IrqfdVerb.FAMILY, verb.name(), refused);
        }
        MsixVerb.CONTROL.encode(words, 0, FUNCTION, MsixVerb.UNCHANGED, 1);
        addIfRefused(machine, MsixVerb.FAMILY, "control", refused);
        for (final MsixVerb verb : List.of(MsixVerb.RESET, MsixVerb.CLEAR))
        {
            verb.encode(words, 0, FUNCTION);
            addIfRefused(machine, MsixVerb.FAMILY, verb.name(), refused);
        }
        MsixVerb.RESTORE.encode(words, 0, FUNCTION, 0);
        addIfRefused(machine, MsixVerb.FAMILY, "restore", refused);

        return refused;
    }

    private void addIfRefused(
        final Machine machine, final int family, final String verb, final List<String> refused)
    {
        final String refusal = machine.hostVerbs(family).refusal(words, 0);
        if (refusal != null)
        {
            assertEquals("the VM of function " + FUNCTION + " migrates", refusal, verb);
            refused.add(verb.toLowerCase(Locale.ROOT));
        }
    }

    private void step(final Machine machine)
    {
        VmVerb.STEP.encode(words, 0);
        apply(machine);
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
