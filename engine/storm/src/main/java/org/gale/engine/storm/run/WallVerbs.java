package org.gale.engine.storm.run;

import java.util.BitSet;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.ringbuf.CommandWord;

/**
 * Verbs by which a monitor, over KVM, on a GICv4 host or of resident VPEs, migrates a VM on the wall clock. Commands of
 * a step are written into a frame; queries tell what came of it. Owned by the engine's thread.
 */
final class WallVerbs
{
    /** Bytes of the longest command. */
    static final int BYTES_LIMIT = CommandWord.WORD_LIMIT * Long.BYTES;

    private final Topology topology;
    private final Machine machine;
    private final ResumableMigrations host;
    private final HostVerbs kvm;
    private final MigrationCommands commands;
    private final DirectQueries direct;                             // null on other hosts
    private final ItsDeal deal;
    private final VmNumbers numbers;
    private final PrecopyCount pages = new PrecopyCount();
    /** Vectors that hold events without a migration, by function, of the VM that migrates. */
    private final BitSet[] closed;
    private int openVm = VmNumbers.NONE;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[3 * Long.BYTES]);

    /** @param numbers by which the verbs name the VMs */
    WallVerbs(final Topology topology, final Machine machine, final VmNumbers numbers)
    {
        this.topology = topology;
        this.machine = machine;
        this.direct = machine.queries() instanceof DirectQueries queries ? queries : null;
        this.commands = MigrationCommands.of(topology, machine);
        this.host = (ResumableMigrations)machine.hostVerbs(commands.family());
        this.kvm = machine.hostVerbs(KvmVerb.FAMILY);
        this.deal = topology.deal();
        this.numbers = numbers;
        this.closed = new BitSet[topology.totalDevices()];
    }

    /** Returns whether software holds messages: a host of GICv4 and functions do so by themselves (M-MIG-2, -9). */
    boolean hasMonitor()
    {
        return commands.family() == KvmVerb.FAMILY;
    }

    /** Returns whether functions hold the messages of a VM that migrates (M-MIG-9). */
    boolean isOfFunctions()
    {
        return commands.family() == VmVerb.FAMILY;
    }

    /** Returns whether the host has numbers for so many more VMs: one of GICv4 uses none again. */
    boolean hasNumbers(final int count)
    {
        return commands.hasNumbers(machine, count);
    }

    /**
     * Writes the first step of a migration.
     *
     * @param order   number of an order
     * @param failure code of a {@link org.gale.engine.command.StepFailure}, 0 for none
     * @return the offset after the command
     */
    int start(final MutableDirectBuffer frame, final int offset, final int vm, final int order, final int failure)
    {
        return commands.start(frame, offset, numbers.applyAsInt(vm), order, failure);
    }

    /** Writes a pass before a migration, and returns the offset after the command. */
    int pass(final MutableDirectBuffer frame, final int offset, final int vm)
    {
        return commands.pass(frame, offset, numbers.applyAsInt(vm));
    }

    /** Returns the passes that were made of a VM, and that no migration has used. */
    int passes(final int vm)
    {
        final int number = numbers.applyAsInt(vm);

        return number == VmNumbers.NONE ? 0 : host.passes(number);
    }

    /** Returns the pages of a VM that no pass has sent, or that were written since. */
    PrecopyCount unsent(final int vm)
    {
        return pages.left(to -> host.unsent(numbers.applyAsInt(vm), to));
    }

    /** Writes a later step, or the end of a migration, and returns the offset after the command. */
    int step(final MutableDirectBuffer frame, final int offset)
    {
        return commands.step(frame, offset);
    }

    /** Returns whether the monitor has to hold a message before it reaches its ITS. All frames are applied. */
    boolean isHeldByMonitor(final long msi)
    {
        KvmVerb.HELD.encode(query, 0, 0, 0, 0, deal.itsOf(Commands.msiDeviceId(msi)), deal.longOperand(msi));

        return kvm.number(query, 0) != 0;
    }

    /** Notes the vectors of a VM that is about to migrate: those that are closed hold their events by themselves. */
    void opens(final int vm)
    {
        openVm = vm;
        for (int device = 0; isOfFunctions() && device < closed.length; device++)
        {
            final FunctionQueries.Function function =
                topology.vmOfDevice(device) == vm ? machine.functions().function(device) : null;
            closed[device] = function == null ? null : closed(function);
        }
    }

    private BitSet closed(final FunctionQueries.Function function)
    {
        final BitSet vectors = new BitSet();
        for (int i = 0; i < function.vectors(); i++)
        {
            vectors.set(i, machine.functions().vector(function.deviceId(), i).isShut(function));
        }

        return vectors;
    }

    /**
     * Returns whether a host holds a message by itself: one of GICv4 that is applied next, or that of a function which
     * was triggered, and which holds it for the migration alone.
     */
    boolean isHeldByHost(final long msi)
    {
        final int device = Commands.msiDeviceId(msi);
        final int event = Commands.msiEventId(msi);

        return direct != null ? direct.isMessageHeld(device, event) :
            isOfFunctions() && device < closed.length && topology.vmOfDevice(device) == openVm &&
            closed[device] != null && machine.functions().isHeld(device, event) && !closed[device].get(event);
    }

    /** Writes the command that holds a message, with its time, and returns the offset after the command. */
    int hold(final MutableDirectBuffer frame, final int offset, final long msi)
    {
        return KvmVerb.HOLD.encode(frame, offset, msi & Commands.TIME_MASK, 0, 0,
            deal.itsOf(Commands.msiDeviceId(msi)), deal.longOperand(msi));
    }

    /** {@return the event of a message, or {@link ItsDeal#NO_EVENT}} */
    long event(final long word, final long operand)
    {
        return deal.event(word, operand);
    }

    /** {@return the number of the VM that migrates; {@link ResumableMigrations#NONE} if none does} */
    int migrating()
    {
        return host.migrating();
    }

    /** {@return the step that was carried out last; null if no VM migrates} */
    MigrationStep done()
    {
        return MigrationStep.byNumber(host.migrationStep());
    }

    int successor()
    {
        return host.migrationSuccessor();
    }

    ImageSize image()
    {
        return host.image();
    }

    long waiting()
    {
        return host.waitingMessages();
    }

    /**
     * Gives the values that the step in hand has put out, as the machine is now.
     *
     * @param isFailed true if the step failed
     * @param isEnd    true if it was the end of a migration
     * @return the number of values
     */
    int values(final long[] to, final boolean isFailed, final boolean isEnd)
    {
        to[0] = isFailed ? Errno.EIO.word() : 0;
        if (isFailed || (isEnd && direct == null))
        {
            return 1;
        }
        if (direct != null)
        {
            to[1] = isEnd ? V4Step.ENDED : V4Step.ofMigration(host.migrationStep(), Math.max(successor(), 0));
            return 2;
        }
        to[1] = host.migrationStep();
        to[2] = successor();

        return hasMonitor() && host.migrationStep() == MigrationStep.STOP.number() ? 2 : 3;
    }

    /** Finds the numbers of all VMs of the storm, as a machine of a journal has them. */
    void findNumbers()
    {
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final int number = host.numberOf(OwnerId.vmId(machine.accounts().followedOwner(vm)));
            final boolean isThere = number != VmNumbers.NONE || done() == MigrationStep.DESTROY;
            if (topology.isOwn(vm) && isThere)                      // before the set-up none is there
            {
                numbers.moved(vm, number);
            }
        }
    }

    /** Returns the VM of the storm that migrates, of which a journal has the first steps. */
    int migratingVm()
    {
        final MigrationStep done = done();

        return done == MigrationStep.DESTROY ? numbers.vmOf(VmNumbers.NONE) :
            numbers.vmOf(done.isAfterDestroy() ? successor() : migrating());
    }
}
