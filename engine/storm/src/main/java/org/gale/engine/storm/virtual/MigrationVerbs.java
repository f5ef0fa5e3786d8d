package org.gale.engine.storm.virtual;

import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.V4Step;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MigratingHost;
import org.gale.engine.storm.run.MigrationCommands;
import org.gale.engine.storm.run.PrecopyCount;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.operand.Intid;

/**
 * Verbs by which a monitor, over KVM, on a GICv4 host or of resident VPEs, migrates a VM, and what each has done. Owned
 * by one thread.
 */
final class MigrationVerbs
{
    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final VmNumbers numbers;
    private final MigrationCommands commands;
    private final boolean isDirect;
    private final long[] values = new long[3];
    private final PrecopyCount pages = new PrecopyCount();

    MigrationVerbs(final DirectOperator.Operated operated, final VmNumbers numbers)
    {
        this.topology = operated.topology();
        this.machine = operated.machine();
        this.writer = operated.writer();
        this.numbers = numbers;
        this.commands = MigrationCommands.of(topology, machine);
        this.isDirect = commands.isDirect();
    }

    /** Returns whether the host has numbers for so many more VMs: one of GICv4 uses none again. */
    boolean hasNumbers(final int count)
    {
        return commands.hasNumbers(machine, count);
    }

    /**
     * Begins a migration by its first step.
     *
     * @param failure code of a {@link org.gale.engine.command.StepFailure}, 0 for none
     * @return 0, or a negative errno
     */
    long start(final int vm, final MigrationOrder order, final int failure)
    {
        final int number = numbers.applyAsInt(vm);
        before();

        return apply(commands.start(writer.frame(), writer.at(), number, order.number(), failure));
    }

    /** Ends a migration that has come to its last step. Returns 0, or a negative errno. */
    long forget(final int vm)
    {
        return step(vm, null, false);
    }

    /**
     * Carries out a step, or ends a migration.
     *
     * @param step      null for the end
     * @param isFailing true of a step that fails
     * @return 0, or a negative errno
     */
    long step(final int vm, final MigrationStep step, final boolean isFailing)
    {
        final boolean isEnding = step == MigrationStep.DESTROY || (step == MigrationStep.RESUME && isFailing);
        if (isDirect && isEnding)
        {
            numbers.ending(vm);
        }
        before();
        final long result = apply(commands.step(writer.frame(), writer.at()));
        if (result == 0 && step == (isDirect ? MigrationStep.RESTORE : MigrationStep.RESUME))
        {
            numbers.moved(vm, isDirect ? V4Step.successor(values[1]) : (int)values[2]);
        }

        return result;
    }

    /** Makes a pass before a migration, and returns the pages that it has sent. */
    PrecopyCount pass(final int vm)
    {
        final int number = numbers.applyAsInt(vm);
        before();
        writer.apply(commands.pass(writer.frame(), writer.at(), number));

        return pages.passed(machine.outputs()::values);
    }

    /** Returns the pages of a VM that no pass has sent, or that were written since. */
    PrecopyCount unsent(final int vm)
    {
        return pages.left(to -> migrating().unsent(numbers.applyAsInt(vm), to));
    }

    private void before()
    {
        writer.time();
        machine.outputs().clear();                                  // of commands before, which nobody asks for
    }

    private long apply(final int end)
    {
        writer.apply(end);
        machine.outputs().values(values);

        return values[0];
    }

    /** Returns whether a monitor has withdrawn entries before it saves: a host of GICv4 keeps its events mapped. */
    boolean isWithdrawn()
    {
        return !isDirect;
    }

    private MigratingHost migrating()
    {
        return MigratingHost.of(machine, commands.family());
    }

    /** {@return the size of the image of the VM that migrates; null before the step save} */
    ImageSize image()
    {
        return migrating().image();
    }

    /** Returns the entries that the image of a VM has. */
    long entries(final int vm)
    {
        return isDirect ? topology.lpis(vm) : (long)entries(vm, Intid.TYPE_LPI) + entries(vm, Intid.TYPE_SPI);
    }

    private int entries(final int vm, final int type)
    {
        final InterruptStateTable table =
            InterruptQueries.of(machine).table(machine.accounts().followedOwner(vm), type);

        return table == null ? 0 : table.shape().entryCount();
    }
}
