package org.gale.engine.hypervisor;

import java.util.List;
import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.MigrationMistakes;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PrecopyLog;
import org.gale.tables.memory.StateStream;

/** Migrations of a host's VMs, of which one is under way at a time. Owned by the thread that owns the machine. */
final class Migrations
{
    private static final int NO_VM = -1;

    private final Kvm kvm;
    private final MachineConfig config;
    private final MigrationMistakes mistakes = new MigrationMistakes("kvm");
    /** Null while no VM migrates. */
    private Migration current;
    private final PrecopyLog log;

    Migrations(final Kvm kvm, final MachineConfig config)
    {
        this.kvm = kvm;
        this.config = config;
        this.log = kvm.host.driver.newLog();
    }

    /** Returns whether a VM migrates. */
    boolean isUnderWay()
    {
        return current != null;
    }

    /** Returns the number of the VM that migrates, also once it is destroyed; −1 if none does. */
    int source()
    {
        return current == null ? NO_VM : current.source();
    }

    /** Returns the successor of the VM that migrates, or −1 before it exists. */
    int successor()
    {
        return current == null ? NO_VM : current.successor();
    }

    /** Returns the messages that wait for the VM that migrates. */
    long waiting()
    {
        return current == null ? 0 : current.waiting();
    }

    /** Returns why the next step is refused, or null. */
    String refusal()
    {
        return current == null ? null : current.refusal();
    }

    /** {@return the size of the image of the VM that migrates; null before it is saved} */
    ImageSize image()
    {
        return done() < MigrationStep.SAVE.number() || current.isOver() ? null : VmImage.size(current.image);
    }

    /** Returns the number of the step that was carried out last, 0 if no VM migrates. */
    int done()
    {
        return current == null ? 0 : current.done();
    }

    /**
     * Begins a migration with its first step.
     *
     * @param order   number of an order
     * @param failing code of a {@link org.gale.engine.command.StepFailure}, 0 for none
     */
    Errno start(final KvmVm vm, final int order, final int failing)
    {
        mistakes.asked(order);
        current = make(vm.number, order, failing);

        return carryOut();
    }

    /** Carries out the next step, or forgets a migration that has ended; without effect if none is under way. */
    Errno step()
    {
        if (current == null || current.isOver())
        {
            current = null;
            return Errno.OK;
        }

        return refusal() == null ? carryOut() : Errno.EIO;
    }

    /** Makes a pass before a migration, with its outputs. */
    void send(final KvmVm vm, final Outputs outputs)                            // M-MIG-8
    {
        log.send(vm.number, sink -> VmPages.tables(vm, sink), outputs);
    }

    /** Returns what the next pass would send, see {@link PrecopyLog#unsent}. */
    int unsent(final KvmVm vm, final long[] to)
    {
        return log.unsent(vm.number, sink -> VmPages.tables(vm, sink), to);
    }

    /** Returns the passes that were made of a VM. */
    int passes(final int vm)
    {
        return log.passes(vm);
    }

    /** Returns whether passes were made that no migration has used yet. */
    boolean hasPasses()
    {
        return log.isUsed();
    }

    /** Forgets the passes of a VM that is destroyed. */
    void forgetPasses(final int vm)
    {
        log.forget(vm);
    }

    private Errno carryOut()
    {
        final Errno errno = current.step();
        log.stepped(errno, current.done());
        current = errno != Errno.OK && current.isOver() ? null : current;

        return errno;
    }

    /** Returns whether a message waits in front of an ITS, or on its way to a table: {@link #hold} takes it. */
    boolean holds(final int its, final int deviceId, final int eventId)
    {
        return current != null && current.holds(its, deviceId, eventId);
    }

    /** Holds a message; without effect for one that {@link #holds} denies. */
    void hold(final int its, final int deviceId, final int eventId)
    {
        if (holds(its, deviceId, eventId))
        {
            current.hold(its, deviceId, eventId);
        }
    }

    /**
     * Adds the wrong orders that were asked for, and how often each acted.
     *
     * @param forgotten vCPUs without the request of a doorbell for which an interrupt waited
     */
    void addControls(final List<Control> controls, final long forgotten)
    {
        mistakes.actedInAll(MigrationOrder.NO_DOORBELL.number(), forgotten);
        mistakes.addControls(controls);
    }

    /**
     * Passes the migration that is under way, and passes before one, through a stream.
     *
     * @param isUnderWay whether the state has a migration
     * @param hasPasses  whether the state has passes
     */
    void state(final StateStream stream, final boolean isUnderWay, final boolean hasPasses)
    {
        if (hasPasses)
        {
            log.state(stream);
        }
        else
        {
            log.forget();
        }
        if (stream.isRestoring())
        {
            current = isUnderWay ? make(NO_VM, 0, 0) : null;
        }
        if (current != null)
        {
            current.state(stream);
        }
    }

    private Migration make(final int source, final int order, final int failing)
    {
        return new Migration(kvm, new ItsRoutes(kvm.host.driver, config.board(),
            new UserMemory(config.ramBase(), config.ramBytes())), source, order, failing, mistakes);
    }
}
