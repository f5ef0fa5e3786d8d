package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.StepFailure;
import org.gale.engine.command.VmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.GuestPpis;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.MigrationMistakes;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PrecopyLog;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.tables.memory.StateStream;

/**
 * Host verbs of family 5, {@code vm}: migrations of VMs whose VPEs are resident (M-MIG-9). Until a verb was executed it
 * has no state. Owned by the thread that owns the machine.
 */
public final class ResidentHostVerbs implements GuestHost, ResumableMigrations
{
    private static final int UNUSED = 0;
    private static final int USED = 1;
    private static final int MIGRATES = 2;
    /** In addition to one of these: passes were made before a migration. */
    private static final int PASSES = 4;
    private static final int VM_ID_LIMIT = 1 << 16;

    private final HostDriver driver;
    private final MachineConfig config;
    private final MigrationMistakes mistakes = new MigrationMistakes("vm");
    private boolean isUsed;
    /** Null while no VM migrates. */
    private ResidentMigration current;
    private final PrecopyLog log;

    /**
     * Creates the verbs of a machine that is at reset.
     *
     * @param port   of the machine, for its host
     * @param config of the machine
     */
    public ResidentHostVerbs(final DriverPort port, final MachineConfig config)
    {
        this.driver = new HostDriver(port, config.board());
        this.config = config;
        this.log = driver.newLog();
    }

    @Override
    public int family()
    {
        return VmVerb.FAMILY;
    }

    @Override
    public String refusal(final DirectBuffer words, final int offset)
    {
        final VmVerb verb = VmVerb.of(words.getLong(offset));
        if (verb == null)
        {
            return "no such verb";
        }
        if (verb == VmVerb.STEP)
        {
            return current == null ? null : current.refusal();
        }
        final long vmId = VmVerb.operand(words, offset, 0);
        final boolean isPass = verb == VmVerb.PRECOPY;
        final long number = isPass ? MigrationOrder.RIGHT.number() : VmVerb.operand(words, offset, 1);
        final long failure = isPass ? 0 : VmVerb.operand(words, offset, 2);
        final MigrationOrder order =
            number >= 0 && number < VM_ID_LIMIT ? MigrationOrder.byNumber((int)number) : null;

        return current != null ? "VM " + current.source() + " migrates, and no two do at once" :
            config.value(MachineKeys.OPS_DELAY) != 0 ? "no VM migrates on a machine with ops.delay" :
            vmId < 0 || vmId >= VM_ID_LIMIT || !new ResidentVm(driver, config).isThere((int)vmId) ?
            "no VM " + Long.toUnsignedString(vmId) + " with linear tables in RAM of at most 16 ID bits" :
            order == null || !order.isOf(VmVerb.FAMILY) || !StepFailure.isValid(failure) ?
            "no such order, or no step that may fail" : null;
    }

    @Override
    public void execute(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        isUsed = true;
        final VmVerb verb = VmVerb.of(words.getLong(offset));
        if (verb == VmVerb.PRECOPY)
        {
            final int vm = (int)VmVerb.operand(words, offset, 0);
            log.send(vm, sink -> tables(vm, sink), outputs);
            return;
        }
        final boolean isBegin = verb == VmVerb.MIGRATE;
        if (isBegin)
        {
            final int order = (int)VmVerb.operand(words, offset, 1);
            mistakes.asked(order);
            current = new ResidentMigration(driver, config, (int)VmVerb.operand(words, offset, 0), order,
                (int)VmVerb.operand(words, offset, 2), mistakes);
        }
        else if (current == null || current.isOver())
        {
            current = null;
            outputs.result(Errno.OK.word());
            return;
        }
        final ResidentMigration migration = current;
        final Errno errno = migration.step();
        log.stepped(errno, migration.done());
        current = errno != Errno.OK && migration.isOver() ? null : migration;
        outputs.result(errno.word());
        if (errno == Errno.OK)
        {
            outputs.result(migration.done());
            outputs.result(migration.successor());
        }
    }

    @Override
    public String query(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("no verb of VMs is a query");
    }

    @Override
    public long number(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("no verb of VMs is a query");
    }

    @Override
    public ImageSize image()
    {
        return current == null || current.done() < MigrationStep.SAVE.number() || current.isOver() ? null :
            current.size();
    }

    @Override
    public int migrating()
    {
        return current == null ? NONE : current.source();
    }

    @Override
    public int migrationStep()
    {
        return current == null ? 0 : current.done();
    }

    @Override
    public int migrationSuccessor()
    {
        return current == null ? NONE : current.successor();
    }

    @Override
    public int passes(final int vm)
    {
        return log.passes(vm);
    }

    /** {@inheritDoc} Functions hold the events of the VM, and their accounts have them. */
    @Override
    public long waitingMessages()
    {
        return 0;
    }

    /** {@inheritDoc} A VM without a host is named by its id. */
    @Override
    public int numberOf(final int vmId)
    {
        return vmId >= 0 && vmId < VM_ID_LIMIT && new ResidentVm(driver, config).isThere(vmId) ? vmId : NONE;
    }

    @Override
    public int unsent(final int vm, final long[] to)
    {
        return log.unsent(vm, sink -> tables(vm, sink), to);
    }

    private void tables(final int vm, final TableSink sink)
    {
        new ResidentVm(driver, config).tables(vm, sink);
    }

    @Override
    public boolean isUsed()
    {
        return isUsed;
    }

    @Override
    public boolean hasMigrated()
    {
        return isUsed;
    }

    @Override
    public GuestPpis ppis()
    {
        return null;
    }

    @Override
    public boolean isGuestUndefined(final int pe)
    {
        return false;
    }

    @Override
    public boolean trapsRead(final int pe, final int code)
    {
        return false;
    }

    @Override
    public long trappedRead(final int pe, final int code)
    {
        throw new IllegalStateException("no read is trapped");
    }

    @Override
    public boolean takeInterrupts(final int pe)
    {
        return false;
    }

    @Override
    public int wakesBelow(final int vmId, final int vpeId)
    {
        return 0;
    }

    @Override
    public boolean hasLeftOut()
    {
        return false;
    }

    @Override
    public void countLeftOut(final Waiting waiting)
    {
        // A VPE that is resident sleeps over nothing.
    }

    @Override
    public List<Control> controls(final Waiting waiting)
    {
        final List<Control> controls = new ArrayList<>();
        mistakes.addControls(controls);

        return controls;
    }

    @Override
    public void state(final StateStream stream)
    {
        final int used = current == null ? USED : MIGRATES;
        final int word = stream.number("use of VMs", isUsed ? used + (log.isUsed() ? PASSES : 0) : UNUSED, UNUSED,
            PASSES + MIGRATES);
        final int use = word % PASSES;
        isUsed = use != UNUSED;
        if (stream.isRestoring())
        {
            current = use == MIGRATES ? new ResidentMigration(driver, config, 0, 0, 0, mistakes) : null;
        }
        if (current != null)
        {
            current.state(stream);
        }
        if (isUsed && word >= PASSES)
        {
            log.state(stream);
        }
        else
        {
            log.forget();
        }
    }
}
